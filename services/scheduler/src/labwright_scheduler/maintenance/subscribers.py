"""Events about maintenance."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from labwright_chassis.worker import EventRouter, Received
from labwright_chassis.worker.copies import Copy
from labwright_contracts import catalogue
from labwright_contracts.inventory import MaintenanceSnapshot
from labwright_contracts.snapshots import SnapshotRow
from labwright_scheduler.calendar.models import MaintenanceWindow
from labwright_scheduler.maintenance import service

events = EventRouter("scheduler.maintenance")


@events.batch(catalogue.MAINTENANCE_CHANGED, catalogue.MAINTENANCE_REMOVED)
def follow_maintenance(session: Session, received: Sequence[Received[MaintenanceSnapshot]]) -> None:
    """Take over what inventory tells of maintenance."""
    service.follow(
        session,
        [
            service.row_of(e.body, epoch=e.envelope.epoch, version=e.envelope.aggregateversion)
            for e in received
        ],
    )


def copy_maintenance(session: Session, rows: Sequence[SnapshotRow]) -> None:
    """Take over rows that inventory was asked for."""
    snapshots = [
        service.row_of(
            MaintenanceSnapshot.model_validate(row.data), epoch=row.epoch, version=row.version
        )
        for row in rows
    ]
    service.follow(session, snapshots, resync=True)


def end_maintenance(session: Session, ids: Sequence[int], epoch: int) -> None:
    """End windows that inventory lost when it was restored."""
    service.end(session, ids, epoch=epoch)


copy = Copy(
    "maintenance",
    "inventory",
    MaintenanceWindow.__table__,  # type: ignore[arg-type]
    copy_maintenance,
    end_maintenance,
)
