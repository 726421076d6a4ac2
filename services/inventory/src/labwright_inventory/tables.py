"""Imports every model, so that the metadata is whole."""

from labwright_inventory.attachments.models import Attachment
from labwright_inventory.bookings.models import BookedSlot
from labwright_inventory.catalog.models import DeviceType, Manufacturer
from labwright_inventory.db import Base
from labwright_inventory.devices.models import Device
from labwright_inventory.health.models import DeviceHealth, HealthReport
from labwright_inventory.history.models import HistoryEntry
from labwright_inventory.imports.models import Import, ImportPart, ImportRow
from labwright_inventory.locations.models import Location
from labwright_inventory.maintenance.models import Maintenance
from labwright_inventory.people.models import Group, Person
from labwright_inventory.power.models import Outlet, Pdu
from labwright_inventory.racks.models import Rack
from labwright_inventory.saved_views.models import SavedView
from labwright_inventory.search.models import SearchText
from labwright_inventory.sites.models import Site
from labwright_inventory.tags.models import Tag, device_tags
from labwright_inventory.wiring.models import Link, Port, link_ends

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "Attachment",
    "BookedSlot",
    "Device",
    "DeviceHealth",
    "DeviceType",
    "Group",
    "HealthReport",
    "HistoryEntry",
    "Import",
    "ImportPart",
    "ImportRow",
    "Link",
    "Location",
    "Maintenance",
    "Manufacturer",
    "Outlet",
    "Pdu",
    "Person",
    "Port",
    "Rack",
    "SavedView",
    "SearchText",
    "Site",
    "Tag",
    "device_tags",
    "link_ends",
]
