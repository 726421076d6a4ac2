"""Reports on devices: the latest, and those before it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, enum_text
from labwright_inventory.db import Base
from labwright_inventory.health.rules import HealthStatus


class DeviceHealth(Base):
    """The latest report on a device."""

    __tablename__ = "device_health"
    __table_args__ = (Index("ix_device_health_status", "status", "device_id"),)

    device_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("devices.id"), primary_key=True, autoincrement=False
    )
    status: Mapped[HealthStatus] = mapped_column(enum_text(HealthStatus))
    message: Mapped[str | None] = mapped_column(String(1000))
    metrics: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    actor: Mapped[str] = mapped_column(String(80))
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)


class HealthReport(Base):
    """One report; old ones are pruned."""

    __tablename__ = "health_reports"
    __table_args__ = (
        Index("ix_health_reports_device", "device_id", "id"),
        Index("ix_health_reports_at", "reported_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    device_id: Mapped[int] = mapped_column(BigId)
    status: Mapped[HealthStatus] = mapped_column(enum_text(HealthStatus))
    message: Mapped[str | None] = mapped_column(String(1000))
    metrics: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    actor: Mapped[str] = mapped_column(String(80))
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)
