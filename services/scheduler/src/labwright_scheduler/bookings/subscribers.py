"""Events about devices, and what becomes of bookings with them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from labwright_chassis.worker import EventRouter, Received
from labwright_chassis.worker.copies import Copy
from labwright_contracts import catalogue
from labwright_contracts.inventory import DeviceSnapshot
from labwright_contracts.snapshots import SnapshotRow
from labwright_scheduler.bookings import service
from labwright_scheduler.devices import service as devices
from labwright_scheduler.devices.models import Device

events = EventRouter("scheduler.devices")


@events.batch(catalogue.DEVICE_CHANGED, catalogue.DEVICE_REMOVED)
def follow_devices(session: Session, received: Sequence[Received[DeviceSnapshot]]) -> None:
    """Take over what inventory tells of devices."""
    service.follow_devices(
        session,
        [
            devices.row_of(e.body, epoch=e.envelope.epoch, version=e.envelope.aggregateversion)
            for e in received
        ],
    )


def copy_devices(session: Session, rows: Sequence[SnapshotRow]) -> None:
    """Take over rows that inventory was asked for."""
    snapshots = [
        devices.row_of(
            DeviceSnapshot.model_validate(row.data), epoch=row.epoch, version=row.version
        )
        for row in rows
    ]
    service.follow_devices(session, snapshots, resync=True)


def end_devices(session: Session, ids: Sequence[int], epoch: int) -> None:
    """End devices that inventory lost when it was restored."""
    devices.end(session, ids, epoch=epoch)


copy = Copy("devices", "inventory", Device.__table__, copy_devices, end_devices)  # type: ignore[arg-type]
