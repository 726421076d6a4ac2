"""Following the scheduler: the copy of booked slots."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from labwright_chassis import clock, projection
from labwright_contracts.scheduler import BookingChanged, SlotSummary
from labwright_inventory.bookings.models import BookedSlot
from labwright_inventory.bookings.rules import is_active

Row = Mapping[str, Any]

_KEPT = timedelta(days=1)


def follow(session: Session, told: Iterable[tuple[int, BookingChanged]]) -> None:
    """Take over the slots of bookings, as (epoch, booking), where they are news."""
    rows = [
        row_of(slot, epoch=epoch, version=booking.version)
        for epoch, booking in told
        for slot in booking.slots
    ]
    _write(session, rows)


def mend(session: Session, rows: Iterable[Row]) -> None:
    """Take over slots that the scheduler was asked for."""
    _write(session, rows, resync=True)


def row_of(slot: SlotSummary, *, epoch: int, version: int) -> Row:
    """The table row that a slot stands for, at the version of its booking."""
    return {
        "id": slot.id,
        "epoch": epoch,
        "version": version,
        "device_id": slot.device_id,
        "active": is_active(slot.state),
        "ends_at": slot.end,
    }


def end(session: Session, ids: Sequence[int], *, now: datetime) -> None:
    """Treat as over what the scheduler does not show any more; its next word counts as ever."""
    over = update(BookedSlot).where(BookedSlot.id.in_(ids))
    session.execute(over.values(active=False, ends_at=now))


def prune(session: Session) -> None:
    """Forget slots that are over; one that is told of again late does no harm."""
    session.execute(delete(BookedSlot).where(BookedSlot.ends_at < clock.now() - _KEPT))


def _write(session: Session, rows: Iterable[Row], *, resync: bool = False) -> None:
    newest = projection.newest(rows)
    projection.upsert(session, BookedSlot.__table__, newest, resync=resync)  # type: ignore[arg-type]
