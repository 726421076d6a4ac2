"""Personal tokens."""

from datetime import datetime
from typing import Self
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labwright_auth.db import Base
from labwright_auth.tokens.rules import SEEN_EVERY, TokenSecret
from labwright_chassis.columns import JsonValue, UtcDateTime, UuidText


class PersonalToken(Base):
    """What a person lets a program do: `permissions`, as far as he has them himself.

    `addresses` are networks (CIDR) from which alone it may be used; None: from everywhere.
    """

    __tablename__ = "personal_tokens"

    id: Mapped[UUID] = mapped_column(UuidText, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    secret_hash: Mapped[str] = mapped_column(String(64))
    permissions: Mapped[list[str]] = mapped_column(JsonValue)
    addresses: Mapped[list[str] | None] = mapped_column(JsonValue)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def issue(
        cls,
        user_id: int,
        *,
        name: str,
        permissions: list[str],
        addresses: list[str] | None,
        now: datetime,
        expires_at: datetime,
    ) -> tuple[Self, TokenSecret]:
        """A new token and the secret that is nowhere else."""
        secret = TokenSecret.generate(uuid4())
        token = cls(
            id=secret.id,
            user_id=user_id,
            name=name,
            secret_hash=secret.hash,
            permissions=permissions,
            addresses=addresses,
            created_at=now,
            expires_at=expires_at,
        )
        return token, secret

    def holds(self, now: datetime) -> bool:
        """Whether it may still be used."""
        return self.revoked_at is None and now < self.expires_at

    def use_is_news(self, now: datetime) -> bool:
        """Whether a use now is worth writing down."""
        return self.last_used_at is None or now - self.last_used_at >= SEEN_EVERY

    def revoke(self, now: datetime) -> None:
        """End it for good."""
        self.revoked_at = now

    def state(self) -> dict[str, object]:
        """What audit entries keep of a token."""
        return {
            "token": self.id.hex,
            "name": self.name,
            "permissions": self.permissions,
            "addresses": self.addresses,
            "expires_at": self.expires_at.isoformat(),
        }
