"""The scheduler's own events, heard by its worker to tell webhooks."""

from sqlalchemy.orm import Session

from labwright_chassis.worker import EventRouter, Received
from labwright_contracts import catalogue
from labwright_contracts.scheduler import BookingTold, SlotsHit
from labwright_scheduler.webhooks import service

events = EventRouter("scheduler.webhooks", linger=0.05)


@events.once(catalogue.BOOKING_TOLD)
def tell_of_booking(session: Session, received: Received[BookingTold]) -> None:
    """Tell the lab's webhooks what became of a booking."""
    kind, _, number = received.envelope.actor.partition("/")
    actor_id = int(number) if kind == "user" and number.isdecimal() else None
    service.tell_of_booking(
        session, received.body, event_id=received.envelope.id, actor_id=actor_id
    )


@events.once(catalogue.SLOTS_HIT)
def tell_of_hits(session: Session, received: Received[SlotsHit]) -> None:
    """Tell the lab's webhooks what cannot be kept."""
    service.tell_of_hits(session, received.body, event_id=received.envelope.id)
