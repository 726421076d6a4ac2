"""Health of devices, and the reports on one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from labwright_chassis.errors import NotFound
from labwright_chassis.lists import count
from labwright_inventory.dependents.queries import devices
from labwright_inventory.health.models import DeviceHealth, HealthReport
from labwright_inventory.health.rules import HealthStatus
from labwright_inventory.health.schemas import ReportQuery


def site_of(session: Session, device_id: int) -> int | None:
    """The site of a device; NotFound if there is no such device."""
    present = (devices.c.id == device_id, devices.c.removed_at.is_(None))
    row = session.execute(select(devices.c.site_id).where(*present)).one_or_none()
    if row is None:
        raise NotFound(f"There is no device {device_id}.")
    site: int | None = row.site_id
    return site


def latest(session: Session, device_id: int, *, lock: bool = False) -> DeviceHealth | None:
    """The latest report on a device."""
    statement = select(DeviceHealth).where(DeviceHealth.device_id == device_id)
    return session.scalar(statement.with_for_update() if lock else statement)


def page(
    session: Session, device_id: int, query: ReportQuery
) -> tuple[Sequence[HealthReport], int]:
    """A page of the reports on a device, newest first, and how many match."""
    statement = select(HealthReport).where(HealthReport.device_id == device_id)
    if query.status:
        statement = statement.where(HealthReport.status.in_(query.status))
    if query.reported_at__gte:
        statement = statement.where(HealthReport.reported_at >= query.reported_at__gte)
    if query.reported_at__lt:
        statement = statement.where(HealthReport.reported_at < query.reported_at__lt)
    newest = statement.order_by(HealthReport.id.desc()).limit(query.limit).offset(query.offset)
    return session.scalars(newest).all(), count(session, statement)


def are(device_id: Any, statuses: Sequence[HealthStatus]) -> ColumnElement[bool]:
    """SQL: whether the device is so; one that nobody reports on is unknown."""
    reported = select(DeviceHealth.device_id)
    found: ColumnElement[bool] = device_id.in_(reported.where(DeviceHealth.status.in_(statuses)))
    if HealthStatus.UNKNOWN in statuses:
        return or_(found, device_id.not_in(reported))
    return found


def forget(session: Session, *, before: datetime, limit: int) -> int:
    """Delete reports of before that time, the oldest first; how many it were."""
    old = select(HealthReport.id).where(HealthReport.reported_at < before)
    ids = session.scalars(old.order_by(HealthReport.reported_at).limit(limit)).all()
    session.execute(delete(HealthReport).where(HealthReport.id.in_(ids)))
    return len(ids)
