"""The copies of people and groups."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, UtcDateTime
from labwright_inventory.db import Base


class Person(Base):
    """A person as auth last told of them: who may be a device's steward."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(BigId)
    username: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Group(Base):
    """A team or project as auth last told of it: what may own a device."""

    __tablename__ = "owner_groups"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(BigId)
    name: Mapped[str] = mapped_column(String(200))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
