"""Puts together what hangs on a device."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from labwright_contracts.inventory import LinkKind, LinkState, PortDirection, PortState
from labwright_inventory.wiring import queries
from labwright_inventory.wiring.schemas import ConnectionOut, DeviceRef, PortRef

Wiring = tuple[tuple[PortState, ...], tuple[LinkState, ...]]


def connection(end: Any) -> ConnectionOut:
    """One end of a link, seen from there."""
    return ConnectionOut(
        link_id=end.id,
        kind=end.kind,
        notes=end.notes,
        port=_ref(end, "own"),
        peer=_ref(end, "peer"),
    )


def states(session: Session, device_ids: Collection[int]) -> dict[int, Wiring]:
    """Ports and links of devices as others see them, in two statements."""
    ports: dict[int, list[PortState]] = {id: [] for id in device_ids}
    for device_id, found in queries.ports_of(session, device_ids).items():
        ports[device_id] = [
            PortState(
                id=port.id,
                name=port.name,
                kind=port.kind,
                direction=PortDirection(port.direction.value),
                polatis_port=port.polatis_port,
            )
            for port in found
        ]
    links: dict[int, list[LinkState]] = {id: [] for id in device_ids}
    for end in queries.ends_of(session, device_ids):
        links[end.own_device_id].append(
            LinkState(
                id=end.id,
                kind=LinkKind(end.kind.value),
                port_id=end.own_id,
                peer_port_id=end.peer_id,
                peer_device_id=end.peer_device_id,
            )
        )
    return {id: (tuple(ports[id]), tuple(links[id])) for id in device_ids}


def _ref(end: Any, side: str) -> PortRef:
    device = DeviceRef(
        id=getattr(end, f"{side}_device_id"), name=getattr(end, f"{side}_device_name")
    )
    return PortRef(id=getattr(end, f"{side}_id"), name=getattr(end, f"{side}_name"), device=device)
