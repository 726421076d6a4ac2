"""What is asked of the catalog beyond entries in general."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labwright_inventory.catalog.models import DeviceType
from labwright_inventory.catalog.schemas import DeviceTypeQuery
from labwright_inventory.dependents.queries import devices
from labwright_inventory.entries import queries

_AT_ONCE = 1000


def page_of_types(session: Session, query: DeviceTypeQuery) -> tuple[Sequence[DeviceType], int]:
    """A page of device types, and how many match."""
    filters = []
    if query.category:
        filters.append(DeviceType.category.in_([name.upper() for name in query.category]))
    if query.manufacturer_id:
        filters.append(DeviceType.manufacturer_id.in_(query.manufacturer_id))
    if query.schedulable is not None:
        filters.append(DeviceType.schedulable.is_(query.schedulable))
    return queries.page(session, DeviceType, query, *filters)


def attributed_devices(session: Session, type_id: int) -> Iterator[Any]:
    """Id, name and attributes of a type's devices that have any: a statement per thousand."""
    mine = (devices.c.device_type_id == type_id, devices.c.removed_at.is_(None))
    wanted = select(devices.c.id, devices.c.name, devices.c.attributes).order_by(devices.c.id)
    last = 0
    while True:
        rest = wanted.where(*mine, devices.c.attributes.is_not(None), devices.c.id > last)
        rows = session.execute(rest.limit(_AT_ONCE)).all()
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1].id


def count_types_of(session: Session, manufacturer_id: int) -> int:
    """How many device types are of this manufacturer."""
    of_it = DeviceType.manufacturer_id == manufacturer_id
    statement = select(func.count()).select_from(DeviceType)
    return session.scalar(statement.where(of_it, DeviceType.removed_at.is_(None))) or 0
