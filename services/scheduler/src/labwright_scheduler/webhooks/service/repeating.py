"""Sending again what was sent or given up, and trying a webhook out."""

from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_scheduler.webhooks import queries
from labwright_scheduler.webhooks.models import Delivery, Webhook
from labwright_scheduler.webhooks.rules import TEST
from labwright_scheduler.webhooks.service.attempts import give


def try_out(session: Session, id: int) -> Delivery:
    """Have a webhook told that it works, to see whether that arrives.

    Raises:
        NotFound, SwitchedOff.
    """
    webhook = queries.get(session, id, lock=True)
    delivery = greet(session, webhook)
    audit.record(session, "scheduler.webhook.test", target=f"webhook/{id}")
    return delivery


def greet(session: Session, webhook: Webhook) -> Delivery:
    """Write a delivery that tells of nothing; at once, where the webhook was left in peace."""
    webhook.must_be_on()
    webhook.rests_until = None
    words: dict[str, Any] = {
        "subject": "A test of Labwright",
        "text": f"The webhook “{webhook.name}” works.",
        "path": "/app/scheduler/",
    }
    key = f"{TEST}:{uuid4().hex}"
    give(session, webhook.id, TEST, {"words": words}, key=key)
    return queries.of_key(session, webhook.id, key)


def replay(session: Session, id: int, delivery_id: int) -> Delivery:
    """Send a delivery again, under the id that its receiver knows.

    Raises:
        NotFound, SwitchedOff.
    """
    webhook = queries.get(session, id, lock=True)
    webhook.must_be_on()
    delivery = queries.lock_delivery(session, id, delivery_id)
    now = clock.now()
    webhook.rests_until = None
    delivery.send_again(now)
    about = {"delivery": delivery_id, "kind": delivery.kind}
    audit.record(session, "scheduler.webhook.replay", target=f"webhook/{id}", after=about)
    return delivery


def replay_failed(session: Session, id: int) -> int:
    """Send all again that was given up; how many.

    Raises:
        NotFound, SwitchedOff.
    """
    webhook = queries.get(session, id, lock=True)
    webhook.must_be_on()
    webhook.rests_until = None
    replayed = queries.send_failed_again(session, id, clock.now())
    about = {"deliveries": replayed}
    audit.record(session, "scheduler.webhook.replay", target=f"webhook/{id}", after=about)
    return replayed
