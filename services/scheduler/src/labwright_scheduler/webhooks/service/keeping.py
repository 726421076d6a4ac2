"""Making, changing and removing the lab's webhooks, and exchanging their secrets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pydantic import SecretStr
from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.errors import Malformed
from labwright_chassis.sealing import MasterKey
from labwright_scheduler.webhooks import queries
from labwright_scheduler.webhooks.errors import NoMasterKey, UnsafeTarget, Unsigned
from labwright_scheduler.webhooks.models import Webhook
from labwright_scheduler.webhooks.rules import WebhookKind, masks, signing
from labwright_scheduler.webhooks.schemas import WebhookChange, WebhookIn

Expectation = Callable[[int], None]
"""Raises unless the caller changed from this version."""

_AUDITED = ("name", "kind", "kinds", "shows_titles", "active")


class Guard(Protocol):
    """Knows where webhooks may lead."""

    def check(self, url: str, *, discord: bool) -> None:
        """Raise `UnsafeTarget` unless it may lead there, as its name resolves now."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Safety:
    """What keeps webhooks safe: the key that seals, and who knows where they may lead."""

    master: MasterKey | None
    guard: Guard

    @property
    def key(self) -> MasterKey:
        """The master key, or `NoMasterKey`."""
        if self.master is None:
            raise NoMasterKey
        return self.master

    def check(self, url: SecretStr, *, kind: WebhookKind) -> None:
        """Raise Malformed unless a webhook of this kind may lead there."""
        try:
            self.guard.check(url.get_secret_value(), discord=kind is WebhookKind.DISCORD)
        except UnsafeTarget as error:
            raise Malformed.at("/url", error.reason, "unsafe") from error


def make(session: Session, request: WebhookIn, *, safety: Safety) -> tuple[Webhook, str | None]:
    """Tell somebody from now on; the webhook, and its secret, which is shown this once.

    Raises:
        NoMasterKey: there is nothing to seal with.
        Malformed: the address may not be spoken to.
    """
    key = safety.key
    # Before anything is locked: a name server may take its time.
    safety.check(request.url, kind=request.kind)
    now = clock.now()
    webhook = Webhook(
        name=request.name,
        kind=request.kind,
        kinds=_listed(request.kinds),
        shows_titles=request.shows_titles,
        active=request.active,
        created_at=now,
        updated_at=now,
    )
    session.add(webhook)
    session.flush()
    webhook.lead_to(request.url.get_secret_value(), key)
    secret = _signed_anew(webhook, key, now) if webhook.kind is WebhookKind.GENERIC else None
    session.flush()
    _record(session, webhook, "create", after=_shown(webhook, request.url))
    return webhook, secret


def change(
    session: Session,
    id: int,
    change: WebhookChange,
    *,
    safety: Safety,
    expect: Expectation,
) -> Webhook:
    """Change a webhook; switched off, what waits for it is given up.

    Raises:
        NotFound, Stale, PreconditionMissing, NoMasterKey.
        Malformed: the address may not be spoken to.
    """
    sent = change.sent()
    key = safety.key if "url" in sent else None
    if key is not None:
        safety.check(sent["url"], kind=queries.get(session, id).kind)
    webhook = queries.get(session, id, lock=True)
    expect(webhook.version)
    before = _shown(webhook)
    for name in sent.keys() & {"name", "shows_titles"}:
        setattr(webhook, name, sent[name])
    if "kinds" in sent:
        webhook.kinds = _listed(sent["kinds"])
    if key is not None:
        webhook.lead_to(sent["url"].get_secret_value(), key)
    if "active" in sent and sent["active"] != webhook.active:
        _switch(session, webhook, on=sent["active"])
    webhook.version += 1
    webhook.updated_at = clock.now()
    session.flush()
    _record(session, webhook, "update", before=before, after=_shown(webhook, sent.get("url")))
    return webhook


def remove(session: Session, id: int, *, expect: Expectation) -> None:
    """Forget a webhook, its secret and its deliveries."""
    webhook = queries.get(session, id, lock=True)
    expect(webhook.version)
    session.delete(webhook)
    session.flush()
    _record(session, webhook, "delete", before=_shown(webhook))


def exchange_secret(
    session: Session, id: int, *, safety: Safety, expect: Expectation
) -> tuple[Webhook, str]:
    """Make another secret; for a day it is signed with both. The new one is shown this once.

    Raises:
        Unsigned: Discord's have none.
    """
    key = safety.key
    webhook = queries.get(session, id, lock=True)
    expect(webhook.version)
    if webhook.kind is WebhookKind.DISCORD:
        raise Unsigned
    now = clock.now()
    secret = _signed_anew(webhook, key, now)
    webhook.version += 1
    webhook.updated_at = now
    session.flush()
    _record(session, webhook, "exchange_secret")
    return webhook, secret


def _signed_anew(webhook: Webhook, key: MasterKey, now: datetime) -> str:
    secret = signing.new_secret()
    webhook.keep_secret(secret, key, now)
    return secret


def _switch(session: Session, webhook: Webhook, *, on: bool) -> None:
    webhook.switch(on=on)
    if not on:
        queries.fail_waiting(session, webhook.id, clock.now(), reason="It was switched off.")


def _listed(kinds: list[Any] | None) -> list[str] | None:
    return None if kinds is None else sorted({str(kind) for kind in kinds})


def _shown(webhook: Webhook, url: SecretStr | None = None) -> dict[str, Any]:
    """For the audit log, which everybody who reads it may see: no path of the address."""
    told = {name: getattr(webhook, name) for name in _AUDITED}
    address = masks.origin(url.get_secret_value() if url else webhook.shown_url)
    return {**told, "address": address, "address_changed": url is not None}


def _record(session: Session, webhook: Webhook, verb: str, **states: Any) -> None:
    audit.record(session, f"scheduler.webhook.{verb}", target=f"webhook/{webhook.id}", **states)
