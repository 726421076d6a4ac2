"""Invitations."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labwright_auth.accounts.models import User
from labwright_auth.db import Base
from labwright_auth.invitations.rules import InvitationState
from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, key_text


class Invitation(Base):
    """Somebody may make an account with an address and these roles.

    `roles` are ids of roles, each with the ids of the sites where it counts, or None for all.
    `open_key` is the normalised address while the invitation is open: there is one at a time.
    """

    __tablename__ = "invitations"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    open_key: Mapped[str | None] = mapped_column(key_text(), unique=True)
    roles: Mapped[list[tuple[int, list[int] | None]]] = mapped_column(JsonValue)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    def state_at(self, now: datetime) -> InvitationState:
        """What has become of it."""
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.OPEN if now < self.expires_at else InvitationState.EXPIRED

    def accept(self, user: User, now: datetime) -> None:
        """Be used, once."""
        self.accepted_at, self.accepted_by, self.open_key = now, user.id, None

    def revoke(self, now: datetime) -> None:
        """End it."""
        self.revoked_at, self.open_key = now, None
