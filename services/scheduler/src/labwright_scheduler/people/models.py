"""The copies of people, groups and qualifications."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, enum_text, key_text
from labwright_contracts.auth import GroupKind, UserStatus
from labwright_scheduler.db import Base


class Person(Base):
    """A person as auth last told of them; version 0 if only a token has told so far.

    `roles` are names, None before auth first told them.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(BigId)
    username: Mapped[str] = mapped_column(String(100))
    username_key: Mapped[str] = mapped_column(key_text(100), index=True)
    display_name: Mapped[str] = mapped_column(String(200))
    status: Mapped[UserStatus] = mapped_column(enum_text(UserStatus))
    roles: Mapped[list[str] | None] = mapped_column(JsonValue)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Group(Base):
    """A team or project as auth last told of it.

    `member_keys` holds the members' ids between bars (`|7|12|`), to find somebody's groups.
    """

    __tablename__ = "people_groups"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(BigId)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[GroupKind] = mapped_column(enum_text(GroupKind))
    member_keys: Mapped[str] = mapped_column(Text)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def has(self, person_id: int) -> bool:
        """Whether somebody is a member of it."""
        return f"|{person_id}|" in self.member_keys


class Qualification(Base):
    """That a person has what `tag` stands for, before `valid_until` (None: without end)."""

    __tablename__ = "qualifications"
    __table_args__ = (Index("ix_qualifications_person", "person_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(BigId)
    person_id: Mapped[int] = mapped_column(BigId)
    tag: Mapped[str] = mapped_column(String(60))
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
