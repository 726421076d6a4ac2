"""Maintenance windows as other services see them."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from labwright_chassis.snapshots import Rendered, SnapshotSource
from labwright_contracts import inventory as contracts
from labwright_contracts.catalogue import MAINTENANCE_CHANGED, MAINTENANCE_REMOVED
from labwright_inventory.maintenance import queries
from labwright_inventory.maintenance.models import Maintenance
from labwright_inventory.maintenance.rules import MaintenanceState


def snapshot_source() -> SnapshotSource:
    """Windows for the relay, for `/internal/snapshots/maintenance` and for drift checks."""
    table = Maintenance.__table__
    return SnapshotSource("maintenance", "maintenance", table.c.id, table.c.version, render)


def render(session: Session, ids: Sequence[int]) -> Iterable[Rendered]:
    """The public state of these maintenances, cancelled ones included, in one statement."""
    for found in queries.by_id(session, ids):
        cancelled = found.state is MaintenanceState.CANCELLED
        event_type = MAINTENANCE_REMOVED if cancelled else MAINTENANCE_CHANGED
        yield Rendered(found.id, found.version, event_type, _snapshot(found, cancelled))


def _snapshot(found: Maintenance, cancelled: bool) -> contracts.MaintenanceSnapshot:
    return contracts.MaintenanceSnapshot(
        id=found.id,
        version=found.version,
        device_id=found.device_id,
        kind=found.kind.value,
        title=found.title,
        state=contracts.MaintenanceState(found.state.value),
        start=found.start,
        end=found.end,
        removed_at=found.updated_at if cancelled else None,
    )
