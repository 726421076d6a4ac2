"""A person's own Discord: where it is, and notices on their way to it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.callers import Caller
from labwright_chassis.errors import NotFound
from labwright_scheduler.notifications.models import MailStep
from labwright_scheduler.webhooks import queries
from labwright_scheduler.webhooks.models import Webhook
from labwright_scheduler.webhooks.rules import WebhookKind, masks
from labwright_scheduler.webhooks.schemas import DiscordIn
from labwright_scheduler.webhooks.service.attempts import give
from labwright_scheduler.webhooks.service.keeping import Safety
from labwright_scheduler.webhooks.service.repeating import greet

_AT_ONCE = 20


def set_discord(
    session: Session,
    request: DiscordIn,
    *,
    by: Caller,
    safety: Safety,
    expect: Callable[[int], None],
) -> Webhook:
    """Have oneself told on Discord, of the kinds that one chooses for it.

    Raises:
        NoMasterKey: there is nothing to seal with.
        Malformed: it is not the address of a Discord webhook.
    """
    key = safety.key
    safety.check(request.url, kind=WebhookKind.DISCORD)
    now = clock.now()
    webhook = queries.of_person(session, by.id, lock=True)
    expect(webhook.version if webhook else 0)
    if webhook is None:
        webhook = _own(by.id, now)
        session.add(webhook)
        session.flush()
    else:
        webhook.switch(on=True)
        webhook.version += 1
        webhook.updated_at = now
    webhook.lead_to(request.url.get_secret_value(), key)
    session.flush()
    _record(session, by, "set_discord", address=masks.origin(webhook.shown_url))
    return webhook


def forget_discord(session: Session, *, by: Caller, expect: Callable[[int], None]) -> None:
    """Be told on Discord no longer.

    Raises:
        NotFound: there is none.
    """
    webhook = _lock(session, by)
    expect(webhook.version)
    session.delete(webhook)
    _record(session, by, "forget_discord")


def try_discord(session: Session, *, by: Caller) -> Webhook:
    """Have a test sent to one's own Discord.

    Raises:
        NotFound, SwitchedOff.
    """
    webhook = _lock(session, by)
    greet(session, webhook)
    return webhook


def hand_to_discord(session: Session, person_id: int) -> None:
    """Let what waits for a person's Discord be delivered; without one it is skipped."""
    webhook = queries.of_person(session, person_id)
    now = clock.now()
    for one in queries.lock_discord_due(session, person_id, limit=_AT_ONCE):
        late = one.useful_until is not None and one.useful_until <= now
        if webhook is None or not webhook.active or late:
            one.discord = MailStep.SKIPPED
            continue
        one.discord = MailStep.WRITTEN
        words = {"subject": one.subject, "text": one.text, "path": one.path}
        give(session, webhook.id, one.kind, {"words": words}, key=f"notice:{one.id}")


def _own(person_id: int, now: datetime) -> Webhook:
    return Webhook(
        person_id=person_id,
        name="My Discord",
        kind=WebhookKind.DISCORD,
        kinds=[],
        created_at=now,
        updated_at=now,
    )


def _lock(session: Session, by: Caller) -> Webhook:
    found = queries.of_person(session, by.id, lock=True)
    if found is None:
        raise NotFound("You have set no Discord webhook.")
    return found


def _record(session: Session, by: Caller, verb: str, **after: str) -> None:
    audit.record(
        session, f"scheduler.notification.{verb}", target=f"user/{by.id}", after=after or None
    )
