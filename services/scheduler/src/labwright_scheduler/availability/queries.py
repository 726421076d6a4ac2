"""Reading many devices' timelines: plain rows, since there are tens of thousands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from labwright_chassis.clock import utc_now
from labwright_chassis.tables import counters
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.availability.schemas import MOST_DEVICES, AvailabilityQuery
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import LONGEST_SLOT, OCCUPYING, Interval
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.devices.models import Device
from labwright_scheduler.people.models import Person

SHOWN = (*sorted(OCCUPYING), SlotState.COMPLETED, SlotState.CONFLICTING)

_EPOCH = select(counters.c.value).where(counters.c.name == "epoch").scalar_subquery()
_MOMENT = select(utc_now(), _EPOCH)


def moment(session: Session) -> tuple[datetime, int]:
    """The database's clock, and the scheduler's epoch, which a restored backup raises."""
    now, epoch = session.execute(_MOMENT).one()
    return now, epoch or 0


def asked_devices(session: Session, query: AvailabilityQuery) -> list[Any]:
    """What decides about each device that is asked for, and its versions, in order of names.

    One more than `MOST_DEVICES`, if there are more.
    """
    columns = (
        *(Device.id, Device.epoch, Device.version, Device.calendar_version, Device.name),
        *(Device.type_id, Device.site_id, Device.status, Device.schedulable, Device.capacity),
    )
    statement = devices.matching(select(*columns), query, ids=query.device_id)
    rows = statement.order_by(Device.name, Device.id).limit(MOST_DEVICES + 1)
    return list(session.execute(rows))


def slots(session: Session, device_ids: Sequence[int], time: Interval) -> list[Any]:
    """Slots of these devices within a time that take a place, took one or ask for one."""
    statement = (
        select(
            *(Slot.id, Slot.device_id, Slot.start_at, Slot.end_at, Slot.state, Slot.overcommitted),
            Slot.expires_at,
            *(Booking.owner_id, Booking.held_until, Booking.org),
            # The text as it stands: making a UUID of each costs as much as reading it.
            type_coerce(Booking.uid, String).label("uid"),
        )
        .join(Booking, Booking.id == Slot.booking_id)
        .where(
            Slot.device_id.in_(device_ids),
            Slot.occupies.in_((True, False)),
            Slot.start_at > time.start - LONGEST_SLOT,
            Slot.start_at < time.end,
            Slot.end_at > time.start,
            Slot.state.in_(SHOWN),
        )
    )
    return sorted(session.execute(statement), key=lambda row: (row.start_at, row.id))


def owner_names(session: Session, ids: Sequence[int]) -> list[Any]:
    """Ids and display names of people, in order of ids."""
    statement = select(Person.id, Person.display_name).where(Person.id.in_(ids))
    return list(session.execute(statement.order_by(Person.id)))
