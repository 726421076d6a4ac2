"""Ports and links by id, pages of them, and what hangs on a device."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from labwright_chassis.errors import NotFound
from labwright_chassis.lists import ListQuery, contains, count, ordered
from labwright_inventory.catalog.models import DeviceType
from labwright_inventory.dependents.queries import devices
from labwright_inventory.wiring.models import Link, Port, link_ends
from labwright_inventory.wiring.schemas import LinkQuery, PortQuery

_PORT_ORDER = {
    "name": Port.name_key,
    "kind": Port.kind,
    "polatis_port": Port.polatis_port,
    "id": Port.id,
}
_LINK_ORDER = {
    "kind": Link.kind,
    "created_at": Link.created_at,
    "updated_at": Link.updated_at,
    "id": Link.id,
}


def lock_devices(session: Session, ids: Collection[int]) -> dict[int, Any]:
    """(id, name, site_id, device_type_id) of devices that are not removed, locked in id order."""
    columns = (devices.c.id, devices.c.name, devices.c.site_id, devices.c.device_type_id)
    present = select(*columns).where(devices.c.id.in_(ids), devices.c.removed_at.is_(None))
    rows = session.execute(present.order_by(devices.c.id).with_for_update())
    return {row.id: row for row in rows}


def check_device(session: Session, id: int) -> None:
    """Raise NotFound if there is no such device, or it is removed."""
    present = select(devices.c.id).where(devices.c.id == id, devices.c.removed_at.is_(None))
    if session.scalar(present) is None:
        raise NotFound(f"There is no device {id}.")


def get_port(session: Session, id: int, *, lock: bool = False) -> tuple[Port, int | None]:
    """A port and the id of its link; NotFound if there is none, or its device is removed."""
    statement = (
        select(Port, link_ends.c.link_id)
        .outerjoin(link_ends, link_ends.c.port_id == Port.id)
        .join(devices, and_(devices.c.id == Port.device_id, devices.c.removed_at.is_(None)))
        .where(Port.id == id)
        .execution_options(populate_existing=True)
    )
    found = session.execute(statement.with_for_update(of=Port) if lock else statement)
    row = found.one_or_none()
    if row is None:
        raise NotFound(f"There is no port {id}.")
    return row.Port, row.link_id


def devices_of(session: Session, port_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """(device_id, name) of ports by id; a port never changes its device."""
    found = session.execute(select(Port.id, Port.device_id, Port.name).where(Port.id.in_(port_ids)))
    return {id: (device_id, name) for id, device_id, name in found}


def links_at(session: Session, port_ids: Collection[int]) -> dict[int, int]:
    """Ids of the links of ports, by port."""
    ends = select(link_ends.c.port_id, link_ends.c.link_id)
    found = session.execute(ends.where(link_ends.c.port_id.in_(port_ids)))
    return {port_id: link_id for port_id, link_id in found}  # noqa: C416  rows are no pairs


def count_ports(session: Session, device_id: int) -> int:
    """How many ports a device has."""
    of_it = select(func.count()).select_from(Port).where(Port.device_id == device_id)
    return session.scalar(of_it) or 0


def names(session: Session, device_ids: Collection[int]) -> dict[int, set[str]]:
    """Normalised names of the ports that devices have."""
    found: dict[int, set[str]] = defaultdict(set)
    ports = select(Port.device_id, Port.name_key).where(Port.device_id.in_(device_ids))
    for device_id, key in session.execute(ports):
        found[device_id].add(key)
    return found


def templates(session: Session, type_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """The port templates of device types that have some."""
    found = session.execute(
        select(DeviceType.id, DeviceType.templates).where(
            DeviceType.id.in_(type_ids), DeviceType.templates.is_not(None)
        )
    )
    return {id: told["ports"] for id, told in found if told["ports"]}


def ports_page(session: Session, device_id: int, query: PortQuery) -> tuple[Sequence[Any], int]:
    """A page of a device's ports as (Port, link_id), and how many match."""
    statement = (
        select(Port, link_ends.c.link_id)
        .outerjoin(link_ends, link_ends.c.port_id == Port.id)
        .where(Port.device_id == device_id)
    )
    if query.q:
        statement = statement.where(contains(Port.name, query.q))
    if query.kind:
        statement = statement.where(Port.kind.in_(query.kind))
    if query.direction:
        statement = statement.where(Port.direction.in_(query.direction))
    if query.linked is not None:
        free = link_ends.c.link_id.is_(None)
        statement = statement.where(~free if query.linked else free)
    rows = ordered(statement, query.ordering, _PORT_ORDER, by="name,id")
    found = session.execute(rows.limit(query.limit).offset(query.offset)).all()
    return found, count(session, statement.with_only_columns(Port.id))


