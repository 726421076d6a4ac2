"""Other times, other devices, other words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller, Scope
from labwright_chassis.errors import Malformed
from labwright_contracts.problems import FieldError, SlotConflict
from labwright_contracts.scheduler import SlotState
from labwright_scheduler import permissions
from labwright_scheduler.bookings import rules
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.reshaping import Reshaping
from labwright_scheduler.bookings.schemas import BookingChange, Reshape
from labwright_scheduler.bookings.service.admission import admit, record_override, room_for
from labwright_scheduler.bookings.service.guarantee import Demand
from labwright_scheduler.bookings.service.room import released
from labwright_scheduler.bookings.service.whole import (
    Change,
    lock_whole,
    must_own,
    named,
    roles_of,
    tell,
    times_of,
)
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.devices.models import Device
from labwright_scheduler.lab_settings import queries as settings

_RESHAPE = "scheduler.booking.reshape"


def reshape(session: Session, uid: UUID, request: Reshape, *, by: Caller) -> Change:
    """Extend, shrink or move slots, also to other devices: all of it or nothing.

    Only what is newly occupied is judged, so that shrinking always passes. Where somebody has to
    approve it, confirmed slots stand as they are, and what they shall become waits beside them.

    Raises:
        BookingRefused: with every conflict and every broken rule at once.
        Malformed: a slot that is not in the booking, an unknown device, an end before its start.
        NotOpen: a slot that is over.
    """
    also, force = request.devices(), by if request.force else None
    booking, locked, now = lock_whole(session, uid, org=by.org, also=also)
    must_own(booking, locked, by, permissions.BOOKING_CHANGE_ANY)
    wanted = request.applied_to(booking.slots, booking.open_slots(now=now))
    _must_reach(wanted, locked, by)
    moved = booking.reshapings(wanted, now=now)
    if not moved:
        return Change(booking, locked, {})
    broken = [v for each in moved for v in rules.reshaped(each.held, each.wanted, now=now)]
    replaced = booking.following([each.slot for each in moved], now=now)
    demand = _demand(booking, moved, replaced, by)
    verdict = admit(session, locked, demand, broken, now=now, action=_RESHAPE, force=force)
    asked = [each for each in moved if verdict.approval is not None and _must_ask(each)]
    booking.reshape([each for each in moved if each not in asked], replaced=replaced, now=now)
    conflicts = list(verdict.conflicts)
    if asked:
        conflicts += _ask(session, booking, locked, asked, verdict.approval or (), force, now=now)
    session.flush()
    record_override(session, locked, booking.slots, conflicts, now=now)
    touched = sorted({id for each in moved for id in (each.device_id, each.held_device_id)})
    overridden = verdict if force else None
    tell(session, booking, _RESHAPE, touched, reason=request.reason, overridden=overridden)
    released(session, locked, touched, now=now)
    return Change(booking, locked, {})


def _ask(
    session: Session,
    booking: Booking,
    locked: Mapping[int, Device],
    asked: Sequence[Reshaping],
    why: Sequence[str],
    force: Caller | None,
    *,
    now: datetime,
) -> Sequence[SlotConflict]:
    """Let changes wait for an approval beside the slots they are about; what is overridden."""
    waiting = [slot for each in asked for slot in each.asked()]
    # The former slots stand as well: they may be in one another's way.
    beside = Demand(booking.owner_id, times_of(waiting))
    conflicts = room_for(session, locked, beside, now=now, action=_RESHAPE, force=force)
    booking.slots.extend(waiting)
    booking.ask(waiting, why=why, lasts=settings.get(session).decision_lasts, now=now)
    return conflicts


def describe(session: Session, uid: UUID, change: BookingChange, *, by: Caller) -> Change:
    """Another title, message or circle of collaborators.

    Raises:
        Malformed: an unknown collaborator.
    """
    booking, locked, now = lock_whole(session, uid, org=by.org)
    must_own(booking, locked, by, permissions.BOOKING_CHANGE_ANY)
    sent = change.sent()
    if "collaborators" in sent:
        people = named(session, sent.pop("collaborators") or (), besides=booking.owner_id)
        booking.keep([person.id for person in people])
    for name, value in sent.items():
        setattr(booking, name, value)
    booking.touch(now)
    tell(session, booking, "scheduler.booking.describe", [])
    return Change(booking, locked, {})


def _must_reach(
    wanted: Mapping[int, tuple[int, Interval]], locked: Mapping[int, Device], by: Caller
) -> None:
    """Each device wanted must be known, and at one of the caller's sites."""
    unknown = []
    for slot_id, (device_id, _) in wanted.items():
        device = locked.get(device_id)
        if device is None:
            message = f"There is no device {device_id}."
            unknown.append(
                FieldError(pointer=f"/slots/{slot_id}", code="unknown_device", message=message)
            )
        else:
            by.must(permissions.BOOKING_CREATE, Scope.at(by.org, device.site_id))
    if unknown:
        raise Malformed(unknown[0].message, errors=unknown)


def _must_ask(each: Reshaping) -> bool:
    """Whether a change that needs an approval waits for it beside what stands."""
    return each.slot.state is SlotState.CONFIRMED and each.grows


def _demand(
    booking: Booking, moved: Sequence[Reshaping], replaced: Sequence[Slot], by: Caller
) -> Demand:
    wanted: dict[int, list[Interval]] = {}
    held: dict[int, list[Interval]] = {}
    for each in moved:
        wanted.setdefault(each.device_id, []).append(each.wanted)
        held.setdefault(each.held_device_id, []).append(each.held)
    besides = {each.slot.id for each in moved} | {slot.id for slot in replaced}
    return Demand(
        booking.owner_id,
        wanted,
        held,
        frozenset(besides),
        project_id=booking.project_id,
        booking_id=booking.id,
        roles=roles_of(by, booking.owner_id),
    )
