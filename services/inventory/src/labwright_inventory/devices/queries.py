"""Devices by id, pages of them, and what they refer to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from labwright_chassis.columns import normalised
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import contains, count, ordered
from labwright_inventory.catalog.models import DeviceType, Manufacturer
from labwright_inventory.devices.models import FIELDS, Device
from labwright_inventory.devices.schemas import DeviceFilters, DeviceQuery, DeviceView
from labwright_inventory.health import queries as health
from labwright_inventory.people.models import Group, Person
from labwright_inventory.racks.models import Rack
from labwright_inventory.search import queries as search
from labwright_inventory.search.models import SearchText
from labwright_inventory.sites.models import Site
from labwright_inventory.tags.models import Tag, device_tags

_ORDER_COLUMNS = {
    "name": Device.name_key,
    "oi_id": Device.oi_id_key,
    "serial_number": Device.serial_key,
    "status": Device.status,
    "model": Device.model,
    "hostname": Device.hostname,
    "created_at": Device.created_at,
    "updated_at": Device.updated_at,
    "id": Device.id,
}
PORTION = 500
"""How many devices are read at a time where all are read."""

_TEXTS = tuple(getattr(Device, name) for name in search.TEXTS)


def get(session: Session, id: int, *, lock: bool = False) -> Device:
    """The device, locked for a change if asked.

    Raises:
        NotFound: there is none, or it is removed.
    """
    statement = select(Device).where(Device.id == id, Device.removed_at.is_(None))
    device = session.scalar(statement.with_for_update() if lock else statement)
    if device is None:
        raise NotFound(f"There is no device {id}.")
    return device


def hold_type(session: Session, id: int) -> None:
    """Keep the device's type as it is until the transaction ends."""
    of_device = select(Device.device_type_id).where(Device.id == id).scalar_subquery()
    session.scalar(
        select(DeviceType.id).where(DeviceType.id == of_device).with_for_update(read=True)
    )


def check_known(session: Session, id: int) -> None:
    """Raise NotFound if there never was such a device."""
    if session.scalar(select(Device.id).where(Device.id == id)) is None:
        raise NotFound(f"There never was a device {id}.")


def place(session: Session, id: int) -> tuple[int, int | None] | None:
    """(device_type_id, rack_id) of a device, to lock those before the device itself."""
    found = session.execute(select(Device.device_type_id, Device.rack_id).where(Device.id == id))
    row = found.one_or_none()
    return row and (row.device_type_id, row.rack_id)


def view(session: Session, id: int) -> DeviceView:
    """A device that is not removed, with what it refers to; NotFound otherwise."""
    found = views(session, [id])
    if not found or found[0].row.removed_at is not None:
        raise NotFound(f"There is no device {id}.")
    return found[0]


def views(session: Session, ids: Sequence[int]) -> list[DeviceView]:
    """Devices with what they refer to, in the order of the ids: two statements; also removed."""
    if not ids:
        return []
    rows = {row.id: row for row in session.execute(_joined().where(Device.id.in_(ids)))}
    tags = tags_of(session, ids)
    return [DeviceView(rows[id], tuple(tags[id])) for id in ids if id in rows]


def page(session: Session, query: DeviceQuery) -> tuple[list[DeviceView], int]:
    """A page of devices, and how many match: five statements, the limit on ids alone."""
    few = _few(session, query)
    ids = session.scalars(_page(query, few, Device.id)).all()
    return views(session, ids), _count(session, query, few)


def names(session: Session, query: DeviceQuery) -> tuple[Sequence[Any], int]:
    """The same with rows of id and name alone: three statements."""
    few = _few(session, query)
    rows = session.execute(_page(query, few, Device.id, Device.name)).all()
    return rows, _count(session, query, few)


def ids(session: Session, filters: DeviceFilters) -> list[int]:
    """The ids of all devices that the filters find, in their order: two statements."""
    statement = _ordered(filters, _matching(filters, _few(session, filters), Device.id))
    return list(session.scalars(statement))


def every(session: Session, filters: DeviceFilters) -> Iterator[DeviceView]:
    """All devices that the filters find, in their order: two statements for each `PORTION`."""
    found = ids(session, filters)
    for start in range(0, len(found), PORTION):
        yield from views(session, found[start : start + PORTION])


