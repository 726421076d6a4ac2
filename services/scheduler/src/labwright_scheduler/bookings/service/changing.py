"""Other times, other devices, other words, another owner."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller, Scope
from labwright_chassis.errors import Malformed
from labwright_contracts.problems import FieldError
from labwright_contracts.scheduler import SlotState
from labwright_scheduler import permissions
from labwright_scheduler.bookings import rules
from labwright_scheduler.bookings.models import Booking, Collaborator, Reshaping
from labwright_scheduler.bookings.schemas import BookingChange, Reshape
from labwright_scheduler.bookings.service.guarantee import Demand, admit, refuse_unless_room
from labwright_scheduler.bookings.service.whole import (
    Change,
    devices_of,
    lock_whole,
    must_own,
    named,
    released,
    tell,
    times_of,
)
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.devices.models import Device
from labwright_scheduler.lab_settings import queries as settings


def reshape(session: Session, uid: UUID, request: Reshape, *, by: Caller) -> Change:
    """Extend, shrink or move slots, also to other devices: all of it or nothing.

    Only what is newly occupied is judged, so that shrinking always passes. Where somebody has to
    approve it, confirmed slots stand as they are, and what they shall become waits beside them.

    Raises:
        BookingRefused: with every conflict and every broken rule at once.
        Malformed: a slot that is not in the booking, an unknown device, an end before its start.
        NotOpen: a slot that is over.
    """
    booking, locked, now = lock_whole(session, uid, org=by.org, also=request.devices())
    must_own(booking, locked, by, permissions.BOOKING_CHANGE_ANY)
    wanted = request.applied_to(booking.slots, booking.open_slots(now=now))
    _must_reach(wanted, locked, by)
    moved = booking.reshapings(wanted, now=now)
    if not moved:
        return Change(booking, locked, {})
    broken = [v for each in moved for v in rules.reshaped(each.held, each.wanted, now=now)]
    action = "scheduler.booking.reshape"
    replaced = booking.following([each.slot for each in moved], now=now)
    demand = _demand(booking, moved, replaced)
    verdict = admit(session, locked, demand, broken, now=now, action=action)
    asked = [each for each in moved if verdict.approval is not None and _must_ask(each)]
    at_once = [each for each in moved if each not in asked]
    booking.reshape(at_once, replaced=replaced, now=now)
    if asked:
        waiting = [slot for each in asked for slot in each.asked()]
        # The former slots stand beside these: they may be in one another's way.
        beside = Demand(booking.owner_id, times_of(waiting))
        refuse_unless_room(session, locked, beside, now=now, action=action)
        booking.slots.extend(waiting)
        lasts = settings.get(session).decision_lasts
        booking.ask(waiting, why=verdict.approval or (), lasts=lasts, now=now)
    touched = sorted({id for each in moved for id in (each.device_id, each.held_device_id)})
    released(session, locked, touched, now=now)
    tell(session, booking, action, touched)
    return Change(booking, locked, {})


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
        _keep(booking, [person.id for person in people])
    for name, value in sent.items():
        setattr(booking, name, value)
    booking.touch(now)
    tell(session, booking, "scheduler.booking.describe", [])
    return Change(booking, locked, {})


def hand_over(session: Session, uid: UUID, *, to: str, by: Caller) -> Change:
    """Give a booking to somebody else; who gave it stays as a collaborator.

    Raises:
        Malformed: there is nobody of that name, or it is his already.
    """
    booking, locked, now = lock_whole(session, uid, org=by.org)
    must_own(booking, locked, by, permissions.BOOKING_CHANGE_ANY)
    found = named(session, [to], besides=booking.owner_id)
    if not found:
        raise Malformed.at("/username", "It is theirs already.", "owner")
    former, booking.owner_id = booking.owner_id, found[0].id
    others = {c.person_id for c in booking.collaborators} - {found[0].id}
    _keep(booking, sorted({*others, former}))
    booking.touch(now)
    # Timelines name the owner.
    tell(session, booking, "scheduler.booking.transfer", devices_of(booking.slots))
    return Change(booking, locked, {})


def _keep(booking: Booking, person_ids: Sequence[int]) -> None:
    """Have these collaborators and no others, without writing those anew who stay."""
    present = {each.person_id: each for each in booking.collaborators}
    booking.collaborators = [
        present.get(id) or Collaborator(person_id=id) for id in sorted(person_ids)
    ]


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


def _demand(booking: Booking, moved: Sequence[Reshaping], replaced: Sequence[Slot]) -> Demand:
    wanted: dict[int, list[Interval]] = {}
    held: dict[int, list[Interval]] = {}
    for each in moved:
        wanted.setdefault(each.device_id, []).append(each.wanted)
        held.setdefault(each.held_device_id, []).append(each.held)
    besides = {each.slot.id for each in moved} | {slot.id for slot in replaced}
    return Demand(booking.owner_id, wanted, held, frozenset(besides), project_id=booking.project_id)
