"""Webhooks and their deliveries."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, false, func, or_, select, true, update
from sqlalchemy.orm import Session

from labwright_chassis.db import rows_changed
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import contains, count, ordered
from labwright_scheduler.notifications.models import MailStep, Notification
from labwright_scheduler.webhooks.models import Delivery, Webhook
from labwright_scheduler.webhooks.rules import DeliveryState
from labwright_scheduler.webhooks.schemas import DeliveryQuery, WebhookQuery

_ORDER = {"name": Webhook.name, "created_at": Webhook.created_at, "id": Webhook.id}


def page(session: Session, query: WebhookQuery) -> tuple[list[Webhook], int]:
    """The lab's webhooks of a page and how many there are: two statements."""
    statement = select(Webhook).where(Webhook.person_id.is_(None))
    if query.q:
        statement = statement.where(contains(Webhook.name, query.q))
    if query.active is not None:
        statement = statement.where(Webhook.active == query.active)
    rows = ordered(statement, query.ordering, _ORDER, by="name,id")
    found = session.scalars(rows.limit(query.limit).offset(query.offset))
    return list(found), count(session, statement)


def get(session: Session, id: int, *, lock: bool = False) -> Webhook:
    """A webhook of the lab, locked for a change if asked; `NotFound` where there is none."""
    statement = select(Webhook).where(Webhook.id == id, Webhook.person_id.is_(None))
    found = session.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise NotFound(f"There is no webhook {id}.")
    return found


def of_person(session: Session, person_id: int, *, lock: bool = False) -> Webhook | None:
    """A person's own Discord."""
    statement = select(Webhook).where(Webhook.person_id == person_id)
    return session.scalar(statement.with_for_update() if lock else statement)


def lock_any(session: Session, id: int) -> Webhook | None:
    """A webhook, whose ever it is, locked."""
    return session.scalar(select(Webhook).where(Webhook.id == id).with_for_update())


def told_of(session: Session, kinds: Iterable[str]) -> list[Webhook]:
    """The lab's active webhooks that are told of some of these kinds, in id order."""
    statement = select(Webhook).where(Webhook.person_id.is_(None), Webhook.active == true())
    wanted = set(kinds)
    found = session.scalars(statement.order_by(Webhook.id))
    return [one for one in found if any(one.wants(kind) for kind in wanted)]


def known_keys(session: Session, keys: Iterable[str]) -> set[tuple[int, str]]:
    """Which webhooks were told of which of these occasions."""
    columns = select(Delivery.webhook_id, Delivery.key).where(Delivery.key.in_(sorted(set(keys))))
    return {(row.webhook_id, row.key) for row in session.execute(columns)}


def deliveries(
    session: Session, webhook_id: int, query: DeliveryQuery
) -> tuple[list[Delivery], int]:
    """A webhook's deliveries, the newest first, and how many there are: two statements."""
    statement = select(Delivery).where(Delivery.webhook_id == webhook_id)
    if query.state:
        statement = statement.where(Delivery.state.in_(query.state))
    if query.kind:
        statement = statement.where(Delivery.kind.in_(query.kind))
    rows = statement.order_by(Delivery.id.desc()).limit(query.limit).offset(query.offset)
    return list(session.scalars(rows)), count(session, statement)


