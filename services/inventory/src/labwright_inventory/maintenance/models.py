"""Maintenances."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis import clock
from labwright_chassis.columns import BigId, UtcDateTime, enum_text
from labwright_inventory.db import Base
from labwright_inventory.devices.rules import DeviceStatus
from labwright_inventory.maintenance import rules
from labwright_inventory.maintenance.rules import MaintenanceKind, MaintenanceState, Step

FIELDS = (
    "kind",
    "title",
    "description",
    "start",
    "end",
    "performed_at",
    "performed_by",
    "next_due",
    "cost",
    "parts",
    "outcome",
)
"""What a person sets."""


class Maintenance(Base):
    """Work on a device, planned over `[start, end)`.

    `former_status` is what the device was when the work began; None before.
    """

    __tablename__ = "maintenance"
    __table_args__ = (
        Index("ix_maintenance_device", "device_id", "starts_at"),
        Index("ix_maintenance_window", "starts_at", "ends_at"),
        Index("ix_maintenance_next_due", "next_due"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("devices.id"))
    kind: Mapped[MaintenanceKind] = mapped_column(enum_text(MaintenanceKind))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str | None] = mapped_column(Text)
    start: Mapped[datetime] = mapped_column("starts_at", UtcDateTime)
    end: Mapped[datetime] = mapped_column("ends_at", UtcDateTime)
    state: Mapped[MaintenanceState] = mapped_column(enum_text(MaintenanceState))
    former_status: Mapped[DeviceStatus | None] = mapped_column(enum_text(DeviceStatus))
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    performed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    performed_by: Mapped[str | None] = mapped_column(String(200))
    next_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cost: Mapped[float | None] = mapped_column(Numeric(12, 2, asdecimal=False))
    parts: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(BigId, default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    def told(self) -> dict[str, Any]:
        """Its whole state as JSON, for the history."""
        told = {"id": self.id, "state": self.state.value}
        return told | rules.as_told({name: getattr(self, name) for name in FIELDS})

    def change(self, values: Mapping[str, Any], now: datetime) -> dict[str, tuple[Any, Any]]:
        """Set what differs and raise the version if anything did; (old, new) by field.

        Raises:
            MaintenanceRefused: its state no longer lets one of them change.
        """
        changes = {
            name: (getattr(self, name), value)
            for name, value in values.items()
            if getattr(self, name) != value
        }
        rules.check_changeable(self.state, changes)
        for name, (_, value) in changes.items():
            setattr(self, name, value)
        if changes:
            self._touch(now)
        return changes

    def move(self, step: Step, now: datetime) -> None:
        """Take the step; MaintenanceRefused where the state does not allow it."""
        self.state = rules.after(self.state, step)
        if step is Step.START:
            self.started_at = now
        self._touch(now)

    def _touch(self, now: datetime) -> None:
        self.version += 1
        self.updated_at = now
