"""The entries of the history."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, enum_text
from labwright_inventory.db import Base


class Action(StrEnum):
    """What was done to the device."""

    CREATE = "create"
    UPDATE = "update"
    TAGS = "tags"
    PORTS = "ports"
    LINKS = "links"
    IMPORT = "import"
    ATTACHMENT = "attachment"
    MAINTENANCE = "maintenance"
    REMOVE = "remove"
    UNDO = "undo"


class HistoryEntry(Base):
    """One changed field of a device.

    No foreign key: the history outlasts whatever it tells of. A thing that the device refers to
    is kept as `{"id", "name"}` of that time; each tag given or taken is an entry of its own.
    """

    __tablename__ = "history"
    __table_args__ = (
        Index("ix_history_device", "device_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    device_id: Mapped[int] = mapped_column(BigId)
    action: Mapped[Action] = mapped_column(enum_text(Action))
    field: Mapped[str] = mapped_column(String(40))
    old: Mapped[Any] = mapped_column(JsonValue, nullable=True)
    new: Mapped[Any] = mapped_column(JsonValue, nullable=True)
    actor: Mapped[str] = mapped_column(String(80))
    actor_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    request_id: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(255))
