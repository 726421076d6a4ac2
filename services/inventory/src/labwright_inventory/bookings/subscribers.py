"""Events about bookings."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from labwright_chassis.worker import EventRouter, Received
from labwright_contracts import catalogue
from labwright_contracts.scheduler import BookingChanged
from labwright_inventory.bookings import service

events = EventRouter("inventory.bookings")


@events.batch(catalogue.BOOKING_CHANGED)
def follow_bookings(session: Session, received: Sequence[Received[BookingChanged]]) -> None:
    """Take over which slots are active."""
    service.follow(session, ((event.envelope.epoch, event.body) for event in received))
