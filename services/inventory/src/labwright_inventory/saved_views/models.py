"""Views that people keep."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, key_text, normalised
from labwright_inventory.db import Base
from labwright_inventory.entries.models import NAME_LENGTH


class SavedView(Base):
    """The device list as somebody likes to see it; all may open what is shared.

    `filters` are the list's own query, in its names; `columns` are what a front end shows.
    """

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("owner_id", "name_key"),
        Index("ix_saved_views_shared", "shared", "name_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column(BigId, default=1)
    org: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[int] = mapped_column(BigId)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    name_key: Mapped[str] = mapped_column(key_text())
    shared: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    filters: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    columns: Mapped[list[str]] = mapped_column(JsonValue)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def take(self, fields: dict[str, Any]) -> None:
        """Have these values."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.name_key = normalised(self.name)

    def told(self) -> dict[str, Any]:
        """What the audit log keeps of it."""
        return {name: getattr(self, name) for name in ("name", "shared", "filters", "columns")}
