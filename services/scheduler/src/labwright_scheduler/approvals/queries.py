"""What waits for a decision."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from labwright_chassis.callers import Caller
from labwright_chassis.lists import count, ordered
from labwright_contracts.scheduler import SlotState
from labwright_scheduler import permissions
from labwright_scheduler.approvals import rules
from labwright_scheduler.approvals.schemas import ApprovalQuery
from labwright_scheduler.bookings import queries as bookings
from labwright_scheduler.bookings import rules as booking_rules
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.steps import Step
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
        "asked_at": func.min(func.coalesce(Slot.asked_at, Booking.owner_gone_at)),
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


def asked_for(session: Session, booking: Booking, slots: Sequence[Slot], actor: str) -> bool:
    """Whether this actor made any of these slots wait, whoever owns the booking by now."""
    ids = {slot.id for slot in slots}
    statement = select(Step.changes).where(Step.booking_id == booking.id, Step.actor == actor)
    return any(
        change["after"]["id"] in ids
        and change["after"]["state"] in booking_rules.WAITING
        and (change["before"] is None or change["before"]["state"] not in booking_rules.WAITING)
        for changes in session.scalars(statement)
        for change in changes
    )


def _found(query: ApprovalQuery, by: Caller, now: datetime) -> Select[Any]:
    states = query.status or sorted(booking_rules.UNDECIDED)
    statement = (
        select(Booking.id)
        .join(Slot, Slot.booking_id == Booking.id)
        .join(Device, Device.id == Slot.device_id)
        .where(Booking.org == by.org, Booking.owner_id != by.id, _may_decide(by))
        .group_by(Booking.id)
    )
    waits = or_(*(bookings.reads_as(state, now) for state in states))
    left = and_(Booking.owner_gone_at.is_not(None), Slot.occupies == true(), Slot.start_at > now)
    if query.owner_gone is None and not query.status:
        statement = statement.where(or_(waits, left))
    else:
        statement = statement.where(left if query.owner_gone else waits)
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


def rivals_of(session: Session, challenger: Booking) -> list[Booking]:
    """Bookings that have places which a challenge asks for, in id order."""
    asked = [slot for slot in challenger.slots if slot.state is SlotState.CONFLICTING]
    return _meeting(session, asked, rules.CHALLENGEABLE, org=challenger.org)


def challengers_of(session: Session, challenged: Booking) -> list[Booking]:
    """Challenges that ask for places which a booking has, in id order."""
    taken = [slot for slot in challenged.slots if slot.state in rules.CHALLENGEABLE]
    return _meeting(session, taken, {SlotState.CONFLICTING}, org=challenged.org)


def _meeting(
    session: Session, slots: Sequence[Slot], states: Collection[SlotState], *, org: str
) -> list[Booking]:
    if not slots:
        return []
    meets = or_(
        *(
            and_(
                Slot.device_id == slot.device_id,
                Slot.occupies.in_((True, False)),
                Slot.start_at > slot.start_at - LONGEST_SLOT,
                Slot.start_at < slot.end_at,
                Slot.end_at > slot.start_at,
            )
            for slot in slots
        )
    )
    ids = select(Slot.booking_id).where(Slot.state.in_(sorted(states)), meets)
    statement = select(Booking).where(Booking.id.in_(ids), Booking.org == org)
    whole = (selectinload(Booking.slots), selectinload(Booking.collaborators))
    return list(session.scalars(statement.options(*whole).order_by(Booking.id)))
