"""Every event type: its body, who publishes it, who listens and why."""

from dataclasses import dataclass
from typing import Literal

from labwright_contracts.audit import AuditRecorded
from labwright_contracts.auth import (
    GroupSnapshot,
    QualificationSnapshot,
    SessionRevoked,
    UserSnapshot,
)
from labwright_contracts.base import Contract
from labwright_contracts.inventory import DeviceSnapshot, MaintenanceSnapshot
from labwright_contracts.scheduler import BookingChanged, BookingTold, SlotsHit

DEVICE_CHANGED = "inventory.device.changed.v1"
DEVICE_REMOVED = "inventory.device.removed.v1"
MAINTENANCE_CHANGED = "inventory.maintenance.changed.v1"
MAINTENANCE_REMOVED = "inventory.maintenance.removed.v1"
USER_CHANGED = "auth.user.changed.v1"
USER_REMOVED = "auth.user.removed.v1"
GROUP_CHANGED = "auth.group.changed.v1"
GROUP_REMOVED = "auth.group.removed.v1"
QUALIFICATION_CHANGED = "auth.qualification.changed.v1"
QUALIFICATION_REMOVED = "auth.qualification.removed.v1"
SESSION_REVOKED = "auth.session.revoked.v1"
BOOKING_CHANGED = "scheduler.booking.changed.v1"
BOOKING_TOLD = "scheduler.booking.told.v1"
SLOTS_HIT = "scheduler.slots.hit.v1"
AUDIT_RECORDED = "audit.recorded.v1"


@dataclass(frozen=True, slots=True)
class EventType:
    """One line of the catalogue. `kind` says whether the body is a whole state or a fact.

    A fact that `must_arrive` waits at its publisher until some queue takes it: nothing could bring
    it back later, as a snapshot brings back a state.
    """

    name: str
    kind: Literal["state", "fact"]
    body: type[Contract]
    publishers: tuple[str, ...]
    consumers: tuple[str, ...]
    why: str
    must_arrive: bool = False


EVENTS: tuple[EventType, ...] = (
    EventType(
        DEVICE_CHANGED,
        "state",
        DeviceSnapshot,
        ("inventory",),
        ("scheduler",),
        "the scheduler books devices from its own copy",
    ),
    EventType(
        DEVICE_REMOVED,
        "state",
        DeviceSnapshot,
        ("inventory",),
        ("scheduler",),
        "a removed device can no longer be booked",
    ),
    EventType(
        MAINTENANCE_CHANGED,
        "state",
        MaintenanceSnapshot,
        ("inventory",),
        ("scheduler",),
        "a window blocks its device, and what was booked before is flagged",
    ),
    EventType(
        MAINTENANCE_REMOVED,
        "state",
        MaintenanceSnapshot,
        ("inventory",),
        ("scheduler",),
        "a cancelled maintenance blocks nothing",
    ),
    EventType(
        USER_CHANGED,
        "state",
        UserSnapshot,
        ("auth",),
        ("inventory", "scheduler"),
        "bookings show their owner's name and are judged by roles, devices name their steward",
    ),
    EventType(
        USER_REMOVED,
        "state",
        UserSnapshot,
        ("auth",),
        ("inventory", "scheduler"),
        "a removed person is offered no longer as a collaborator",
    ),
    EventType(
        GROUP_CHANGED,
        "state",
        GroupSnapshot,
        ("auth",),
        ("inventory", "scheduler"),
        "devices belong to groups; bookings are judged by team and made for projects",
    ),
    EventType(
        GROUP_REMOVED,
        "state",
        GroupSnapshot,
        ("auth",),
        ("inventory", "scheduler"),
        "nobody is a member any more",
    ),
    EventType(
        QUALIFICATION_CHANGED,
        "state",
        QualificationSnapshot,
        ("auth",),
        ("scheduler",),
        "rules of the lab ask whoever books for qualifications",
    ),
    EventType(
        QUALIFICATION_REMOVED,
        "state",
        QualificationSnapshot,
        ("auth",),
        ("scheduler",),
        "the person is no longer qualified",
    ),
    EventType(
        SESSION_REVOKED,
        "fact",
        SessionRevoked,
        ("auth",),
        ("gateway",),
        "gateways forget the identity at once instead of within seconds",
    ),
    EventType(
        BOOKING_CHANGED,
        "fact",
        BookingChanged,
        ("scheduler",),
        ("inventory",),
        "a device that is booked for later is not removed by mistake",
    ),
    EventType(
        BOOKING_TOLD,
        "fact",
        BookingTold,
        ("scheduler",),
        ("scheduler",),
        "its worker tells people and webhooks, outside the transaction of the change",
        must_arrive=True,
    ),
    EventType(
        SLOTS_HIT,
        "fact",
        SlotsHit,
        ("scheduler",),
        ("scheduler",),
        "people hear that what they booked cannot be kept",
        must_arrive=True,
    ),
    EventType(
        AUDIT_RECORDED,
        "fact",
        AuditRecorded,
        ("auth", "inventory", "scheduler"),
        ("auth",),
        "one log says who did what, whichever service it was done in",
        must_arrive=True,
    ),
)

BY_TYPE: dict[str, EventType] = {event.name: event for event in EVENTS}


def exchange(service: str) -> str:
    """Name of the durable topic exchange to which a service publishes."""
    return f"labwright.{service}"
