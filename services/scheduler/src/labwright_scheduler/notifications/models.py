"""Notices of people, what they want to be told of, and who approves."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Boolean, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, UuidText, enum_text
from labwright_scheduler.db import Base
from labwright_scheduler.notifications.rules import NoticeKind


class MailStep(StrEnum):
    """Where a notice is on its way to be a mail, or a message on Discord."""

    NONE = "none"
    DUE = "due"
    WRITTEN = "written"
    SKIPPED = "skipped"


class Notification(Base):
    """One person told one thing. `key` names the occasion, so that nobody is told twice of it.

    `listed` is whether the app shows it; `path` leads below the public address to what it is about.
    After `useful_until` it is no mail any more, nor a message on Discord.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("key", "person_id"),
        Index("ix_notifications_list", "person_id", "listed", "id"),
        Index("ix_notifications_mail", "mail", "created_at"),
        Index("ix_notifications_discord", "discord", "person_id"),
        Index("ix_notifications_created_at", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId)
    key: Mapped[str] = mapped_column(String(80))
    kind: Mapped[NoticeKind] = mapped_column(enum_text(NoticeKind))
    booking_uid: Mapped[UUID | None] = mapped_column(UuidText)
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(String(200))
    listed: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    mail: Mapped[MailStep] = mapped_column(enum_text(MailStep))
    discord: Mapped[MailStep] = mapped_column(enum_text(MailStep), server_default=MailStep.NONE)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    useful_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def mark_read(self, now: datetime) -> None:
        """Remember when it was first read."""
        self.read_at = self.read_at or now


class Preference(Base):
    """What a person has chosen, by kind and channel."""

    __tablename__ = "notification_preferences"

    person_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigId, default=0)
    choices: Mapped[dict[str, dict[str, bool]]] = mapped_column(JsonValue)

    def choose(self, wishes: Mapping[str, Mapping[str, bool | None]]) -> None:
        """Take over wishes; None lets a channel follow its default again."""
        present = {kind: dict(chosen) for kind, chosen in self.choices.items()}
        for kind, wish in wishes.items():
            kept = {**present.get(kind, {}), **wish}
            present[kind] = {name: on for name, on in kept.items() if on is not None}
        self.choices = {kind: chosen for kind, chosen in present.items() if chosen}
        self.version += 1


class Approver(Base):
    """Somebody who may approve, as auth last said; at `sites`, or at all where that is None."""

    __tablename__ = "approvers"

    person_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    sites: Mapped[list[int] | None] = mapped_column(JsonValue)
