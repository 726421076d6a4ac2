"""Approving and rejecting: one request, or many at once under the union of their locks."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.callers import Caller, Scope
from labwright_chassis.errors import DomainError, NotAllowed, NotFound
from labwright_contracts.problems import FieldError
from labwright_scheduler import permissions
from labwright_scheduler.approvals import queries
from labwright_scheduler.approvals.errors import DecisionsRefused
from labwright_scheduler.approvals.schemas import ApproveIn, DecisionIn, Mode, RejectIn, Verb
from labwright_scheduler.bookings import queries as bookings
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.service import Change
from labwright_scheduler.bookings.service.admission import record_override, refusal, room_for
from labwright_scheduler.bookings.service.guarantee import Demand, Verdict
from labwright_scheduler.bookings.service.room import released
from labwright_scheduler.bookings.service.whole import devices_of, lock_whole, must_be_on, tell
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.devices.models import Device
from labwright_scheduler.policies import service as policies


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and the changed booking or what stood against it."""

    asked: DecisionIn
    outcome: Change | DomainError


def approve(session: Session, uid: UUID, *, of: ApproveIn, by: Caller) -> Change:
    """Confirm what waits of a request, if its devices still bear it.

    The lab's rules were asked when it was asked for, and the caller is the answer to those that
    wanted an approval: here only the room is judged again.

    Raises:
        BookingRefused: a device was closed, lost capacity or went into maintenance since.
        Malformed: it names a slot or device that is not in the booking.
        NotAllowed: it is the caller's own, or for a device that he does not decide on.
        NotOpen: nothing selected waits.
    """
    booking, locked, now = lock_whole(session, uid, org=by.org)
    _approve(session, booking, locked, of, by, now=now)
    return Change(booking, locked, {})


def reject(session: Session, uid: UUID, *, of: RejectIn, by: Caller) -> Change:
    """Refuse what waits of a request.

    Raises:
        Malformed, NotAllowed, NotOpen: as `approve`.
    """
    booking, locked, now = lock_whole(session, uid, org=by.org)
    _reject(session, booking, locked, of, by, now=now)
    return Change(booking, locked, {})


def decide(
    session: Session, asked: Sequence[DecisionIn], *, mode: Mode, by: Caller
) -> list[Decided]:
    """Take decisions in their order, all devices locked at once before the first.

    Each is judged before anything of it is written, so that one that is refused leaves no trace
    among those that are not.

    Raises:
        DecisionsRefused: one is refused that was to be taken together with the others.
    """
    found = queries.find(session, [each.booking_id for each in asked], org=by.org)
    ids = {slot.device_id for booking in found.values() for slot in booking.slots}
    locked = devices.lock(session, sorted(ids))
    whole = {b.uid: b for b in bookings.lock(session, [b.id for b in found.values()])}
    now = clock.database_now(session)
    decided = [_decided(session, each, whole, locked, by, ids=ids, now=now) for each in asked]
    refused = [
        FieldError(pointer=f"/items/{n}", code=each.outcome.slug, message=each.outcome.detail)
        for n, each in enumerate(decided)
        if isinstance(each.outcome, DomainError)
    ]
    if refused and mode is Mode.ALL_OR_NOTHING:
        raise DecisionsRefused(refused[0].message, errors=refused)
    return decided


def _decided(
    session: Session,
    asked: DecisionIn,
    whole: Mapping[UUID, Booking],
    locked: Mapping[int, Device],
    by: Caller,
    *,
    ids: Set[int],
    now: datetime,
) -> Decided:
    booking = whole.get(asked.booking_id)
    if booking is None:
        return Decided(asked, NotFound(f"There is no booking {asked.booking_id}."))
    take = _approve if asked.decision is Verb.APPROVE else _reject
    try:
        must_be_on(booking, ids)
        take(session, booking, locked, asked, by, now=now)
    except DomainError as error:
        for trace in error.aftermath:
            trace(session)
        return Decided(asked, error)
    return Decided(asked, Change(booking, locked, {}))


def _approve(
    session: Session,
    booking: Booking,
    locked: Mapping[int, Device],
    of: ApproveIn | DecisionIn,
    by: Caller,
    *,
    now: datetime,
) -> None:
    selected = of.among(booking.slots)
    must_decide(session, booking, selected, locked, by)
    waiting = booking.pending(selected, now=now)
    action = "scheduler.booking.approve"
    force, demand = by if of.force else None, _demand(booking, waiting)
    must_be_within_limits(session, demand, by, now=now, action=action)
    conflicts = room_for(session, locked, demand, now=now, action=action, force=force)
    changed = booking.approve(waiting, now=now)
    record_override(session, locked, waiting, conflicts, now=now)
    overridden = Verdict(conflicts, [], None)
    tell(session, booking, action, devices_of(changed), reason=of.reason, overridden=overridden)
    released(session, locked, devices_of(changed), now=now)


def _reject(
    session: Session,
    booking: Booking,
    locked: Mapping[int, Device],
    of: RejectIn | DecisionIn,
    by: Caller,
    *,
    now: datetime,
) -> None:
    selected = of.among(booking.slots)
    must_decide(session, booking, selected, locked, by)
    waiting = booking.undecided(selected, now=now)
    booking.reject(waiting, now=now)
    tell(session, booking, "scheduler.booking.reject", devices_of(waiting), reason=of.reason)
    released(session, locked, devices_of(waiting), now=now)


def must_decide(
    session: Session,
    booking: Booking,
    slots: Sequence[Slot],
    locked: Mapping[int, Device],
    by: Caller,
) -> None:
    """Raise NotAllowed unless the caller decides on all these devices, and it is not his own.

    He decides on those at sites where he may approve, and on those that he looks after. What he
    asked for stays his own request when the booking is handed to somebody else.
    """
    if booking.owner_id == by.id or queries.asked_for(session, booking, slots, by.actor):
        raise NotAllowed("Nobody decides on his own request.")
    for slot in slots:
        device = locked.get(slot.device_id)
        looks_after = device is not None and device.steward_id == by.id
        site = Scope.at(booking.org, device.site_id if device else None)
        if not (looks_after or by.may(permissions.BOOKING_APPROVE_ANY, site)):
            raise NotAllowed(f"Device {slot.device_id} is not yours to decide on.")


def must_be_within_limits(
    session: Session, demand: Demand, by: Caller, *, now: datetime, action: str
) -> None:
    """Raise BookingRefused where the lab's rules set this approver limits, and this is beyond."""
    request = demand.request(now)
    if broken := policies.may_not_approve(session, request, approver_id=by.id, roles=by.roles):
        raise refusal([], broken, action)


def _demand(booking: Booking, waiting: Sequence[Slot]) -> Demand:
    """What these slots shall be, instead of what they and those that they replace are."""
    wanted: dict[int, list[Interval]] = {}
    held: dict[int, list[Interval]] = {}
    besides = {slot.id for slot in waiting}
    for slot in waiting:
        wanted.setdefault(slot.device_id, []).append(slot.target)
        former = booking.followed_by(slot) if slot.replaces_id else None
        if former is not None:
            besides.add(former.id)
            held.setdefault(former.device_id, []).append(former.interval)
    project = booking.project_id
    return Demand(booking.owner_id, wanted, held, frozenset(besides), project_id=project)
