"""Names of devices and of their ports."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from labwright_scheduler.devices.models import Device
from labwright_scheduler.patch_lists.rules import Ports


def names(session: Session) -> Sequence[tuple[int, str]]:
    """Number and name of every device that stands, its identifiers as further names."""
    statement = select(Device.id, Device.name, Device.oi_id, Device.polatis_name).where(
        Device.removed_at.is_(None)
    )
    rows = session.execute(statement.order_by(Device.id))
    return [(row[0], name) for row in rows for name in dict.fromkeys(row[1:]) if name]


def ports(session: Session, device_ids: Collection[int]) -> Ports:
    """Number and name of these devices' ports, by device."""
    statement = select(Device.id, Device.ports).where(Device.id.in_(sorted(device_ids)))
    return {id: _named(found or ()) for id, found in session.execute(statement)}


def all_ports(session: Session) -> Ports:
    """Number and name of the ports of every device that stands."""
    statement = select(Device.id, Device.ports).where(Device.removed_at.is_(None))
    return {id: _named(found or ()) for id, found in session.execute(statement)}


def _named(ports: Sequence[dict[str, object]]) -> list[tuple[int, str]]:
    return [(int(str(port["id"])), str(port["name"])) for port in ports]
