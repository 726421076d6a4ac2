"""Counters of failures, and the places that people signed in from."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labwright_auth.db import Base
from labwright_auth.throttle.rules import FORGOTTEN_AFTER, limit_of
from labwright_chassis.columns import UtcDateTime


class FailureCount(Base):
    """Failures of one name, address or place (see `Keys`); `user_id` where the name is somebody's.

    The next attempt waits until `held_until`.
    """

    __tablename__ = "failure_counts"

    key: Mapped[str] = mapped_column(String(96), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    failures: Mapped[int]
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    held_until: Mapped[datetime] = mapped_column(UtcDateTime)

    def fail(self, now: datetime) -> bool:
        """Count one more failure; whether this one locks."""
        self.failures = self.failures + 1 if now - self.failed_at < FORGOTTEN_AFTER else 1
        self.failed_at = now
        limit = limit_of(self.key)
        self.held_until = now + limit.wait(self.failures)
        return self.failures == limit.lock_at


class KnownPlace(Base):
    """A name and an address that a sign-in succeeded with."""

    __tablename__ = "known_places"

    key: Mapped[str] = mapped_column(String(96), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
