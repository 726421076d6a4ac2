"""Groups and their members."""

from datetime import datetime
from typing import Self

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labwright_auth.accounts.models import User
from labwright_auth.db import Base
from labwright_chassis.columns import BigId, UtcDateTime, enum_text, key_text, normalised
from labwright_contracts.auth import GroupKind


class Group(Base):
    """A team or a project. A removed one keeps its row, so that others hear of its end.

    `version` counts every change that others may see. `name_key` is None once it is removed: the
    name is free again.
    """

    __tablename__ = "groups"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column(BigId, default=1)
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str | None] = mapped_column(key_text(), unique=True)
    kind: Mapped[GroupKind] = mapped_column(enum_text(GroupKind))
    description: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    members: Mapped[list["Membership"]] = relationship(
        cascade="all, delete-orphan", order_by="Membership.user_id"
    )

    @classmethod
    def named(cls, name: str, *, kind: GroupKind, description: str, now: datetime) -> Self:
        """A new group without members."""
        return cls(
            version=1,
            name=name,
            name_key=normalised(name),
            kind=kind,
            description=description,
            created_at=now,
        )

    def rename(self, name: str) -> None:
        """Take another name."""
        self.name, self.name_key = name, normalised(name)

    def membership_of(self, user_id: int) -> "Membership | None":
        """How somebody belongs to it, None if he does not."""
        return next((one for one in self.members if one.user_id == user_id), None)

    def led_by(self, user_id: int) -> bool:
        """Whether somebody manages its members."""
        membership = self.membership_of(user_id)
        return membership is not None and membership.lead

    def remove(self, now: datetime) -> None:
        """End it."""
        self.removed_at, self.name_key = now, None

    def changed(self) -> None:
        """Count a change that others may see."""
        self.version += 1

    def state(self) -> dict[str, object]:
        """What audit entries keep of a group."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "description": self.description,
            "members": [one.user_id for one in self.members],
            "leads": [one.user_id for one in self.members if one.lead],
        }


class Membership(Base):
    """That somebody belongs to a group; a `lead` manages its members."""

    __tablename__ = "group_members"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    lead: Mapped[bool] = mapped_column(default=False)

    user: Mapped[User] = relationship()
