"""What people keep in order to ask for it again."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, enum_text, key_text, normalised
from labwright_scheduler.db import Base
from labwright_scheduler.presets.rules import Kind

LONGEST_KEY = 200


class Preset(Base):
    """A named list of devices, with what its kind says of each and of all; own or shared.

    `items` are objects with a `device_id` and what else the kind has of a device.
    """

    __tablename__ = "presets"
    __table_args__ = (
        UniqueConstraint("owner_id", "kind", "name_key"),
        Index("ix_presets_shared", "kind", "shared"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column(BigId, default=1)
    kind: Mapped[Kind] = mapped_column(enum_text(Kind))
    org: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[int] = mapped_column(BigId)
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(key_text(LONGEST_KEY))
    description: Mapped[str | None] = mapped_column(String(1000))
    shared: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    content: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    items: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def take(self, fields: dict[str, Any]) -> None:
        """Have these values, which the schema of its kind has checked."""
        own = {"name", "description", "shared", "items"}
        for name in own & fields.keys():
            setattr(self, name, fields[name])
        self.name_key = normalised(self.name)
        others = {name: value for name, value in fields.items() if name not in own}
        self.content = {**(self.content or {}), **others}

    def device_ids(self) -> list[int]:
        """The devices in it, in order of id."""
        return sorted({item["device_id"] for item in self.items})

    def told(self) -> dict[str, Any]:
        """What the audit log keeps of it."""
        return {"name": self.name, "shared": self.shared, "items": self.items, **self.content}
