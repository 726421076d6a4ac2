"""Device types and manufacturers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Boolean, ForeignKey, Index, Integer, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, JsonValue, key_text, normalised
from labwright_inventory.entries.models import Entry


class Manufacturer(Entry):
    """Who makes devices."""

    __tablename__ = "manufacturers"
    KIND = "manufacturer"
    FIELDS = ("name", "website", "description", "notes")

    website: Mapped[str | None] = mapped_column(String(500))
    description: Mapped[str | None] = mapped_column(String(1000))
    notes: Mapped[str | None] = mapped_column(Text)


class DeviceType(Entry):
    """What a device is; `schedulable` and `default_capacity` hold where it says nothing else.

    `templates` (see `Templates`) is what its devices come with, `extra` what an imported file said
    beside that; both are read only where they are asked for. `slug` is its name in the
    device-type library.
    """

    __tablename__ = "device_types"
    __table_args__ = (
        Index("ix_device_types_manufacturer", "manufacturer_id"),
        UniqueConstraint("slug_key"),
        {"sqlite_autoincrement": True},
    )
    KIND = "device_type"
    FIELDS = (
        "name",
        "category",
        "schedulable",
        "has_ports",
        "manufacturer_id",
        "model",
        "u_height",
        "default_capacity",
        "description",
        "slug",
        "attributes_schema",
    )
    SHOWN: ClassVar = frozenset({"name", "category", "schedulable", "default_capacity"})

    category: Mapped[str] = mapped_column(String(40))
    schedulable: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    has_ports: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    manufacturer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("manufacturers.id"))
    model: Mapped[str | None] = mapped_column(String(200))
    u_height: Mapped[float | None] = mapped_column(Numeric(4, 1, asdecimal=False))
    default_capacity: Mapped[int] = mapped_column(Integer)
    description: Mapped[str | None] = mapped_column(String(1000))
    slug: Mapped[str | None] = mapped_column(String(100))
    slug_key: Mapped[str | None] = mapped_column(key_text())
    attributes_schema: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    templates: Mapped[dict[str, Any] | None] = mapped_column(JsonValue, deferred=True)
    extra: Mapped[dict[str, Any] | None] = mapped_column(JsonValue, deferred=True)

    def change(self, values: Mapping[str, Any], now: datetime) -> dict[str, tuple[Any, Any]]:
        """Set what differs, the slug's key too."""
        changes = super().change(values, now)
        self.slug_key = self.slug and normalised(self.slug)
        return changes

    def remove(self, now: datetime) -> None:
        """End it; its name and slug are free again."""
        super().remove(now)
        self.slug_key = None