def ports_of(session: Session, device_ids: Collection[int]) -> dict[int, list[Port]]:
    """The ports of each device, by id."""
    found: dict[int, list[Port]] = defaultdict(list)
    statement = select(Port).where(Port.device_id.in_(device_ids)).order_by(Port.id)
    for port in session.scalars(statement.execution_options(populate_existing=True)):
        found[port.device_id].append(port)
    return found


def ends_of(
    session: Session, device_ids: Collection[int], query: ListQuery | None = None
) -> list[Row[Any]]:
    """Each linked port of these devices with its link and the port at the other end."""
    statement = _ends().where(Port.device_id.in_(device_ids)).order_by(Port.id)
    if query is not None:
        statement = statement.limit(query.limit).offset(query.offset)
    return list(session.execute(statement).all())


def count_ends(session: Session, device_id: int) -> int:
    """How many ports of a device are linked."""
    linked = select(func.count()).select_from(link_ends).join(Port, Port.id == link_ends.c.port_id)
    return session.scalar(linked.where(Port.device_id == device_id)) or 0


def get_link(session: Session, id: int) -> Row[Any]:
    """A link with both its ends; NotFound if there is none."""
    row = session.execute(_links().where(Link.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no link {id}.")
    return row


def lock_link(session: Session, id: int) -> Link:
    """A link, locked; NotFound if there is none."""
    link = session.scalar(
        select(Link)
        .where(Link.id == id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if link is None:
        raise NotFound(f"There is no link {id}.")
    return link


def links_page(session: Session, query: LinkQuery) -> tuple[Sequence[Row[Any]], int]:
    """A page of links, and how many match."""
    statement = _links()
    if query.kind:
        statement = statement.where(Link.kind.in_(query.kind))
    if query.port_id:
        statement = statement.where(Link.id.in_(_joining(link_ends.c.port_id.in_(query.port_id))))
    if query.device_id:
        mine = Port.device_id.in_(query.device_id)
        statement = statement.where(Link.id.in_(_joining(mine)))
    if query.q:
        texts = (Link.notes, _A.name, _B.name, _da.c.name, _db.c.name)
        statement = statement.where(or_(*(contains(column, query.q) for column in texts)))
    rows = ordered(statement, query.ordering, _LINK_ORDER, by="id")
    found = session.execute(rows.limit(query.limit).offset(query.offset)).all()
    return found, count(session, statement.with_only_columns(Link.id))


def _joining(condition: Any) -> Select[tuple[int]]:
    ends = select(link_ends.c.link_id).join(Port, Port.id == link_ends.c.port_id)
    return ends.where(condition)


_A, _B = aliased(Port), aliased(Port)
_ea, _eb = link_ends.alias(), link_ends.alias()
_da, _db = devices.alias(), devices.alias()


def _links() -> Select[Any]:
    return (
        select(
            Link.id,
            Link.kind,
            Link.notes,
            Link.version,
            Link.created_at,
            Link.updated_at,
            *_port_columns("a", _A, _da),
            *_port_columns("b", _B, _db),
        )
        .join(_ea, and_(_ea.c.link_id == Link.id, _ea.c.side == 0))
        .join(_eb, and_(_eb.c.link_id == Link.id, _eb.c.side == 1))
        .join(_A, _A.id == _ea.c.port_id)
        .join(_B, _B.id == _eb.c.port_id)
        .join(_da, _da.c.id == _A.device_id)
        .join(_db, _db.c.id == _B.device_id)
    )


def _port_columns(side: str, port: Any, device: Any) -> list[Any]:
    return [
        port.id.label(f"{side}_id"),
        port.name.label(f"{side}_name"),
        port.device_id.label(f"{side}_device_id"),
        device.c.name.label(f"{side}_device_name"),
    ]


def _ends() -> Select[Any]:
    return (
        select(
            Link.id,
            Link.kind,
            Link.notes,
            *_port_columns("own", Port, _da),
            *_port_columns("peer", _B, _db),
        )
        .select_from(Port)
        .join(_ea, _ea.c.port_id == Port.id)
        .join(Link, Link.id == _ea.c.link_id)
        .join(_eb, and_(_eb.c.link_id == Link.id, _eb.c.side != _ea.c.side))
        .join(_B, _B.id == _eb.c.port_id)
        .join(_da, _da.c.id == Port.device_id)
        .join(_db, _db.c.id == _B.device_id)
    )
