"""People and how they prove who they are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labwright_auth.accounts.rules import Hashed
from labwright_auth.db import Base
from labwright_auth.roles.models import Assignment, Role, by_rank, stored
from labwright_chassis.callers import Sites
from labwright_chassis.columns import BigId, UtcDateTime, enum_text, key_text, normalised
from labwright_contracts.auth import UserStatus


class User(Base):
    """A person with an account.

    `version` counts every change that others may see. `*_key` are the normalised forms in which
    names are unique.
    """

    __tablename__ = "users"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column(BigId, default=1)
    username: Mapped[str] = mapped_column(String(50))
    username_key: Mapped[str] = mapped_column(key_text(), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(key_text(), unique=True)
    email_verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discord_id: Mapped[str | None] = mapped_column(String(20), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    status: Mapped[UserStatus] = mapped_column(enum_text(UserStatus))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    assignments: Mapped[list[Assignment]] = relationship(cascade="all, delete-orphan")
    credential: Mapped["Credential | None"] = relationship(back_populates="user")

    @classmethod
    def named(cls, username: str, *, email: str | None, display_name: str, now: datetime) -> Self:
        """A new, active person."""
        return cls(
            version=1,
            username=username,
            username_key=normalised(username),
            email=email,
            email_key=normalised(email) if email else None,
            display_name=display_name,
            status=UserStatus.ACTIVE,
            created_at=now,
        )

    @property
    def active(self) -> bool:
        """Whether this person may act."""
        return self.status is UserStatus.ACTIVE

    @property
    def roles(self) -> list[str]:
        """Names of the person's roles, highest rank first."""
        return [one.role.name for one in by_rank(self.assignments)]

    @property
    def sites(self) -> dict[str, list[int]]:
        """Ids of the sites at which roles count that do not count everywhere, by their names."""
        return {one.role.name: one.sites for one in self.assignments if one.sites is not None}

    def assign(self, wanted: Mapping[Role, Sites]) -> None:
        """Have these roles at these sites, and no others."""
        present = {one.role: one for one in self.assignments}
        for role, sites in wanted.items():
            if role in present:
                present[role].sites = stored(sites)
            else:
                self.assignments.append(Assignment.of(role, sites))
        for role in present.keys() - wanted.keys():
            self.assignments.remove(present[role])

    @property
    def email_verified(self) -> bool:
        """Whether the person has shown that the address is his."""
        return self.email is not None and self.email_verified_at is not None

    def move_email(self, address: str | None, *, verified_at: datetime | None) -> None:
        """Take another address, or none."""
        self.email = address
        self.email_key = normalised(address) if address else None
        self.email_verified_at = verified_at

    def set_password(self, password: Hashed, now: datetime) -> None:
        """Replace the password, or give the first one."""
        if self.credential is None:
            self.credential = Credential()
        self.credential.scheme = password.scheme
        self.credential.password_hash = password.text
        self.credential.changed_at = now

    def changed(self) -> None:
        """Count a change that others may see."""
        self.version += 1

    def state(self) -> dict[str, object]:
        """What audit entries keep of a person."""
        return {
            "username": self.username,
            "email": self.email,
            "display_name": self.display_name,
            "discord_id": self.discord_id,
            "status": self.status.value,
            "roles": self.roles,
            "sites": self.sites,
        }


class Credential(Base):
    """A person's password as a salted hash; `scheme` names how it was made."""

    __tablename__ = "credentials"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    scheme: Mapped[str] = mapped_column(String(30))
    password_hash: Mapped[str] = mapped_column(String(255))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(back_populates="credential")

    @property
    def hashed(self) -> Hashed:
        """The kept hash."""
        return Hashed(self.scheme, self.password_hash)
