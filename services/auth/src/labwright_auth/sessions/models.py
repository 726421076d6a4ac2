"""Sessions of people."""

from datetime import datetime
from typing import Self
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labwright_auth.db import Base
from labwright_auth.sessions.rules import SEEN_EVERY, Kind, Lifetimes, SessionSecret, expiry
from labwright_auth.throttle.rules import Visit
from labwright_chassis.columns import UtcDateTime, UuidText, enum_text


class UserSession(Base):
    """Somebody signed in, on one device.

    `expires_at` moves with each use, up to `ends_at`.
    """

    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(UuidText, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    kind: Mapped[Kind] = mapped_column(enum_text(Kind))
    secret_hash: Mapped[str] = mapped_column(String(64))
    user_agent: Mapped[str] = mapped_column(String(255))
    address: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def begin(
        cls, user_id: int, *, kind: Kind, visit: Visit, lifetimes: Lifetimes, now: datetime
    ) -> tuple[Self, SessionSecret]:
        """A new session and the secret that opens it, which is nowhere else."""
        secret = SessionSecret.generate(uuid4())
        ends_at = now + lifetimes.longest
        session = cls(
            id=secret.id,
            user_id=user_id,
            kind=kind,
            secret_hash=secret.hash,
            user_agent=visit.user_agent[:255],
            address=visit.address[:64],
            created_at=now,
            last_used_at=now,
            expires_at=expiry(now, ends_at, lifetimes),
            ends_at=ends_at,
        )
        return session, secret

    def holds(self, now: datetime) -> bool:
        """Whether it may still be used."""
        return self.revoked_at is None and now < self.expires_at

    def opens_with(self, secret: SessionSecret) -> bool:
        """Whether this is its secret."""
        return secret.opens(self.secret_hash)

    def use_is_news(self, now: datetime) -> bool:
        """Whether a use now is worth writing down."""
        return now - self.last_used_at >= SEEN_EVERY

    def revoke(self, now: datetime) -> None:
        """End it for good."""
        self.revoked_at = now
