"""Qualifications of people."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labwright_auth.db import Base
from labwright_chassis.columns import BigId, UtcDateTime


class Qualification(Base):
    """That a person has what `tag` stands for, before `valid_until` if that is set.

    A withdrawn one keeps its row; granting it again revives it at a higher version.
    """

    __tablename__ = "qualifications"
    __table_args__ = (UniqueConstraint("user_id", "tag"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column(BigId, default=1)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    tag: Mapped[str] = mapped_column(String(60), index=True)
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def grant(self, until: datetime | None) -> bool:
        """Let it hold until then; whether that changes anything."""
        if self.removed_at is None and self.valid_until == until:
            return False
        self.valid_until, self.removed_at = until, None
        self.version += 1
        return True

    def withdraw(self, now: datetime) -> None:
        """End it."""
        self.removed_at = now
        self.version += 1

    def state(self) -> dict[str, object]:
        """What audit entries keep of a qualification."""
        until = self.valid_until.isoformat() if self.valid_until else None
        return {"user_id": self.user_id, "tag": self.tag, "valid_until": until}
