"""Reading and locking bookings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import Session, selectinload

from labwright_chassis.callers import Caller
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import ListQuery, count, ordered
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.bookings import rules
from labwright_scheduler.bookings.models import Booking, Collaborator, Step
from labwright_scheduler.bookings.schemas import BookingFilters, BookingQuery
from labwright_scheduler.calendar.models import Overcommitment, Slot
from labwright_scheduler.calendar.rules import LONGEST_SLOT

_WHOLE = (selectinload(Booking.slots), selectinload(Booking.collaborators))


def get(session: Session, uid: UUID, *, org: str | None) -> Booking:
    """A booking with its slots and collaborators; of one organisation, or of any (None).

    Raises:
        NotFound: there is none.
    """
    booking = session.scalars(select(Booking).where(Booking.uid == uid).options(*_WHOLE)).first()
    if booking is None or org not in (None, booking.org):
        raise NotFound(f"There is no booking {uid}.")
    return booking


def lock(session: Session, booking_ids: Sequence[int]) -> list[Booking]:
    """Bookings, locked in id order and read again; their devices must be locked before."""
    statement = (
        select(Booking)
        .where(Booking.id.in_(booking_ids))
        .order_by(Booking.id)
        .with_for_update()
        .options(*_WHOLE)
        .execution_options(populate_existing=True)
    )
    found = list(session.scalars(statement))
    for booking in found:
        if booking.former() is None:
            booking.remember()
    return found


def slots_by_id(session: Session, ids: Sequence[int]) -> list[tuple[Slot, int]]:
    """Slots with the version of their booking, in id order."""
    statement = select(Slot, Booking.version).join(Booking, Booking.id == Slot.booking_id)
    found = session.execute(statement.where(Slot.id.in_(ids)).order_by(Slot.id))
    return [(slot, version) for slot, version in found]


def open_holds(session: Session, owner_id: int, *, now: datetime) -> int:
    """How many holds of a person wait to be confirmed."""
    held = exists().where(Slot.booking_id == Booking.id, Slot.state == SlotState.HELD)
    statement = select(func.count()).where(
        Booking.owner_id == owner_id, Booking.held_until > now, held
    )
    return session.scalar(statement) or 0


def lapsed(session: Session, booking_ids: Sequence[int], *, now: datetime) -> set[int]:
    """Which of these holds have run out."""
    statement = select(Booking.id).where(Booking.id.in_(booking_ids), Booking.held_until <= now)
    return set(session.scalars(statement))


def ended(session: Session, *, now: datetime, limit: int) -> list[UUID]:
    """Uids of bookings that read as ended somewhere and are not so in the table."""
    found: set[UUID] = set()
    for condition in (_lapsed(now), _outwaited(now), _over(now)):
        statement = select(Booking.uid).join(Slot, Slot.booking_id == Booking.id).where(condition)
        found.update(session.scalars(statement.distinct().limit(limit)))
    return sorted(found)


def page(
    session: Session, query: BookingQuery, *, by: Caller, now: datetime
) -> tuple[list[Booking], int]:
    """The bookings of a page and how many there are: five statements, whatever its size."""
    rows = _in_order(query, by, now)
    ids = [row.id for row in session.execute(rows.limit(query.limit).offset(query.offset))]
    found = whole(session, ids)
    if ids and len(ids) < query.limit:
        return found, query.offset + len(ids)
    return found, count(session, rows)


def matching(session: Session, query: BookingFilters, *, by: Caller, now: datetime) -> list[int]:
    """Ids of all bookings that pass the filters, in their order: one statement."""
    return [row.id for row in session.execute(_in_order(query, by, now))]


def whole(session: Session, ids: Sequence[int]) -> list[Booking]:
    """The bookings of these ids in this order, with slots and collaborators."""
    found = session.scalars(select(Booking).where(Booking.id.in_(ids)).options(*_WHOLE))
    bookings = {booking.id: booking for booking in found}
    return [bookings[id] for id in ids if id in bookings]


def _in_order(query: BookingFilters, by: Caller, now: datetime) -> Select[Any]:
    statement = _found(query, by.id, now).where(Booking.org == by.org)
    columns = {"start": func.min(Slot.start_at), "created_at": Booking.created_at}
    return ordered(statement, query.ordering, columns, by="start").order_by(Booking.id)


def _found(query: BookingFilters, caller_id: int, now: datetime) -> Select[Any]:
    statement = select(Booking.id).join(Slot, Slot.booking_id == Booking.id).group_by(Booking.id)
    if query.start is not None:
        statement = statement.where(
            Slot.end_at > query.start, Slot.start_at > query.start - LONGEST_SLOT
        )
    if query.end is not None:
        statement = statement.where(Slot.start_at < query.end)
    if query.device_id:
        statement = statement.where(Slot.device_id.in_(query.device_id))
    if query.owner_id is not None:
        statement = statement.where(Booking.owner_id == query.owner_id)
    if query.project_id:
        statement = statement.where(Booking.project_id.in_(query.project_id))
    if query.series_id is not None:
        statement = statement.where(Booking.series_uid == query.series_id)
    if query.mine:
        # Joined as a table of its own: as a condition it would make MariaDB look at every booking.
        mine = _taking_part(caller_id, query.start).subquery()
        statement = statement.join(mine, mine.c.id == Booking.id)
    if query.overcommitted:
        # By the devices first: few are overcommitted, and no index has the slots' flag.
        devices = select(Overcommitment.device_id).where(Overcommitment.resolved_at.is_(None))
        statement = statement.where(
            Slot.device_id.in_(devices), Slot.occupies == true(), Slot.overcommitted == true()
        )
    if query.status:
        statement = statement.where(or_(*(reads_as(state, now) for state in query.status)))
    return statement


def _taking_part(person_id: int, start: datetime | None) -> CompoundSelect[int]:
    """Bookings of somebody; of his own only those that may end after `start`, if any."""
    own = select(Booking.id).where(Booking.owner_id == person_id)
    if start is not None:
        own = own.where(or_(Booking.ends_at > start, Booking.ends_at.is_(None)))
    return union(own, select(Collaborator.booking_id).where(Collaborator.person_id == person_id))


def reads_as(state: SlotState, now: datetime) -> ColumnElement[bool]:
    """SQL for `rules.effective(...) == state`, of slots joined with their bookings."""
    if state is SlotState.EXPIRED:
        return or_(Slot.state == state, _lapsed(now), _outwaited(now))
    if state is SlotState.COMPLETED:
        return or_(Slot.state == state, _over(now))
    if state is SlotState.HELD:
        return and_(Slot.state == state, Booking.held_until > now)
    if state is SlotState.CONFIRMED:
        return and_(Slot.state == state, Slot.end_at > now)
    if state in rules.WAITING:
        return and_(Slot.state == state, Slot.expires_at > now)
    return and_(Slot.state == state, true())


def _lapsed(now: datetime) -> ColumnElement[bool]:
    return and_(Slot.state == SlotState.HELD, Booking.held_until <= now)


def _outwaited(now: datetime) -> ColumnElement[bool]:
    return and_(Slot.state.in_(sorted(rules.WAITING)), Slot.expires_at <= now)


def _over(now: datetime) -> ColumnElement[bool]:
    return and_(Slot.state == SlotState.CONFIRMED, Slot.end_at <= now)


def steps(session: Session, booking_id: int, query: ListQuery) -> tuple[list[Step], int]:
    """A booking's changes, the first one first, and how many there are: two statements."""
    statement = select(Step).where(Step.booking_id == booking_id)
    rows = statement.order_by(Step.id).limit(query.limit).offset(query.offset)
    return list(session.scalars(rows)), count(session, statement)
