"""Devices as other services see them."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from labwright_chassis.snapshots import Rendered, SnapshotSource
from labwright_contracts.catalogue import DEVICE_CHANGED, DEVICE_REMOVED
from labwright_contracts.inventory import (
    DeviceSnapshot,
    DeviceStatus,
    DeviceTypeRef,
    RackRef,
    SiteRef,
)
from labwright_inventory.devices import queries
from labwright_inventory.devices.models import Device
from labwright_inventory.devices.schemas import DeviceView
from labwright_inventory.wiring.views import Wiring, states


def snapshot_source() -> SnapshotSource:
    """Devices for the relay, for `/internal/snapshots/devices` and for drift checks."""
    return SnapshotSource(
        "device", "devices", Device.__table__.c.id, Device.__table__.c.version, render
    )


def render(session: Session, ids: Sequence[int]) -> Iterable[Rendered]:
    """The public state of these devices, removed ones included, in four statements."""
    # The version first: what is read after it may be newer, and then a newer version follows. The
    # other way round a version would be sent with what came before it, and nothing would mend that.
    views = queries.views(session, ids)
    wiring = states(session, ids)
    for view in views:
        event_type = DEVICE_CHANGED if view.row.removed_at is None else DEVICE_REMOVED
        yield Rendered(
            view.row.id, view.row.version, event_type, _snapshot(view, wiring[view.row.id])
        )


def _snapshot(view: DeviceView, wiring: Wiring) -> DeviceSnapshot:
    row = view.row
    ports, links = wiring
    return DeviceSnapshot(
        id=row.id,
        version=row.version,
        name=row.name,
        oi_id=row.oi_id,
        type=DeviceTypeRef(id=row.device_type_id, name=row.type_name, category=row.type_category),
        manufacturer=row.manufacturer_name,
        model=row.model,
        site=row.site_id and SiteRef(id=row.site_id, name=row.site_name, time_zone=row.time_zone),
        rack=row.rack_id and RackRef(id=row.rack_id, name=row.rack_name),
        u_position=row.u_position,
        steward_id=row.steward_id,
        status=DeviceStatus(row.status.value),
        schedulable=view.schedulable,
        capacity=view.capacity,
        polatis_name=row.polatis_name,
        tags=tuple(name for _, name in view.tags),
        ports=ports,
        links=links,
        removed_at=row.removed_at,
    )
