"""Writing deliveries, taking what is due, and noting what came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis import audit, clock, outbox
from labwright_chassis.db import insert_new
from labwright_chassis.sealing import MasterKey
from labwright_scheduler.webhooks import queries
from labwright_scheduler.webhooks.models import Delivery, Webhook
from labwright_scheduler.webhooks.rules import DeliveryState, WebhookKind, signing
from labwright_scheduler.webhooks.rules.bodies import CLOUD_EVENTS, body_of
from labwright_scheduler.webhooks.rules.waits import CLAIMED, Outcome


@dataclass(frozen=True, slots=True, repr=False)
class Posted:
    """What leaves for where."""

    webhook_id: int
    delivery_id: int
    kind: WebhookKind
    attempt: int
    url: str
    body: bytes
    headers: dict[str, str]


def give(session: Session, webhook_id: int, kind: str, told: dict[str, Any], *, key: str) -> bool:
    """Have a webhook told once of an occasion; whether it was not told before."""
    now = clock.now()
    row = {
        "webhook_id": webhook_id,
        "uid": outbox.uuid7(),
        "key": key,
        "kind": kind,
        "told": told,
        "state": DeliveryState.WAITING,
        "created_at": now,
        "next_at": now,
        "attempts": 0,
        "answer": "",
        "reason": "",
    }
    return insert_new(session, Delivery.__table__, row)  # type: ignore[arg-type]


def take(session: Session, webhook_id: int, *, master: MasterKey, public_url: str) -> Posted | None:
    """Count an attempt at what is due for a webhook, and leave it alone while it lasts.

    Raises:
        WrongMasterKey: its address was sealed with another key.
    """
    now = clock.now()
    found = queries.lock_due(session, webhook_id, now)
    if found is None:
        return None
    webhook, delivery = found
    body = body_of(
        delivery.told,
        kind=delivery.kind,
        uid=delivery.uid,
        at=delivery.created_at,
        target=webhook.kind,
        public_url=public_url,
    )
    posted = Posted(
        webhook_id=webhook.id,
        delivery_id=delivery.id,
        kind=webhook.kind,
        attempt=delivery.attempts + 1,
        url=webhook.url(master),
        body=body,
        headers=_headers(webhook, delivery, body, master, now),
    )
    delivery.attempts += 1
    delivery.next_at = now + CLAIMED
    return posted


def settle(session: Session, posted: Posted, outcome: Outcome) -> None:
    """Note what came of an attempt; a webhook that fails for long is switched off."""
    webhook = queries.lock_any(session, posted.webhook_id)
    if webhook is not None:
        delivery = queries.try_lock_delivery(session, webhook.id, posted.delivery_id)
        _note(session, webhook, delivery, outcome)


def fail_sealed(session: Session, webhook_id: int) -> None:
    """Note that what is due cannot be sent, since another master key sealed the address."""
    webhook = queries.lock_any(session, webhook_id)
    found = queries.lock_due(session, webhook_id, clock.now())
    if webhook is None or found is None:
        return
    _, delivery = found
    delivery.attempts += 1
    reason = "SCHEDULER_MASTER_KEY is not the key that sealed the address."
    _note(session, webhook, delivery, Outcome(reason=reason))


def _note(session: Session, webhook: Webhook, delivery: Delivery | None, outcome: Outcome) -> None:
    now = clock.now()
    # Given up while it was under way, it stays so, unless it has arrived.
    if delivery is not None and (outcome.ok or delivery.state is DeliveryState.WAITING):
        delivery.note(outcome, now)
    if not webhook.active or not webhook.note(outcome, now):
        return
    session.flush()
    queries.fail_waiting(session, webhook.id, now, reason="Its webhook was switched off.")
    audit.record(
        session,
        "scheduler.webhook.switch_off",
        target=f"webhook/{webhook.id}",
        before={"active": True},
        after={"active": False},
        reason=webhook.off_reason,
    )


def _headers(
    webhook: Webhook, delivery: Delivery, body: bytes, master: MasterKey, now: datetime
) -> dict[str, str]:
    if webhook.kind is WebhookKind.DISCORD:
        return {"Content-Type": "application/json"}
    id, timestamp = str(delivery.uid), int(now.timestamp())
    secrets = webhook.secrets(master, now)
    return {
        "Content-Type": CLOUD_EVENTS,
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signing.signatures(secrets, id=id, timestamp=timestamp, body=body),
    }
