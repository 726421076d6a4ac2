"""Overcommitments with whom they hit."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller
from labwright_scheduler.bookings import queries as bookings
from labwright_scheduler.bookings import views
from labwright_scheduler.bookings.schemas import BookingOut, SlotOut
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.calendar.models import Overcommitment
from labwright_scheduler.calendar.rules import OCCUPYING, Interval
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.overcommitments.schemas import OvercommitmentOut, SlotHitOut

Standing = tuple[BookingOut, SlotOut]


def shown(
    session: Session, found: Sequence[Overcommitment], *, by: Caller, now: datetime
) -> list[OvercommitmentOut]:
    """Overcommitments with the slots in them: seven statements, however many they are."""
    times: dict[int, list[Interval]] = {}
    for each in found:
        times.setdefault(each.device_id, []).append(Interval(each.start_at, each.end_at))
    slots = calendar.occupying(session, times) if times else []
    whole = bookings.whole(session, sorted({slot.booking_id for slot in slots}))
    standing: dict[int, list[Standing]] = {}
    for booking in views.shown(session, [b for b in whole if b.org == by.org], by=by, now=now):
        for slot in booking.slots:
            if slot.status in OCCUPYING:
                standing.setdefault(slot.device_id, []).append((booking, slot))
    names = devices.names(session, times)
    return [
        _shown(each, names.get(each.device_id), standing.get(each.device_id, [])) for each in found
    ]


def _shown(
    each: Overcommitment, name: str | None, standing: Sequence[Standing]
) -> OvercommitmentOut:
    within = sorted(
        (pair for pair in standing if pair[1].start < each.end_at and pair[1].end > each.start_at),
        key=lambda pair: (pair[1].start, pair[1].id),
    )
    return OvercommitmentOut(
        id=each.id,
        device_id=each.device_id,
        device_name=name,
        start=each.start_at,
        end=each.end_at,
        cause=each.cause,
        recorded_at=each.recorded_at,
        resolved_at=each.resolved_at,
        slots=[
            SlotHitOut(
                slot_id=slot.id,
                booking_id=booking.id,
                owner=booking.owner,
                title=booking.title,
                start=slot.start,
                end=slot.end,
                status=slot.status,
            )
            for booking, slot in within
        ],
    )
