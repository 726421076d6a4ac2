"""Whom a maintenance would hit, and what could be had instead. It only reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.callers import Caller
from labwright_chassis.errors import Malformed
from labwright_contracts.problems import FieldError
from labwright_scheduler.alternatives.rules import Equivalent
from labwright_scheduler.alternatives.schemas import EquivalentOut
from labwright_scheduler.alternatives.service import find_for_each
from labwright_scheduler.bookings import queries as bookings
from labwright_scheduler.bookings import views
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.schemas import BookingOut
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import OCCUPYING, Interval
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.maintenance.schemas import (
    MOST_DEVICES,
    MOST_HITS,
    BookingHitOut,
    HitOut,
    PreviewIn,
    PreviewOut,
)


@dataclass(frozen=True, slots=True)
class _Hit:
    slot: Slot
    overlap: Interval
    equivalents: Sequence[Equivalent]


def whom_it_hits(session: Session, request: PreviewIn, *, by: Caller) -> PreviewOut:
    """Everybody's slots that stand in a window, with devices that are free instead.

    Raises:
        Malformed: a device that is not there, or more devices or slots than are told at once.
    """
    names = _asked(session, request)
    now = clock.database_now(session)
    standing = calendar.occupying(session, {id: [request.time] for id in names})
    found = bookings.whole(session, sorted({slot.booking_id for slot in standing}))
    hit = [(b, slot) for b in found for slot in b.slots if _is_hit(b, slot, names, request, now)]
    if len(hit) > MOST_HITS:
        words = f"More than {MOST_HITS:,} slots would be hit; ask about fewer devices or less time."
        raise Malformed.at("/end", words, "too_many")
    wanted = [(s.device_id, Interval(max(s.start_at, now), s.end_at)) for _, s in hit]
    instead = find_for_each(session, wanted, besides=names.keys(), now=now)
    hits: dict[int, list[_Hit]] = {}
    for (booking, slot), equivalents in zip(hit, instead, strict=True):
        overlap = slot.interval.common(request.time)
        assert overlap is not None
        hits.setdefault(booking.id, []).append(_Hit(slot, overlap, equivalents))
    affected = sorted(
        (booking for booking in found if booking.id in hits),
        key=lambda booking: (hits[booking.id][0].slot.start_at, booking.id),
    )
    told = zip(affected, views.shown(session, affected, by=by, now=now), strict=True)
    return PreviewOut(
        device_ids=sorted(names),
        bookings=[_shown(shown, hits[booking.id], names) for booking, shown in told],
    )


def _asked(session: Session, request: PreviewIn) -> dict[int, str]:
    """Names of the devices asked about, by id."""
    if request.filter is not None:
        names = devices.found(session, request.filter, limit=MOST_DEVICES + 1)
        if len(names) > MOST_DEVICES:
            raise Malformed.at("/filter", f"More than {MOST_DEVICES:,} devices.", "too_many")
        return names
    asked = request.device_ids or []
    names = {id: d.name for id, d in devices.read(session, asked).items() if d.removed_at is None}
    unknown = [
        FieldError(
            pointer=f"/device_ids/{n}", code="unknown_device", message=f"There is no device {id}."
        )
        for n, id in enumerate(asked)
        if id not in names
    ]
    if unknown:
        raise Malformed(unknown[0].message, errors=unknown)
    return names


def _is_hit(
    booking: Booking, slot: Slot, names: Mapping[int, str], request: PreviewIn, now: datetime
) -> bool:
    return (
        slot.device_id in names
        and slot.interval.overlaps(request.time)
        and slot.end_at > now
        and booking.state_of(slot, now=now) in OCCUPYING
    )


def _shown(booking: BookingOut, hits: Sequence[_Hit], names: Mapping[int, str]) -> BookingHitOut:
    status = {slot.id: slot.status for slot in booking.slots}
    return BookingHitOut(
        id=booking.id,
        status=booking.status,
        status_text=booking.status_text,
        owner=booking.owner,
        title=booking.title,
        hits=[
            HitOut(
                slot_id=hit.slot.id,
                device_id=hit.slot.device_id,
                device_name=names[hit.slot.device_id],
                start=hit.slot.start_at,
                end=hit.slot.end_at,
                status=status[hit.slot.id],
                overlap_start=hit.overlap.start,
                overlap_end=hit.overlap.end,
                equivalents=[EquivalentOut.of(each) for each in hit.equivalents],
            )
            for hit in hits
        ],
    )
