"""Wishes for a new password that the worker has not looked at yet."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from labwright_auth.db import Base
from labwright_chassis.columns import BigId, UtcDateTime


class ResetWish(Base):
    """Somebody asked for a new password for a name, which may be nobody's."""

    __tablename__ = "reset_wishes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
