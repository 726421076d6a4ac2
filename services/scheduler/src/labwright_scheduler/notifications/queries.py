"""Notices and what is needed to write them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, true
from sqlalchemy.orm import Session, selectinload

from labwright_chassis.errors import NotFound
from labwright_chassis.lists import count
from labwright_contracts.auth import UserStatus
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Closure, MaintenanceWindow, Slot
from labwright_scheduler.calendar.rules import LONGEST_SLOT, OCCUPYING
from labwright_scheduler.devices.models import Device
from labwright_scheduler.notifications.models import (
    Approver,
    MailStep,
    Notification,
    Preference,
)
from labwright_scheduler.notifications.schemas import NotificationQuery
from labwright_scheduler.people.models import Person


def page(
    session: Session, query: NotificationQuery, *, person_id: int
) -> tuple[list[Notification], int, int]:
    """A person's notices, how many match, and how many are unread: three statements."""
    own = select(Notification).where(Notification.person_id == person_id, Notification.listed)
    unread = count(session, own.where(Notification.read_at.is_(None)))
    statement = own
    if query.unread is not None:
        read = Notification.read_at.is_not(None)
        statement = statement.where(~read if query.unread else read)
    if query.kind:
        statement = statement.where(Notification.kind.in_(query.kind))
    rows = statement.order_by(Notification.id.desc()).limit(query.limit).offset(query.offset)
    return list(session.scalars(rows)), count(session, statement), unread


def lock_own(session: Session, id: int, *, person_id: int) -> Notification:
    """A notice of this person, locked.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    statement = select(Notification).where(
        Notification.id == id, Notification.person_id == person_id, Notification.listed
    )
    found = session.scalars(statement.with_for_update()).one_or_none()
    if found is None:
        raise NotFound(f"There is no notification {id}.")
    return found


def preference(session: Session, person_id: int, *, lock: bool = False) -> Preference:
    """What a person has chosen; one who has chosen nothing gets an empty one."""
    statement = select(Preference).where(Preference.person_id == person_id)
    found = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    return found or Preference(person_id=person_id, version=0, choices={})


def choices(session: Session, person_ids: Iterable[int]) -> dict[int, dict[str, dict[str, bool]]]:
    """What people have chosen, by person."""
    statement = select(Preference.person_id, Preference.choices)
    rows = session.execute(statement.where(Preference.person_id.in_(sorted(person_ids))))
    return {row.person_id: row.choices for row in rows}


def people(session: Session, ids: Iterable[int]) -> dict[int, Row[int, str, bool]]:
    """Names of people, and whether they may act, by id."""
    active = (Person.status == UserStatus.ACTIVE) & Person.removed_at.is_(None)
    columns = (Person.id, Person.display_name, active.label("active"))
    rows = session.execute(select(*columns).where(Person.id.in_(sorted(set(ids)))))
    return {row.id: row for row in rows}


def approvers(session: Session) -> dict[int, list[int] | None]:
    """Who may approve, and at which sites: None is everywhere."""
    rows = session.execute(select(Approver.person_id, Approver.sites))
    return {row.person_id: row.sites for row in rows}


def places(session: Session, device_ids: Iterable[int]) -> set[tuple[int | None, int | None]]:
    """Where these devices stand, and who looks after them."""
    statement = select(Device.site_id, Device.steward_id)
    rows = session.execute(statement.where(Device.id.in_(sorted(set(device_ids)))))
    return {(row.site_id, row.steward_id) for row in rows}


def booking(session: Session, uid: UUID) -> Booking | None:
    """A booking with its people."""
    statement = select(Booking).where(Booking.uid == uid)
    return session.scalars(statement.options(selectinload(Booking.collaborators))).one_or_none()


def still_hit(session: Session, slot_ids: Sequence[int]) -> list[int]:
    """Which of these slots ask for more than their device can bear, as things stand."""
    statement = select(Slot.id).where(Slot.id.in_(slot_ids), Slot.overcommitted == true())
    return sorted(session.scalars(statement))


def with_slots(session: Session, slot_ids: Sequence[int]) -> list[tuple[Booking, list[Slot]]]:
    """Bookings that have some of these slots, with their people and those slots, in order."""
    slots = session.scalars(select(Slot).where(Slot.id.in_(slot_ids)).order_by(Slot.id))
    by_booking: dict[int, list[Slot]] = {}
    for slot in slots:
        by_booking.setdefault(slot.booking_id, []).append(slot)
    statement = select(Booking).where(Booking.id.in_(sorted(by_booking))).order_by(Booking.id)
    found = session.scalars(statement.options(selectinload(Booking.collaborators)))
    return [(booking, by_booking[booking.id]) for booking in found]


def in_the_way(
    session: Session, device_id: int, *, start: datetime, end: datetime, besides: UUID
) -> list[int]:
    """Ids of the slots of others that have a device over this time."""
    statement = (
        select(Slot.id)
        .join(Booking, Booking.id == Slot.booking_id)
        .where(
            Slot.device_id == device_id,
            Slot.occupies == true(),
            Slot.state.in_(sorted(OCCUPYING - {SlotState.HELD})),
            Slot.start_at > start - LONGEST_SLOT,
            Slot.start_at < end,
            Slot.end_at > start,
            Booking.uid != besides,
        )
    )
    return list(session.scalars(statement.order_by(Slot.id)))


def words_of(session: Session, cause: str) -> str:
    """What people wrote about the block that a cause (`maintenance 5`) names; else the cause."""
    kind, _, number = cause.partition(" ")
    if not number.isdecimal():
        return cause
    columns: Mapping[str, Any] = {
        "maintenance": select(MaintenanceWindow.title).where(MaintenanceWindow.id == int(number)),
        "closure": select(Closure.reason).where(Closure.id == int(number)),
    }
    words = session.scalar(columns[kind]) if kind in columns else None
    return f"{kind}: {words}" if words else cause


def starting(
    session: Session, *, now: datetime, within: timedelta, after: int, limit: int
) -> list[tuple[Slot, Booking]]:
    """Confirmed slots that start within a time, with their bookings' people, in id order."""
    near = (Slot.start_at > now, Slot.start_at <= now + within)
    return _confirmed(session, near, after=after, limit=limit)


