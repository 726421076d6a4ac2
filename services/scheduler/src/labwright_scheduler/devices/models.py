"""The copy of a device, and what the scheduler adds to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Index, Integer, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, enum_text
from labwright_contracts.inventory import DeviceStatus
from labwright_scheduler.calendar.rules import Place
from labwright_scheduler.db import Base


def closed_because(status: DeviceStatus, *, schedulable: bool, in_window: bool) -> str | None:
    """Why a device that stands cannot be booked at all at present, or None.

    Maintenance that runs `in_window` blocks that window, and not what comes after it.
    """
    expected = in_window and status is DeviceStatus.IN_MAINTENANCE
    if status is not DeviceStatus.ACTIVE and not expected:
        return str(status)
    return None if schedulable else "not schedulable"


class Device(Base):
    """A device as inventory last told of it; `calendar_version` counts changes of its bookings.

    `tag_keys` holds the normalised tag names between bars (`|c-band|otdr|`), for filters. `ports`
    and `links` are as inventory tells them (None before it first did), read only when asked for.
    """

    __tablename__ = "devices"
    __table_args__ = (
        Index("ix_devices_name", "name"),
        Index("ix_devices_type", "type_id"),
        Index("ix_devices_site", "site_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(BigId)
    name: Mapped[str] = mapped_column(String(200))
    oi_id: Mapped[str | None] = mapped_column(String(100))
    type_id: Mapped[int] = mapped_column(BigId)
    type_name: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(60))
    manufacturer: Mapped[str | None] = mapped_column(String(200))
    model: Mapped[str | None] = mapped_column(String(200))
    site_id: Mapped[int | None] = mapped_column(BigId)
    site_name: Mapped[str | None] = mapped_column(String(200))
    time_zone: Mapped[str | None] = mapped_column(String(64))
    rack_id: Mapped[int | None] = mapped_column(BigId)
    rack_name: Mapped[str | None] = mapped_column(String(200))
    u_position: Mapped[float | None] = mapped_column(Numeric(4, 1, asdecimal=False))
    steward_id: Mapped[int | None] = mapped_column(BigId)
    status: Mapped[DeviceStatus] = mapped_column(enum_text(DeviceStatus))
    schedulable: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    capacity: Mapped[int] = mapped_column(Integer)
    polatis_name: Mapped[str | None] = mapped_column(String(200))
    tags: Mapped[list[str]] = mapped_column(JsonValue)
    tag_keys: Mapped[str] = mapped_column(Text)
    ports: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonValue, deferred=True)
    links: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonValue, deferred=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    calendar_version: Mapped[int] = mapped_column(BigId, server_default="0", default=0)

    def closed_because(self, *, in_window: bool = False) -> str | None:
        """Why the device cannot be booked at all at present, or None (see `closed_because`)."""
        if self.removed_at is not None:
            return "removed"
        return closed_because(self.status, schedulable=self.schedulable, in_window=in_window)

    @property
    def place(self) -> Place:
        """What closures name it by."""
        return Place(self.id, self.type_id, self.site_id)

    def bears(self, *, in_window: bool = False) -> tuple[int, str]:
        """How many slots at once it bears, and why no more: 0 while it cannot be booked."""
        reason = self.closed_because(in_window=in_window)
        return (0, f"device {reason}") if reason else (self.capacity, "capacity lowered")
