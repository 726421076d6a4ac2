"""What waits for a decision."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from labwright_chassis.callers import Caller
from labwright_chassis.lists import count, ordered
from labwright_scheduler import permissions
from labwright_scheduler.approvals.schemas import ApprovalQuery
from labwright_scheduler.bookings import queries as bookings
from labwright_scheduler.bookings import rules
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import LONGEST_SLOT
from labwright_scheduler.devices.models import Device


def page(
    session: Session, query: ApprovalQuery, *, by: Caller, now: datetime
) -> tuple[list[Booking], int]:
    """The requests of a page that this caller may decide on, and how many there are: five
    statements, whatever its size.
    """
    statement = _found(query, by, now)
    total = count(session, statement)
    columns = {
        "asked_at": func.min(Slot.asked_at),
        "start": func.min(Slot.start_at),
        "created_at": func.min(Booking.created_at),
        "id": Booking.id,
    }
    rows = ordered(statement, query.ordering, columns, by="asked_at,id")
    ids = [row.id for row in session.execute(rows.limit(query.limit).offset(query.offset))]
    whole = (selectinload(Booking.slots), selectinload(Booking.collaborators))
    found = session.scalars(select(Booking).where(Booking.id.in_(ids)).options(*whole))
    by_id = {booking.id: booking for booking in found}
    return [by_id[id] for id in ids if id in by_id], total


def find(session: Session, uids: Sequence[UUID], *, org: str) -> dict[UUID, Booking]:
    """Those of these bookings that there are, with their slots."""
    statement = select(Booking).where(Booking.uid.in_(uids), Booking.org == org)
    statement = statement.options(selectinload(Booking.slots), selectinload(Booking.collaborators))
    return {booking.uid: booking for booking in session.scalars(statement)}


def _found(query: ApprovalQuery, by: Caller, now: datetime) -> Select[Any]:
    states = query.status or sorted(rules.UNDECIDED)
    statement = (
        select(Booking.id)
        .join(Slot, Slot.booking_id == Booking.id)
        .join(Device, Device.id == Slot.device_id)
        .where(Booking.org == by.org, Booking.owner_id != by.id, _may_decide(by))
        .where(or_(*(bookings.reads_as(state, now) for state in states)))
        .group_by(Booking.id)
    )
    for column, wanted in (
        (Slot.device_id, query.device_id),
        (Device.type_id, query.type_id),
        (Device.site_id, query.site_id),
        (Booking.owner_id, query.owner_id),
    ):
        if wanted:
            statement = statement.where(column.in_(wanted))
    if query.start is not None:
        statement = statement.where(
            Slot.end_at > query.start, Slot.start_at > query.start - LONGEST_SLOT
        )
    if query.end is not None:
        statement = statement.where(Slot.start_at < query.end)
    return statement


def _may_decide(by: Caller) -> ColumnElement[bool]:
    """SQL for `service.must_decide`: at whose sites, and which devices he looks after."""
    looked_after = Device.steward_id == by.id
    if not by.may(permissions.BOOKING_APPROVE_ANY):
        return looked_after
    sites = by.permission_sites.get(permissions.BOOKING_APPROVE_ANY, by.sites)
    if sites == "*":
        return and_(true())
    return or_(looked_after, Device.site_id.in_(sorted(sites)))
