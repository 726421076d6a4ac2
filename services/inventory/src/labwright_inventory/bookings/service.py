"""Following the scheduler: the copy of booked slots."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labwright_chassis import clock, projection
from labwright_contracts.scheduler import BookingChanged
from labwright_inventory.bookings.models import BookedSlot
from labwright_inventory.bookings.rules import is_active

_KEPT = timedelta(days=1)


def follow(session: Session, told: Iterable[tuple[int, BookingChanged]]) -> None:
    """Take over the slots of bookings, as (epoch, booking), where they are news."""
    rows = [
        {
            "id": slot.id,
            "epoch": epoch,
            "version": booking.version,
            "device_id": slot.device_id,
            "active": is_active(slot.state),
            "ends_at": slot.end,
        }
        for epoch, booking in told
        for slot in booking.slots
    ]
    projection.upsert(session, BookedSlot.__table__, projection.newest(rows))  # type: ignore[arg-type]


def prune(session: Session) -> None:
    """Forget slots that are over; one that is told of again late does no harm."""
    session.execute(delete(BookedSlot).where(BookedSlot.ends_at < clock.now() - _KEPT))
