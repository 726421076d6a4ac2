"""Imports every model, so that the metadata is whole."""

from labwright_scheduler.bookings.models import Booking, Collaborator
from labwright_scheduler.bookings.steps import Step
from labwright_scheduler.calendar.models import (
    Closure,
    ClosureTarget,
    MaintenanceWindow,
    Overcommitment,
    Slot,
)
from labwright_scheduler.db import Base
from labwright_scheduler.devices.models import Device
from labwright_scheduler.favourites.models import Favourite
from labwright_scheduler.notifications.models import Approver, Notification, Preference
from labwright_scheduler.people.models import Group, Person, Qualification
from labwright_scheduler.policies.models import Rule, RuleVersion
from labwright_scheduler.presets.models import Preset
from labwright_scheduler.recurrences.models import Occurrence, Series, SeriesChange
from labwright_scheduler.webhooks.models import Delivery, Webhook

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "Approver",
    "Booking",
    "Closure",
    "ClosureTarget",
    "Collaborator",
    "Delivery",
    "Device",
    "Favourite",
    "Group",
    "MaintenanceWindow",
    "Notification",
    "Occurrence",
    "Overcommitment",
    "Person",
    "Preference",
    "Preset",
    "Qualification",
    "Rule",
    "RuleVersion",
    "Series",
    "SeriesChange",
    "Slot",
    "Step",
    "Webhook",
]