def tags_of(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """(id, name) of the tags of each device, by name."""
    statement = (
        select(device_tags.c.device_id, Tag.id, Tag.name)
        .join(Tag, Tag.id == device_tags.c.tag_id)
        .where(device_tags.c.device_id.in_(ids))
        .order_by(Tag.name_key)
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for device_id, tag_id, name in session.execute(statement):
        found[device_id].append((tag_id, name))
    return found


def hold_tags(
    session: Session, *, ids: Iterable[int] = (), names: Iterable[str] = ()
) -> Sequence[Tag]:
    """Tags by ids or names, kept from being removed until the transaction ends, in id order."""
    keys = [normalised(name) for name in names]
    chosen = or_(Tag.id.in_(list(ids)), Tag.name_key.in_(keys))
    statement = select(Tag).where(Tag.removed_at.is_(None), chosen)
    return session.scalars(statement.order_by(Tag.id).with_for_update(read=True)).all()


def _few(session: Session, query: DeviceFilters) -> Sequence[int] | None:
    """The devices with the text that is searched for, if they are few enough to be named."""
    return search.few(session, query.q) if query.q else None


def _matching(query: DeviceFilters, few: Sequence[int] | None, *columns: Any) -> Select[Any]:
    statement = select(*columns).where(Device.removed_at.is_(None), *_filters(query))
    if few is not None:
        return statement.where(Device.id.in_(few))
    if query.q:
        # Of many, a page is soon found by going through the devices in its order.
        return statement.where(or_(*(contains(column, query.q) for column in _TEXTS)))
    return statement


def _count(session: Session, query: DeviceFilters, few: Sequence[int] | None) -> int:
    if few is not None or not query.q:
        return count(session, _matching(query, few, Device.id))
    statement = select(SearchText.device_id).where(search.has(query.q))
    if filters := list(_filters(query)):
        statement = statement.join(Device, Device.id == SearchText.device_id).where(*filters)
    return count(session, statement)


def _page(query: DeviceQuery, few: Sequence[int] | None, *columns: Any) -> Select[Any]:
    rows = _ordered(query, _matching(query, few, *columns))
    return rows.limit(query.limit).offset(query.offset)


def _ordered(query: DeviceFilters, statement: Select[Any]) -> Select[Any]:
    # Equals in the direction of what they are equal in: then an index has this order, or its
    # reverse, and a page is read without sorting all devices.
    asked = [part.strip() for part in (query.ordering or "name").split(",")]
    sign = "-" if asked[-1].startswith("-") else ""
    by_name = {"name", "status", "model"} & {part.removeprefix("-") for part in asked}
    by = f"{sign}name,{sign}id" if by_name else f"{sign}id"
    return ordered(statement, query.ordering or "name", _ORDER_COLUMNS, by=by)


def _joined() -> Select[tuple[object, ...]]:
    # Outer joins, though every device has a type: with inner ones MariaDB starts at the
    # smallest table and sorts on disk.
    return (
        select(
            *(getattr(Device, name) for name in FIELDS),
            Device.id,
            Device.version,
            Device.created_at,
            Device.updated_at,
            Device.removed_at,
            DeviceType.name.label("type_name"),
            DeviceType.category.label("type_category"),
            DeviceType.schedulable.label("type_schedulable"),
            DeviceType.default_capacity.label("type_capacity"),
            Manufacturer.name.label("manufacturer_name"),
            Rack.name.label("rack_name"),
            Site.name.label("site_name"),
            Site.time_zone,
            Person.username.label("steward_username"),
            Person.name.label("steward_name"),
            Group.name.label("owner_group_name"),
        )
        .outerjoin(DeviceType, DeviceType.id == Device.device_type_id)
        .outerjoin(Manufacturer, Manufacturer.id == Device.manufacturer_id)
        .outerjoin(Rack, Rack.id == Device.rack_id)
        .outerjoin(Site, Site.id == Device.site_id)
        .outerjoin(Person, Person.id == Device.steward_id)
        .outerjoin(Group, Group.id == Device.owner_group_id)
    )


def _filters(query: DeviceFilters) -> Iterable[ColumnElement[bool]]:
    among: dict[Any, Sequence[Any]] = {
        Device.status: query.status,
        Device.device_type_id: query.device_type_id,
        Device.manufacturer_id: query.manufacturer_id,
        Device.site_key: query.site_id,
        Device.rack_id: query.rack_id,
        Device.steward_id: query.steward_id,
        Device.owner_group_id: query.owner_group_id,
    }
    yield from (column.in_(wanted) for column, wanted in among.items() if wanted)
    if query.health:
        yield health.are(Device.id, query.health)
    if query.category:
        wanted = [name.upper() for name in query.category]
        yield Device.device_type_id.in_(
            select(DeviceType.id).where(DeviceType.category.in_(wanted))
        )
    if query.name__ic:
        yield contains(Device.name, query.name__ic)
    if query.created_at__gte:
        yield Device.created_at >= query.created_at__gte
    if query.created_at__lt:
        yield Device.created_at < query.created_at__lt
    yield from (_has_tag(name) for name in query.tag)


def _has_tag(name: str) -> ColumnElement[bool]:
    marked = select(device_tags.c.device_id).join(Tag, Tag.id == device_tags.c.tag_id)
    return Device.id.in_(marked.where(Tag.name_key == normalised(name)))
