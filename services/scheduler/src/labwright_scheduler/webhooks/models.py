"""Webhooks, and what is sent to each."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, UuidText, enum_text
from labwright_chassis.sealing import MasterKey
from labwright_scheduler.db import Base
from labwright_scheduler.webhooks.errors import SwitchedOff
from labwright_scheduler.webhooks.rules import DeliveryState, WebhookKind, masks
from labwright_scheduler.webhooks.rules.waits import PATIENCE, Outcome, rest_after, wait_after

FORMER_SECRET_LASTS = timedelta(days=1)


class Webhook(Base):
    """Where somebody wants to be told: the lab, or the person `person_id`.

    The address is sealed, as for Discord and others it is itself the secret; `shown_url` leaves the
    telling part out. `kinds` are what it is told, None is all. It fails since `failing_since`, and
    is left in peace until `rests_until`. One that switched itself off says why in `off_reason`;
    `off_told` is whether people know.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        UniqueConstraint("person_id"),
        Index("ix_webhooks_active", "active"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column(BigId, default=1)
    person_id: Mapped[int | None] = mapped_column(BigId)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[WebhookKind] = mapped_column(enum_text(WebhookKind))
    kinds: Mapped[list[str] | None] = mapped_column(JsonValue)
    shows_titles: Mapped[bool] = mapped_column(Boolean(create_constraint=False), default=False)
    active: Mapped[bool] = mapped_column(Boolean(create_constraint=False), default=True)
    shown_url: Mapped[str] = mapped_column(String(400), default="")
    sealed_url: Mapped[str] = mapped_column(Text, default="")
    sealed_secret: Mapped[str | None] = mapped_column(Text)
    sealed_former: Mapped[str | None] = mapped_column(Text)
    former_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    master_key_id: Mapped[str] = mapped_column(String(16), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rests_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    off_reason: Mapped[str] = mapped_column(String(300), default="")
    off_told: Mapped[bool] = mapped_column(Boolean(create_constraint=False), default=True)

    def wants(self, kind: str) -> bool:
        """Whether it is told of this kind."""
        return self.kinds is None or kind in self.kinds

    def lead_to(self, url: str, master: MasterKey) -> None:
        """Seal its address; it has its id already."""
        self.sealed_url = master.seal(url.encode(), name=self._sealed_as("url"))
        self.shown_url = masks.masked(url)
        self.master_key_id = master.id

    def keep_secret(self, secret: str, master: MasterKey, now: datetime) -> None:
        """Sign with this from now on, for a day with the former one beside it."""
        if self.sealed_secret is not None:
            former = master.open(self.sealed_secret, name=self._sealed_as("secret"))
            self.sealed_former = master.seal(former, name=self._sealed_as("former"))
            self.former_until = now + FORMER_SECRET_LASTS
        self.sealed_secret = master.seal(secret.encode(), name=self._sealed_as("secret"))

    def url(self, master: MasterKey) -> str:
        """Its address; `WrongMasterKey` if another key sealed it."""
        return master.open(self.sealed_url, name=self._sealed_as("url")).decode()

    def secrets(self, master: MasterKey, now: datetime) -> Sequence[str]:
        """What is signed with, the newest first."""
        found = [(self.sealed_secret, "secret")]
        if self.former_until is not None and self.former_until > now:
            found.append((self.sealed_former, "former"))
        return [master.open(s, name=self._sealed_as(part)).decode() for s, part in found if s]

    def must_be_on(self) -> None:
        """Raise `SwitchedOff` unless it is active."""
        if not self.active:
            raise SwitchedOff(self.name)

    def switch(self, *, on: bool) -> None:
        """Switch it on, with what was forgotten, or off."""
        self.active = on
        self.off_reason, self.off_told = "", True
        self.failures, self.failing_since, self.rests_until = 0, None, None

    def give_up(self, reason: str) -> None:
        """Switch itself off; people are told later."""
        self.active, self.off_told = False, False
        self.off_reason = reason
        self.version += 1

    def note(self, outcome: Outcome, now: datetime) -> bool:
        """Remember how an attempt went; whether it gave itself up for it."""
        if outcome.ok:
            self.version += self.failing_since is not None
            self.failures, self.failing_since, self.rests_until = 0, None, None
            return False
        self.version += self.failing_since is None
        self.failures += 1
        self.failing_since = self.failing_since or now
        self.rests_until = now + rest_after(self.failures, outcome.retry_after)
        if outcome.gone(self.kind):
            self.give_up(f"It answered {outcome.code}: it is there no more.")
        elif now - self.failing_since >= PATIENCE:
            self.give_up(f"It failed for {PATIENCE.days} days, last: {outcome.reason}"[:300])
        return not self.active

    def _sealed_as(self, part: str) -> str:
        return f"webhook/{self.id}/{part}"


class Delivery(Base):
    """One thing that a webhook is told once; `uid` is its `webhook-id`, also when sent again.

    `key` names the occasion. `told` is what its body is made of.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "key"),
        Index("ix_webhook_deliveries_due", "state", "next_at"),
        Index("ix_webhook_deliveries_list", "webhook_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    webhook_id: Mapped[int] = mapped_column(BigId, ForeignKey("webhooks.id", ondelete="CASCADE"))
    uid: Mapped[UUID] = mapped_column(UuidText)
    key: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(24))
    told: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    state: Mapped[DeliveryState] = mapped_column(enum_text(DeliveryState))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    code: Mapped[int | None] = mapped_column(Integer)
    answer: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(String(300), default="")

    def note(self, outcome: Outcome, now: datetime) -> None:
        """Remember how an attempt went, and when the next one is."""
        self.code, self.answer, self.reason = outcome.code, outcome.answer, outcome.reason[:300]
        wait = wait_after(self.attempts)
        if outcome.ok or wait is None:
            self.state = DeliveryState.DELIVERED if outcome.ok else DeliveryState.FAILED
            self.next_at, self.settled_at = None, now
        else:
            self.next_at = now + max(wait, outcome.retry_after or wait)

    def send_again(self, now: datetime) -> None:
        """Begin anew, under the same id."""
        self.state, self.attempts = DeliveryState.WAITING, 0
        self.next_at, self.settled_at = now, None