def lock_delivery(session: Session, webhook_id: int, id: int) -> Delivery:
    """A delivery, locked; `NotFound` where the webhook has none of that number."""
    found = session.scalars(_delivery(webhook_id, id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound(f"Webhook {webhook_id} has no delivery {id}.")
    return found


def of_key(session: Session, webhook_id: int, key: str) -> Delivery:
    """The delivery of an occasion that was just written."""
    statement = select(Delivery).where(Delivery.webhook_id == webhook_id, Delivery.key == key)
    return session.scalars(statement).one()


def try_lock_delivery(session: Session, webhook_id: int, id: int) -> Delivery | None:
    """A delivery, locked, or None where it went meanwhile."""
    return session.scalars(_delivery(webhook_id, id).with_for_update()).one_or_none()


def send_failed_again(session: Session, webhook_id: int, now: datetime) -> int:
    """Let all that a webhook was given up to be told begin anew; how many."""
    failed = (Delivery.webhook_id == webhook_id, Delivery.state == DeliveryState.FAILED)
    anew = {"state": DeliveryState.WAITING, "attempts": 0, "next_at": now, "settled_at": None}
    return rows_changed(session, update(Delivery).where(*failed).values(anew))


def fail_waiting(session: Session, webhook_id: int, now: datetime, *, reason: str) -> None:
    """Give up what waits for a webhook."""
    waiting = (Delivery.webhook_id == webhook_id, Delivery.state == DeliveryState.WAITING)
    over = {
        "state": DeliveryState.FAILED,
        "next_at": None,
        "settled_at": now,
        "reason": reason[:300],
    }
    session.execute(update(Delivery).where(*waiting).values(over))


def due_webhooks(session: Session, now: datetime, *, limit: int) -> list[int]:
    """Webhooks for which something is due, that which waits longest first."""
    statement = (
        select(Delivery.webhook_id)
        .join(Webhook, Webhook.id == Delivery.webhook_id)
        .where(*_due(now), *_ready(now))
        .group_by(Delivery.webhook_id)
        .order_by(func.min(Delivery.next_at))
    )
    return list(session.scalars(statement.limit(limit)))


def lock_due(session: Session, webhook_id: int, now: datetime) -> tuple[Webhook, Delivery] | None:
    """The delivery that is due for longest, locked, and its webhook."""
    ready = select(Webhook).where(Webhook.id == webhook_id, *_ready(now))
    webhook = session.scalar(ready)
    if webhook is None:
        return None
    due = select(Delivery).where(Delivery.webhook_id == webhook_id, *_due(now))
    oldest = due.order_by(Delivery.next_at, Delivery.id).limit(1).with_for_update()
    found = session.scalar(oldest)
    return None if found is None else (webhook, found)


def silently_off(session: Session) -> list[Webhook]:
    """Webhooks that gave themselves up and of which nobody was told, locked, in id order."""
    statement = select(Webhook).where(Webhook.off_told == false()).order_by(Webhook.id)
    return list(session.scalars(statement.with_for_update()))


def any_silently_off(session: Session) -> bool:
    """Whether there are any of which nobody was told."""
    return (
        session.scalar(select(Webhook.id).where(Webhook.off_told == false()).limit(1)) is not None
    )


def discord_due(session: Session, *, limit: int) -> list[int]:
    """People for whose Discord notices wait."""
    waiting = select(Notification.person_id).where(Notification.discord == MailStep.DUE)
    return list(session.scalars(waiting.distinct().order_by(Notification.person_id).limit(limit)))


def lock_discord_due(session: Session, person_id: int, *, limit: int) -> list[Notification]:
    """Notices of a person that wait for his Discord, locked, the oldest first."""
    waiting = select(Notification).where(
        Notification.person_id == person_id, Notification.discord == MailStep.DUE
    )
    return list(session.scalars(waiting.order_by(Notification.id).limit(limit).with_for_update()))


def prune(session: Session, *, before: datetime) -> None:
    """Forget deliveries that were settled before that."""
    session.execute(delete(Delivery).where(Delivery.settled_at < before))


def _delivery(webhook_id: int, id: int) -> Select[Delivery]:
    return select(Delivery).where(Delivery.webhook_id == webhook_id, Delivery.id == id)


def _due(now: datetime) -> tuple[Any, ...]:
    return (Delivery.state == DeliveryState.WAITING, Delivery.next_at <= now)


def _ready(now: datetime) -> tuple[Any, ...]:
    rested = or_(Webhook.rests_until.is_(None), Webhook.rests_until <= now)
    return (Webhook.active == true(), rested)
