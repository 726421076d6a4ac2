"""Reading and locking bookings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import Session, selectinload

from labwright_chassis.callers import Caller, Scope
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import ListQuery, contains, count, ordered
from labwright_contracts.auth import UserStatus
from labwright_contracts.scheduler import SlotState
from labwright_scheduler import permissions
from labwright_scheduler.bookings import rules
from labwright_scheduler.bookings.models import Booking, Collaborator
from labwright_scheduler.bookings.schemas import BookingFilters, BookingQuery
from labwright_scheduler.bookings.steps import Step
from labwright_scheduler.calendar.models import Overcommitment, Slot
from labwright_scheduler.calendar.rules import FINAL, LONGEST_SLOT, Interval
from labwright_scheduler.devices.models import Device
from labwright_scheduler.people.models import Person

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
        statement = select(Booking.uid).join(Slot, Slot.booking_id == Booking.id)
        # What the queue reserved is given up by whoever serves it.
        statement = statement.where(condition, Booking.owner_id != rules.QUEUE)
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
    if query.q:
        statement = statement.where(_mentions(query.q, by))
    columns = {"start": func.min(Slot.start_at), "created_at": Booking.created_at}
    return ordered(statement, query.ordering, columns, by="start").order_by(Booking.id)


def _found(query: BookingFilters, caller_id: int, now: datetime) -> Select[Any]:
    statement = select(Booking.id).join(Slot, Slot.booking_id == Booking.id).group_by(Booking.id)
    statement = statement.where(Booking.owner_id != rules.QUEUE)
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


def _mentions(text: str, by: Caller) -> ColumnElement[bool]:
    """Whether a slot's device has the text in its name, or the booking in a title he may read."""
    named = Slot.device_id.in_(select(Device.id).where(contains(Device.name, text)))
    titled = contains(Booking.title, text)
    if by.may(permissions.BOOKING_READ_ANY, Scope(by.org)):
        return or_(named, titled)
    takes_part = exists().where(
        Collaborator.booking_id == Booking.id, Collaborator.person_id == by.id
    )
    return or_(named, and_(titled, or_(Booking.owner_id == by.id, takes_part)))


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


def owners(session: Session, booking_ids: Sequence[int]) -> dict[int, int]:
    """Whose these bookings are, by id."""
    statement = select(Booking.id, Booking.owner_id).where(Booking.id.in_(booking_ids))
    return {row.id: row.owner_id for row in session.execute(statement)}


def waiting_on(session: Session, device_ids: Sequence[int], *, now: datetime) -> list[Booking]:
    """Bookings that wait for room on any of these devices, in the order in which they get it.

    Challenges come first; then the higher priority, then who asked earlier.
    """
    statement = (
        select(Booking)
        .where(Booking.id.in_(_waiting(now).where(Slot.device_id.in_(device_ids))))
        .options(*_WHOLE)
    )
    return _in_turn(session.scalars(statement))


def waiting_of(session: Session, owner_id: int, *, now: datetime) -> int:
    """How many bookings of a person wait for room."""
    statement = select(func.count()).where(
        Booking.owner_id == owner_id, Booking.id.in_(_waiting(now))
    )
    return session.scalar(statement) or 0


def all_waiting(session: Session, *, now: datetime) -> list[Booking]:
    """Bookings that wait for room, in the order in which they get it."""
    statement = select(Booking).where(Booking.id.in_(_waiting(now))).options(*_WHOLE)
    return _in_turn(session.scalars(statement))


def _in_turn(waiting: Iterable[Booking]) -> list[Booking]:
    return sorted(waiting, key=lambda b: (not b.is_challenge, -b.priority, b.id))


def challengers(
    session: Session, wanted: Mapping[int, Sequence[Interval]], *, now: datetime
) -> list[Slot]:
    """Slots of challenges that ask for some of these times."""
    statement = select(Slot).where(
        Slot.device_id.in_(sorted(wanted)),
        Slot.occupies == false(),
        Slot.state == SlotState.CONFLICTING,
        Slot.expires_at > now,
    )
    return [
        slot
        for slot in session.scalars(statement)
        if any(slot.interval.overlaps(interval) for interval in wanted[slot.device_id])
    ]


def reservations(session: Session, *, limit: int) -> list[UUID]:
    """Uids of what the queue reserves, the earliest first."""
    statement = select(Booking.uid).where(
        Booking.owner_id == rules.QUEUE,
        exists().where(Slot.booking_id == Booking.id, Slot.state == SlotState.HELD),
    )
    return list(session.scalars(statement.order_by(Booking.id).limit(limit)))


def _waiting(now: datetime) -> Select[Any]:
    return select(Slot.booking_id).where(
        Slot.occupies == false(),
        Slot.state.in_(sorted(rules.WITHOUT_ROOM)),
        Slot.end_at > now,
        Slot.expires_at > now,
    )


def steps(session: Session, booking_id: int, query: ListQuery) -> tuple[list[Step], int]:
    """A booking's changes, the first one first, and how many there are: two statements."""
    statement = select(Step).where(Step.booking_id == booking_id)
    rows = statement.order_by(Step.id).limit(query.limit).offset(query.offset)
    return list(session.scalars(rows)), count(session, statement)


def not_checked_in(session: Session, *, now: datetime) -> list[tuple[UUID, Slot]]:
    """Confirmed slots that run and nobody checked in, with their bookings' uids."""
    statement = (
        select(Booking.uid, Slot)
        .join(Slot, Slot.booking_id == Booking.id)
        .where(
            Slot.start_at > now - LONGEST_SLOT,
            Slot.start_at <= now,
            Slot.end_at > now,
            Slot.state == SlotState.CONFIRMED,
            Slot.checked_in_at.is_(None),
        )
    )
    return [(row.uid, row.Slot) for row in session.execute(statement)]


def is_gone(session: Session, person_id: int) -> bool:
    """Whether a person is known to be disabled or removed."""
    statement = select(exists().where(Person.id == person_id, _GONE))
    return bool(session.scalar(statement))


def left_behind(session: Session, *, now: datetime, lasts: timedelta) -> list[UUID]:
    """Uids of bookings with something ahead whose owner is gone and that do not say so, or have
    said so that long; and of those that say so though he is back.
    """
    open_states = sorted(set(SlotState) - FINAL - {SlotState.UNKNOWN})
    ahead = exists().where(
        Slot.booking_id == Booking.id, Slot.state.in_(open_states), Slot.start_at > now
    )
    since = Booking.owner_gone_at
    gone = select(Booking.uid).join(Person, Person.id == Booking.owner_id).where(_GONE, ahead)
    back = select(Booking.uid).join(Person, Person.id == Booking.owner_id).where(not_(_GONE))
    found = set(session.scalars(gone.where(or_(since.is_(None), since <= now - lasts))))
    return sorted(found | set(session.scalars(back.where(since.is_not(None)))))


_GONE = or_(Person.status == UserStatus.DISABLED, Person.removed_at.is_not(None))