def ending(
    session: Session, *, now: datetime, within: timedelta, after: int, limit: int
) -> list[tuple[Slot, Booking]]:
    """Confirmed slots that end within a time, with their bookings' people, in id order."""
    near = (Slot.end_at > now, Slot.end_at <= now + within)
    return _confirmed(session, near, after=after, limit=limit)


def _confirmed(
    session: Session, near: tuple[Any, ...], *, after: int, limit: int
) -> list[tuple[Slot, Booking]]:
    statement = (
        select(Slot, Booking)
        .join(Booking, Booking.id == Slot.booking_id)
        .where(Slot.state == SlotState.CONFIRMED, *near, Slot.id > after)
        .options(selectinload(Booking.collaborators))
        .order_by(Slot.id)
        .limit(limit)
    )
    return [(row.Slot, row.Booking) for row in session.execute(statement)]


def known_keys(session: Session, keys: Iterable[str]) -> set[str]:
    """Which of these occasions somebody was told of."""
    statement = select(Notification.key).where(Notification.key.in_(sorted(set(keys))))
    return set(session.scalars(statement.distinct()))


def mail_due(session: Session, *, before: datetime, limit: int) -> list[int]:
    """Ids of people for whom notices wait to be mailed, those who wait longest first."""
    statement = (
        select(Notification.person_id)
        .where(Notification.mail == MailStep.DUE, Notification.created_at <= before)
        .group_by(Notification.person_id)
        .order_by(func.min(Notification.created_at))
    )
    return list(session.scalars(statement.limit(limit)))


def lock_mail_due(session: Session, person_id: int, *, limit: int) -> list[Notification]:
    """Notices of a person that wait to be mailed, locked, the oldest first."""
    statement = select(Notification).where(
        Notification.person_id == person_id, Notification.mail == MailStep.DUE
    )
    rows = statement.order_by(Notification.id).limit(limit).with_for_update()
    return list(session.scalars(rows))
