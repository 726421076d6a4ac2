"""Roles, permissions, and who has which."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labwright_auth.db import Base
from labwright_chassis.callers import Sites
from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, key_text, normalised
from labwright_contracts.permissions import ROLES

role_permissions = Table(
    "role_permissions",
    Base.metadata,
    Column("role_id", ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True),
    Column("permission", ForeignKey("permissions.name"), primary_key=True, index=True),
)


class Permission(Base):
    """A permission that some release declared; a row also says that its defaults were given."""

    __tablename__ = "permissions"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    description: Mapped[str] = mapped_column(String(255))
    seeded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Role(Base):
    """A named set of permissions; a lower `position` is a higher rank, equal ones are equals."""

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column(BigId, default=1, server_default="1")
    name: Mapped[str] = mapped_column(String(50), unique=True)
    name_key: Mapped[str | None] = mapped_column(key_text(), unique=True)
    description: Mapped[str] = mapped_column(String(255), default="", server_default="")
    position: Mapped[int]

    granted: Mapped[list[Permission]] = relationship(
        secondary=role_permissions, order_by=Permission.name
    )

    @classmethod
    def named(cls, name: str, *, description: str, position: int) -> Self:
        """A new role that permits nothing yet."""
        return cls(
            version=1,
            name=name,
            name_key=normalised(name),
            description=description,
            position=position,
        )

    @property
    def permissions(self) -> list[str]:
        """Names of what this role may do."""
        return [permission.name for permission in self.granted]

    @property
    def built_in(self) -> bool:
        """Whether every lab begins with it."""
        return self.name in ROLES

    def rename(self, name: str) -> None:
        """Take another name."""
        self.name, self.name_key = name, normalised(name)

    def changed(self) -> None:
        """Count a change."""
        self.version += 1

    def state(self) -> dict[str, object]:
        """What audit entries keep of a role."""
        return {
            "name": self.name,
            "description": self.description,
            "position": self.position,
            "permissions": self.permissions,
        }


class Assignment(Base):
    """That somebody has a role; `sites` are ids of those where it counts, None where all do."""

    __tablename__ = "user_roles"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"), primary_key=True, index=True)
    sites: Mapped[list[int] | None] = mapped_column(JsonValue)

    role: Mapped[Role] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def of(cls, role: Role, sites: Sites = "*") -> Self:
        """A new assignment, for whoever it is put with."""
        return cls(role=role, sites=stored(sites))

    @property
    def at(self) -> Sites:
        """Where the role counts."""
        return "*" if self.sites is None else frozenset(self.sites)


def stored(sites: Sites) -> list[int] | None:
    """Sites as a row keeps them."""
    return None if sites == "*" else sorted(sites)


def by_rank(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Assignments, the highest role first."""
    return sorted(assignments, key=lambda one: (one.role.position, one.role.id))
