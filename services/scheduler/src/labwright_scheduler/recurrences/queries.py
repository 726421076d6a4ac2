"""Series by number, pages of them, and the zones of devices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from labwright_chassis.callers import Caller
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import count, ordered
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.devices.models import Device
from labwright_scheduler.recurrences.models import Occurrence, Series
from labwright_scheduler.recurrences.schemas import SeriesQuery

_ORDER = {"created_at": Series.created_at, "id": Series.id}


@dataclass(frozen=True, slots=True)
class Extent:
    """How many occurrences a series has, how many were skipped, and from when to when it goes."""

    count: int
    skipped: int
    start: datetime
    end: datetime


def get(session: Session, uid: UUID, *, org: str) -> Series:
    """A series with its occurrences, their bookings' slots, and its changes: five statements.

    Raises:
        NotFound: there is none.
    """
    booking = selectinload(Series.occurrences).selectinload(Occurrence.booking)
    whole = (booking.selectinload(Booking.slots), selectinload(Series.changes))
    found = select(Series).where(Series.uid == uid, Series.org == org).options(*whole)
    series = session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if series is None:
        raise NotFound(f"There is no series {uid}.")
    return series


def lock(session: Session, series_id: int) -> None:
    """Lock a series; its devices and bookings must be locked before."""
    session.execute(select(Series.id).where(Series.id == series_id).with_for_update())


def page(session: Session, query: SeriesQuery, *, by: Caller) -> tuple[list[Series], int]:
    """The series of a page and how many there are: two statements."""
    statement = select(Series).where(Series.org == by.org)
    if query.mine:
        statement = statement.where(Series.owner_id == by.id)
    if query.owner_id is not None:
        statement = statement.where(Series.owner_id == query.owner_id)
    rows = ordered(statement, query.ordering, _ORDER, by="-created_at,id")
    found = list(session.scalars(rows.limit(query.limit).offset(query.offset)))
    return found, count(session, statement)


def extents(session: Session, series_ids: Sequence[int]) -> Mapping[int, Extent]:
    """How far each of these series goes, by its row's id."""
    one: Any = Occurrence
    statement = (
        select(
            one.series_id,
            func.count(),
            func.count() - func.count(one.booking_id),
            func.min(one.start_at),
            func.max(one.end_at),
        )
        .where(one.series_id.in_(series_ids))
        .group_by(one.series_id)
    )
    return {row[0]: Extent(*row[1:]) for row in session.execute(statement)}


def time_zones(session: Session, device_ids: Sequence[int]) -> set[str | None]:
    """The zones of the sites where these devices stand."""
    statement = select(Device.time_zone).where(Device.id.in_(device_ids)).distinct()
    return set(session.scalars(statement))
