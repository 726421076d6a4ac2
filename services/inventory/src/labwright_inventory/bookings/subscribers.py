"""Events about bookings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.worker import EventRouter, Received
from labwright_chassis.worker.copies import Copy
from labwright_contracts import catalogue
from labwright_contracts.scheduler import BookingChanged, SlotSummary
from labwright_contracts.snapshots import SnapshotRow
from labwright_inventory.bookings import service
from labwright_inventory.bookings.models import BookedSlot

events = EventRouter("inventory.bookings")


@events.batch(catalogue.BOOKING_CHANGED)
def follow_bookings(session: Session, received: Sequence[Received[BookingChanged]]) -> None:
    """Take over which slots are active."""
    service.follow(session, ((event.envelope.epoch, event.body) for event in received))


def copy_slots(session: Session, rows: Sequence[SnapshotRow]) -> None:
    """Take over slots that the scheduler was asked for."""
    slots = [
        service.row_of(SlotSummary.model_validate(row.data), epoch=row.epoch, version=row.version)
        for row in rows
    ]
    service.mend(session, slots)


def end_slots(session: Session, ids: Sequence[int], epoch: int) -> None:
    """End slots that the scheduler does not show: they are over, or a restored one lost them."""
    service.end(session, ids, now=clock.now())


def _not_over(now: datetime) -> ColumnElement[bool]:
    return BookedSlot.ends_at > now


copy = Copy(
    "slots",
    "scheduler",
    BookedSlot.__table__,  # type: ignore[arg-type]
    copy_slots,
    end_slots,
    shown=_not_over,
)
