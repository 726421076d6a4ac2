"""Devices."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis import clock
from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, enum_text, key_text
from labwright_inventory.db import Base
from labwright_inventory.devices.rules import DeviceStatus, differ, keys_of

FIELDS = (
    "oi_id",
    "name",
    "device_type_id",
    "manufacturer_id",
    "model",
    "serial_number",
    "status",
    "schedulable",
    "capacity",
    "site_id",
    "rack_id",
    "u_position",
    "hostname",
    "mgmt_ip",
    "polatis_name",
    "notes",
    "attributes",
    "steward_id",
    "owner_group_id",
)
"""What a person sets, tags apart."""


class Device(Base):
    """A device of the lab. `schedulable` and `capacity` are None where its type's hold.

    In a rack it stands at the rack's site; `u_position` is the lowest unit that it takes.

    Every change raises `version`. The key columns keep it unique and are NULL once it is removed;
    the row stays, so that others can be told and the history stays readable.
    """

    __tablename__ = "devices"
    __table_args__ = (
        UniqueConstraint("site_key", "name_key"),
        UniqueConstraint("oi_id_key"),
        UniqueConstraint("serial_key"),
        Index("ix_devices_name", "name_key"),
        # For orders alone: a unique index, which may hold NULL twice, gives no order with the id.
        Index("ix_devices_oi_id", "oi_id_key"),
        Index("ix_devices_serial", "serial_key"),
        Index("ix_devices_status", "status", "name_key"),
        Index("ix_devices_model", "model", "name_key"),
        Index("ix_devices_hostname", "hostname"),
        Index("ix_devices_created", "created_at"),
        Index("ix_devices_updated", "updated_at"),
        Index("ix_devices_removed", "removed_at", "created_at"),
        Index("ix_devices_type", "device_type_id"),
        Index("ix_devices_manufacturer", "manufacturer_id"),
        Index("ix_devices_site", "site_id"),
        Index("ix_devices_rack", "rack_id"),
        Index("ix_devices_steward", "steward_id"),
        Index("ix_devices_owner_group", "owner_group_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    oi_id: Mapped[str | None] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(120))
    device_type_id: Mapped[int] = mapped_column(BigId, ForeignKey("device_types.id"))
    manufacturer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("manufacturers.id"))
    model: Mapped[str | None] = mapped_column(String(200))
    serial_number: Mapped[str | None] = mapped_column(String(100))
    status: Mapped[DeviceStatus] = mapped_column(enum_text(DeviceStatus))
    schedulable: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    capacity: Mapped[int | None] = mapped_column(Integer)
    site_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sites.id"))
    rack_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("racks.id"))
    u_position: Mapped[float | None] = mapped_column(Numeric(4, 1, asdecimal=False))
    hostname: Mapped[str | None] = mapped_column(String(253))
    mgmt_ip: Mapped[str | None] = mapped_column(String(45))
    polatis_name: Mapped[str | None] = mapped_column(String(200))
    notes: Mapped[str | None] = mapped_column(Text)
    attributes: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    steward_id: Mapped[int | None] = mapped_column(BigId)
    owner_group_id: Mapped[int | None] = mapped_column(BigId)
    site_key: Mapped[int] = mapped_column(BigId)
    name_key: Mapped[str | None] = mapped_column(key_text())
    oi_id_key: Mapped[str | None] = mapped_column(key_text())
    serial_key: Mapped[str | None] = mapped_column(key_text())
    version: Mapped[int] = mapped_column(BigId, default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def values(self) -> dict[str, Any]:
        """What a person has set."""
        return {name: getattr(self, name) for name in FIELDS}

    def differences(self, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
        """(old, new) of each field in which the values differ from the present ones."""
        present = self.values()
        return {n: (present[n], new) for n, new in values.items() if differ(present[n], new)}

    def change(self, values: Mapping[str, Any], now: datetime) -> None:
        """Set the values and raise the version."""
        for name, value in values.items():
            setattr(self, name, value)
        for name, key in keys_of(self.values()).items():
            setattr(self, name, key)
        self.version += 1
        self.updated_at = now

    def remove(self, now: datetime) -> None:
        """Soft removal: its names are free again."""
        self.name_key = self.oi_id_key = self.serial_key = None
        self.removed_at = self.updated_at = now
        self.version += 1
