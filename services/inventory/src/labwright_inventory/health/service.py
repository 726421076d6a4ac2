"""Taking a report on a device."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.callers import Caller, Scope
from labwright_chassis.db import insert_new
from labwright_inventory.health import queries
from labwright_inventory.health.models import DeviceHealth, HealthReport
from labwright_inventory.health.rules import HealthStatus
from labwright_inventory.permissions import HEALTH_WRITE


def report_health(
    session: Session, device_id: int, values: Mapping[str, Any], *, by: Caller
) -> HealthReport:
    """Keep a report as the latest and among those before it.

    The device's version stays: nobody who changes a device is disturbed by how it is. Audited is
    what differs from the latest report; a heartbeat that says the same would drown the rest.
    """
    by.must(HEALTH_WRITE, Scope.at(by.org, queries.site_of(session, device_id)))
    row = {**values, "device_id": device_id, "actor": by.actor, "reported_at": clock.now()}
    before = _replace_latest(session, row)
    report = HealthReport(**row)
    session.add(report)
    session.flush()
    if before is not values["status"]:
        audit.record(
            session,
            "inventory.health.report",
            target=f"device/{device_id}",
            before={"status": before},
            after={"status": values["status"], "message": values["message"]},
        )
    return report


def _replace_latest(session: Session, row: dict[str, Any]) -> HealthStatus:
    """Write the latest report; the status before it."""
    if insert_new(session, cast(Table, DeviceHealth.__table__), row):
        return HealthStatus.UNKNOWN
    latest = queries.latest(session, row["device_id"], lock=True)
    assert latest is not None
    before = latest.status
    for name, value in row.items():
        setattr(latest, name, value)
    return before
