"""Giving up, and giving back early."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller
from labwright_scheduler import permissions
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.schemas import Selection
from labwright_scheduler.bookings.service.room import released
from labwright_scheduler.bookings.service.whole import (
    Change,
    devices_of,
    lock_whole,
    must_own,
    tell,
)
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.devices.models import Device


def cancel(session: Session, uid: UUID, *, of: Selection, by: Caller, reason: str | None) -> Change:
    """Give up what has not ended of a booking, or the selected slots of it.

    Raises:
        Malformed: it names a slot or device that is not in the booking.
        NotOpen: all of it is over.
    """
    booking, locked, now = lock_whole(session, uid, org=by.org)
    cancel_all(session, [(booking, of)], locked, by=by, reason=reason, now=now)
    return Change(booking, locked, {})


def cancel_all(
    session: Session,
    wishes: Sequence[tuple[Booking, Selection]],
    locked: Mapping[int, Device],
    *,
    by: Caller,
    reason: str | None,
    now: datetime,
) -> None:
    """The same for several bookings that are locked with their devices; for all or for none.

    Raises:
        Malformed, NotOpen: as `cancel`.
    """
    changed: list[Slot] = []
    for booking, of in wishes:
        must_own(booking, locked, by, permissions.BOOKING_CANCEL_ANY)
        changed += booking.cancel(of.among(booking.slots), now=now)
        tell(session, booking, "scheduler.booking.cancel", [], reason=reason)
    if changed:
        devices.touch(session, devices_of(changed))
        released(session, locked, devices_of(changed), now=now)


def release(session: Session, uid: UUID, *, of: Selection, by: Caller) -> Change:
    """Give devices back before their time: what runs of the booking ends now.

    Raises:
        Malformed: it names a slot or device that is not in the booking.
        NotOpen: nothing selected is running.
    """
    booking, locked, now = lock_whole(session, uid, org=by.org)
    must_own(booking, locked, by, permissions.BOOKING_CHANGE_ANY)
    changed = booking.release(of.among(booking.slots), now=now)
    tell(session, booking, "scheduler.booking.release", devices_of(changed))
    released(session, locked, devices_of(changed), now=now)
    return Change(booking, locked, {})
