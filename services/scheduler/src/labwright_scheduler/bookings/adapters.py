"""Slots as other services see them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from labwright_chassis.snapshots import Rendered, SnapshotSource
from labwright_contracts.catalogue import BOOKING_CHANGED
from labwright_scheduler.bookings import queries
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import LONGEST_SLOT


def slot_source() -> SnapshotSource:
    """Slots that have not ended, at the version of their booking, to mend copies of them.

    They travel as a fact, with their booking; no event is rendered from this.
    """
    table = Slot.__table__
    version = select(Booking.version).where(Booking.id == table.c.booking_id).scalar_subquery()
    return SnapshotSource("slot", "slots", table.c.id, version, render, shown=_not_over)


def render(session: Session, ids: Sequence[int]) -> Iterable[Rendered]:
    """What others may know of these slots, in one statement."""
    for slot, version in queries.slots_by_id(session, ids):
        yield Rendered(slot.id, version, BOOKING_CHANGED, slot.told())


def _not_over(now: datetime) -> ColumnElement[bool]:
    return and_(Slot.end_at > now, Slot.start_at > now - LONGEST_SLOT)
