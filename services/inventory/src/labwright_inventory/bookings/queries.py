"""Until when devices are booked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from labwright_inventory.bookings.models import BookedSlot


def booked_until(session: Session, device_id: int, *, now: datetime) -> datetime | None:
    """The latest end of the device's active slots; None where all are over."""
    active = (BookedSlot.device_id == device_id, BookedSlot.active == true())
    latest = select(func.max(BookedSlot.ends_at)).where(*active, BookedSlot.ends_at > now)
    return session.scalar(latest)


def booked(session: Session, device_ids: Sequence[int], *, now: datetime) -> set[int]:
    """Which of these devices have active slots that are not over."""
    statement = select(BookedSlot.device_id).where(
        BookedSlot.device_id.in_(device_ids), BookedSlot.active == true(), BookedSlot.ends_at > now
    )
    return set(session.scalars(statement.distinct()))
