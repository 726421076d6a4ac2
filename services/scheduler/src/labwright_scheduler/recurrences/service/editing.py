"""Changing bookings of a series together: this one, this and those that follow, or all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.callers import Caller
from labwright_chassis.db import origin_of
from labwright_chassis.errors import Malformed, Refused
from labwright_scheduler.bookings import queries as booking_queries
from labwright_scheduler.bookings import service as bookings
from labwright_scheduler.bookings.errors import BookingRefused, NotOpen
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.schemas import Selection, Targets
from labwright_scheduler.bookings.service.whole import must_be_on
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import FINAL, Interval
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.devices.models import Device
from labwright_scheduler.people import queries as people
from labwright_scheduler.recurrences import queries, rules
from labwright_scheduler.recurrences.models import Occurrence, Series, SeriesChange
from labwright_scheduler.recurrences.rules import Scope
from labwright_scheduler.recurrences.schemas import SeriesCancelIn, SeriesExtendIn, SeriesMoveIn

Wish = SeriesMoveIn | SeriesExtendIn | SeriesCancelIn


@dataclass(frozen=True, slots=True)
class Shift:
    """A wish for each booking of a series: later by the wall clock, on all devices or on some."""

    zone: ZoneInfo
    start: timedelta
    end: timedelta
    device_ids: Sequence[int] | None
    force: bool = False
    reason: str | None = None

    def devices(self) -> list[int]:
        """None beside the booking's own."""
        return []

    def applied_to(self, slots: Sequence[Slot], open_slots: Sequence[Slot]) -> Targets:
        """What is wanted of the slots that have not ended; only the last where the end moves."""
        chosen = [
            s
            for s in open_slots
            if not s.waits_beside and (self.device_ids is None or s.device_id in self.device_ids)
        ]
        if not self.start:
            last = {slot.device_id: slot for slot in sorted(chosen, key=lambda s: s.end_at)}
            chosen = list(last.values())
        return {slot.id: (slot.device_id, self._shifted(slot.interval)) for slot in chosen}

    def _shifted(self, interval: Interval) -> Interval:
        shifted = rules.shifted(interval, self.zone, start=self.start, end=self.end)
        if shifted.end <= shifted.start:
            raise Malformed.at("/by", "A slot must end after it starts.", "order")
        return shifted


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A series and those of its bookings that a change is about, all locked, with their devices."""

    series: Series
    bookings: Sequence[Booking]
    devices: Mapping[int, Device]
    now: datetime

    def still_to_come(self) -> "_Chosen":
        """Only what has not begun."""
        coming = [b for b in self.bookings if min(s.start_at for s in b.slots) > self.now]
        return replace(self, bookings=_still_open(self.series, coming))


def move(session: Session, uid: UUID, wish: SeriesMoveIn, *, by: Caller) -> Series:
    """Move bookings that have not begun, all of them or none; `this` also one that has.

    Raises:
        BookingRefused: with every conflict and every broken rule at once.
        NotFound: there is no such series.
        NotOpen: nothing of it is left to move.
    """
    chosen = _chosen(session, uid, wish, by=by)
    if wish.scope is not Scope.THIS:
        chosen = chosen.still_to_come()
    zone = ZoneInfo(chosen.series.time_zone)
    later = wish.shift(_anchor(chosen.bookings, wish).slots, zone)
    _reshape(session, chosen, Shift(zone, later, later, wish.device_ids), by=by, action="move")
    return _changed(session, chosen, "move", wish)


def extend(session: Session, uid: UUID, wish: SeriesExtendIn, *, by: Caller) -> Series:
    """Let bookings that have not ended end later or earlier, all of them or none.

    Raises:
        BookingRefused, NotFound, NotOpen: as `move`.
    """
    chosen = _chosen(session, uid, wish, by=by)
    zone = ZoneInfo(chosen.series.time_zone)
    later = wish.shift(_anchor(chosen.bookings, wish).slots, zone)
    shift = Shift(zone, timedelta(), later, wish.device_ids)
    _reshape(session, chosen, shift, by=by, action="extend")
    return _changed(session, chosen, "extend", wish)


def cancel(session: Session, uid: UUID, wish: SeriesCancelIn, *, by: Caller) -> Series:
    """Give up what has not ended of the bookings.

    Raises:
        NotFound, NotOpen: as `move`.
    """
    chosen = _chosen(session, uid, wish, by=by)
    wishes = []
    for booking in chosen.bookings:
        wanted = set(wish.device_ids or ()) & {slot.device_id for slot in booking.slots}
        if wanted or not wish.device_ids:
            wishes.append((booking, Selection(device_ids=sorted(wanted) or None)))
    bookings.cancel_all(session, wishes, chosen.devices, by=by, reason=wish.reason, now=chosen.now)
    return _changed(session, chosen, "cancel", wish)


def _chosen(session: Session, uid: UUID, wish: Wish, *, by: Caller) -> _Chosen:
    """The series and those of its bookings that the wish is about and that have not ended.

    They are found unlocked, locked in order (owners, devices, bookings, series) and read again.
    """
    found = queries.get(session, uid, org=by.org)
    named = [o.booking for o in _named(found, wish) if o.booking is not None]
    owners = {found.owner_id, *(booking.owner_id for booking in named)}
    people.lock_all(session, owners)
    ids = {slot.device_id for each in named for slot in each.slots}
    known = devices.lock(session, sorted(ids))
    locked = booking_queries.lock(session, [booking.id for booking in named])
    if any(booking.owner_id not in owners for booking in locked):
        raise Refused(f"Some of series {uid} was handed over just now: try again.")
    for booking in locked:
        must_be_on(booking, ids)
    queries.lock(session, found.id)
    now = clock.database_now(session)
    order = {booking.id: place for place, booking in enumerate(named)}
    standing = [b for b in locked if any(b.state_of(s, now=now) not in FINAL for s in b.slots)]
    standing.sort(key=lambda booking: order[booking.id])
    return _Chosen(found, _still_open(found, standing), known, now)


def _still_open(series: Series, standing: list[Booking]) -> list[Booking]:
    if not standing:
        raise NotOpen(f"Nothing of series {series.uid} is left that could be changed so.")
    return standing


def _anchor(chosen: Sequence[Booking], wish: Wish) -> Booking:
    """The booking that a new start or end is meant for: the one named, else the first."""
    return next((each for each in chosen if each.uid == wish.booking_id), chosen[0])


def _named(series: Series, wish: Wish) -> list[Occurrence]:
    if wish.scope is Scope.ALL and wish.booking_id is None:
        return series.occurrences
    for occurrence in series.occurrences:
        if occurrence.booking is not None and occurrence.booking.uid == wish.booking_id:
            return {
                Scope.THIS: [occurrence],
                Scope.FOLLOWING: series.occurrences[occurrence.number - 1 :],
                Scope.ALL: series.occurrences,
            }[wish.scope]
    raise Malformed.at("/booking_id", f"Booking {wish.booking_id} is not in it.", "unknown")


def _reshape(session: Session, chosen: _Chosen, shift: Shift, *, by: Caller, action: str) -> None:
    """Reshape all by the door that one booking goes through; a refusal is one of the series."""
    try:
        bookings.reshape_all(session, chosen.bookings, chosen.devices, shift, by=by, now=chosen.now)
    except BookingRefused as refused:
        trace = audit.refusal(
            f"scheduler.series.{action}",
            target=f"series/{chosen.series.uid}",
            reason=refused.detail,
        )
        refused.aftermath = (trace,)
        raise


def _changed(session: Session, chosen: _Chosen, action: str, wish: Wish) -> Series:
    """Keep the change in the series' history and audit it; the series as it is then."""
    origin, series = origin_of(session), chosen.series
    series.version += 1
    series.updated_at = chosen.now
    change = SeriesChange(
        series_id=series.id,
        at=chosen.now,
        actor=origin.actor,
        actor_name=origin.actor_name,
        action=action,
        scope=wish.scope,
        wish=wish.wish(),
        bookings=len(chosen.bookings),
    )
    session.add(change)
    session.flush()
    told = {"scope": wish.scope, "wish": change.wish, "bookings": change.bookings}
    audit.record(session, f"scheduler.series.{action}", target=f"series/{series.uid}", after=told)
    return queries.get(session, series.uid, org=series.org)
