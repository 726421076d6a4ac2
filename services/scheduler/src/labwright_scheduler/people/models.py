"""The copy of a person."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, UtcDateTime, enum_text, key_text
from labwright_contracts.auth import UserStatus
from labwright_scheduler.db import Base


class Person(Base):
    """A person as auth last told of them; version 0 if only a token has told so far."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(BigId)
    username: Mapped[str] = mapped_column(String(100))
    username_key: Mapped[str] = mapped_column(key_text(100), index=True)
    display_name: Mapped[str] = mapped_column(String(200))
    status: Mapped[UserStatus] = mapped_column(enum_text(UserStatus))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
