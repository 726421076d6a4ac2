"""The queue: offers made of reserved places, under the locks of all devices that they are about."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_scheduler.bookings import queries
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.service.room import fits, promote
from labwright_scheduler.bookings.service.whole import devices_of, lock_whole, tell
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.devices.models import Device
from labwright_scheduler.lab_settings import queries as settings


def serve_reservation(session: Session, uid: UUID) -> None:
    """Give up a reservation of the queue's, and offer its room to those who wait, in their order.

    Nobody comes in between: the locks of all their devices are held.
    """
    found = queries.get(session, uid, org=None)
    waiting = queries.waiting_on(session, devices_of(found.slots), now=clock.database_now(session))
    slots = [*found.slots, *(slot for booking in waiting for slot in booking.waiting())]
    locked = devices.lock(session, devices_of(slots))
    order = [booking.id for booking in waiting]
    whole = {b.id: b for b in queries.lock(session, [found.id, *order])}
    now = clock.database_now(session)
    reservation = whole.pop(found.id)
    if given_up := reservation.give_up(now=now):
        tell(session, reservation, "scheduler.booking.settle", devices_of(given_up))
        session.flush()
    for id in order:
        serve(session, locked, whole[id], now=now)


def serve_waiting(session: Session, uid: UUID) -> None:
    """Offer a booking what it waits for, if all of it is free: for what was missed before."""
    booking, locked, now = lock_whole(session, uid, org=None)
    serve(session, locked, booking, now=now)


def serve(
    session: Session, locked: Mapping[int, Device], booking: Booking, *, now: datetime
) -> None:
    """Offer a locked booking what it waits for, or promote a challenge, if all of it is free."""
    if booking.is_challenge:
        promote(session, locked, booking, now=now)
    elif fits(session, locked, booking, now=now):
        booking.offer(lasts=settings.get(session).offer_lasts, now=now)
        tell(session, booking, "scheduler.booking.offer", devices_of(booking.slots))
        session.flush()


def could_be_served(session: Session) -> list[UUID]:
    """Uids of bookings that wait for what looks free, without locks; in their order."""
    now = clock.database_now(session)
    found = []
    for booking in queries.all_waiting(session, now=now):
        known = devices.read(session, devices_of(booking.waiting()))
        if fits(session, known, booking, now=now):
            found.append(booking.uid)
    return found
