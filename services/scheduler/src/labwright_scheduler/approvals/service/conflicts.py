"""Challenges: both sides with what else would do for them, and the decision who gives way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.callers import Caller
from labwright_chassis.errors import Malformed
from labwright_scheduler.alternatives import service as alternatives
from labwright_scheduler.alternatives.rules import Equivalent
from labwright_scheduler.approvals import queries, rules
from labwright_scheduler.approvals.schemas import ConflictDecisionIn
from labwright_scheduler.approvals.service.deciding import must_be_within_limits, must_decide
from labwright_scheduler.availability.rules import free
from labwright_scheduler.bookings import queries as bookings
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.service import Change
from labwright_scheduler.bookings.service.admission import room_for
from labwright_scheduler.bookings.service.guarantee import Demand
from labwright_scheduler.bookings.service.room import released
from labwright_scheduler.bookings.service.whole import devices_of, must_be_on, tell, times_of
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.devices import queries as devices

_LOOK = timedelta(days=14)
"""How far before and after a slot another time is looked for."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What else would do for a slot: other devices then, or the nearest time of the same one."""

    slot: Slot
    equivalents: Sequence[Equivalent]
    nearest: Interval | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A challenge, those who have the places, where they overlap, and what else would do."""

    challenger: Booking
    challenged: Sequence[Booking]
    overlaps: Sequence[rules.Overlap]
    alternatives: Sequence[Alternative]


def conflicts(session: Session, uid: UUID, *, by: Caller, now: datetime) -> list[Conflict]:
    """The conflicts that a booking has a side in; it may be challenged by several, at other times.

    Raises:
        NotFound: there is no such booking.
    """
    booking = bookings.get(session, uid, org=by.org)
    challengers = [booking] if booking.is_challenge else queries.challengers_of(session, booking)
    return [
        _conflict(session, each, now) for each in challengers if not each.waits_no_more(now=now)
    ]


def settle_conflict(
    session: Session, uid: UUID, decision: ConflictDecisionIn, *, by: Caller
) -> list[Change]:
    """Decide on a challenge: it is rejected, or those named lose to it what it asks for.

    Raises:
        BookingRefused: the challenge does not fit, even when they give way.
        Malformed: somebody is named who has no side in it, or both sides are.
        NotAllowed: the caller has a side in it himself, or does not decide on its devices.
        NotFound: there is no such booking.
        NotOpen: it waits no more, or what it challenges has begun.
    """
    found = bookings.get(session, uid, org=by.org)
    rivals = queries.rivals_of(session, found)
    slots = [slot for booking in (found, *rivals) for slot in booking.slots]
    ids = devices_of(slots)
    locked = devices.lock(session, ids)
    order = [booking.id for booking in (found, *rivals)]
    whole = {booking.id: booking for booking in bookings.lock(session, order)}
    for booking in whole.values():
        must_be_on(booking, set(ids))
    now = clock.database_now(session)
    challenger = whole.pop(found.id)
    asked = challenger.challenging(now=now)
    for side in (challenger, *whole.values()):
        must_decide(session, side, asked, locked, by)
    why = decision.reason
    if decision.gives_way == [uid]:
        challenger.reject(asked, now=now)
        tell(session, challenger, "scheduler.booking.reject", devices_of(asked), reason=why)
        return [Change(challenger, locked, {})]
    losers = _named(decision.gives_way, whole.values(), challenger)
    for loser in losers:
        lost = loser.give_way(rules.rivals(asked, loser.slots), now=now)
        tell(session, loser, "scheduler.booking.give_way", devices_of(lost), reason=why)
    session.flush()
    action = "scheduler.booking.approve"
    demand = Demand(challenger.owner_id, times_of(asked), project_id=challenger.project_id)
    must_be_within_limits(session, demand, by, now=now, action=action)
    room_for(session, locked, demand, now=now, action=action)
    challenger.approve(asked, now=now)
    tell(session, challenger, action, devices_of(asked), reason=why)
    released(session, locked, devices_of(slots), now=now)
    return [Change(booking, locked, {}) for booking in (challenger, *losers)]


def _named(uids: Sequence[UUID], rivals: Iterable[Booking], challenger: Booking) -> list[Booking]:
    by_uid = {booking.uid: booking for booking in rivals}
    for n, uid in enumerate(uids):
        if uid not in by_uid:
            both = uid == challenger.uid
            words = "Both sides cannot give way." if both else f"{uid} is not challenged."
            raise Malformed.at(f"/gives_way/{n}", words, "side")
    return [by_uid[uid] for uid in dict.fromkeys(uids)]


def _conflict(session: Session, challenger: Booking, now: datetime) -> Conflict:
    rivals = queries.rivals_of(session, challenger)
    overlaps = rules.overlaps(challenger, rivals)
    sides = [slot for each in overlaps for slot in (each.challenging, each.challenged)]
    concerned = list({slot.id: slot for slot in sides}.values())
    return Conflict(challenger, rivals, overlaps, _alternatives(session, concerned, now))


def _alternatives(session: Session, slots: Sequence[Slot], now: datetime) -> list[Alternative]:
    if not slots:
        return []
    wanted = [(slot.device_id, slot.interval) for slot in slots]
    taken = {slot.device_id for slot in slots}
    found = alternatives.find_for_each(session, wanted, besides=taken, now=now)
    nearest = _nearest(session, slots, now)
    return [
        Alternative(slot, equivalents, nearest.get(slot.id))
        for slot, equivalents in zip(slots, found, strict=True)
    ]


def _nearest(session: Session, slots: Sequence[Slot], now: datetime) -> dict[int, Interval]:
    """The nearest free time on its own device for each slot, as far as there is one."""
    around = Interval(
        max(now, min(slot.start_at for slot in slots) - _LOOK),
        max(slot.end_at for slot in slots) + _LOOK,
    )
    known = devices.read(session, devices_of(slots))
    occupying = calendar.occupying(session, {id: [around] for id in known})
    places = [device.place for device in known.values() if device.closed_because() is None]
    blocks = calendar.blocks(session, places, now=now, start=around.start, end=around.end)
    found: dict[int, Interval] = {}
    for slot in slots:
        device = known.get(slot.device_id)
        if device is None or device.closed_because() is not None:
            continue
        taken = [each.interval for each in occupying if each.device_id == device.id]
        closed = [block.interval for block in blocks.get(device.id, ())]
        pieces = free(taken, closed, capacity=device.capacity, time=around)
        nearest = rules.nearest([Interval(start, end) for start, end, _ in pieces], slot.interval)
        if nearest is not None:
            found[slot.id] = nearest
    return found
