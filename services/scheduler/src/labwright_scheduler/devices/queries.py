"""Reading and locking bookable devices."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, not_, or_, select, true, update
from sqlalchemy.orm import Session, load_only

from labwright_chassis.columns import normalised
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import contains, count, ordered
from labwright_contracts.inventory import DeviceStatus
from labwright_scheduler.calendar.rules import ClosureScope
from labwright_scheduler.devices.models import Device
from labwright_scheduler.devices.schemas import DeviceFilters, DeviceQuery

_ORDER = {
    "name": Device.name,
    "type_name": Device.type_name,
    "site_name": Device.site_name,
    "id": Device.id,
}


def get(session: Session, device_id: int) -> Device:
    """A device that stands.

    Raises:
        NotFound: it never arrived here, or it was removed.
    """
    device = session.get(Device, device_id)
    if device is None or device.removed_at is not None:
        raise NotFound(f"There is no device {device_id}.")
    return device


# The columns that decide and name: the driver spends as long on describing a column as on a row.
_READ = (
    select(Device)
    .where(Device.id.in_(bindparam("ids", expanding=True)))
    .order_by(Device.id)
    .options(
        load_only(
            Device.name,
            Device.type_id,
            Device.site_id,
            Device.steward_id,
            Device.status,
            Device.schedulable,
            Device.capacity,
            Device.removed_at,
            raiseload=True,
        )
    )
    .execution_options(populate_existing=True)
)


_LOCKED = _READ.with_for_update()


def read(session: Session, device_ids: Sequence[int]) -> dict[int, Device]:
    """As `lock`, without locks: for what only looks."""
    found = session.scalars(_READ, {"ids": device_ids})
    return {device.id: device for device in found}


def lock(session: Session, device_ids: Sequence[int]) -> dict[int, Device]:
    """Devices by id, removed ones included, locked in id order until the transaction ends.

    What neither decides about a booking nor names the device is not loaded.
    """
    found = session.scalars(_LOCKED, {"ids": device_ids})
    return {device.id: device for device in found}


def in_scope(session: Session, scope: ClosureScope, targets: Sequence[int]) -> list[int]:
    """Ids of the devices that a closure is about, removed ones included, in order."""
    statement = select(Device.id).order_by(Device.id)
    column = {
        ClosureScope.DEVICE: Device.id,
        ClosureScope.TYPE: Device.type_id,
        ClosureScope.SITE: Device.site_id,
    }
    if scope is not ClosureScope.LAB:
        statement = statement.where(column[scope].in_(targets))
    return list(session.scalars(statement))


_devices = Device.__table__
_TOUCHED = (
    update(_devices)  # type: ignore[arg-type]
    .where(_devices.c.id.in_(bindparam("ids", expanding=True)))
    .values(calendar_version=_devices.c.calendar_version + 1)
)


def touch(session: Session, device_ids: Sequence[int]) -> None:
    """Raise `calendar_version` of locked devices: their bookings changed."""
    session.execute(_TOUCHED, {"ids": device_ids})


def page(session: Session, query: DeviceQuery) -> tuple[list[Device], int]:
    """The devices of a page and how many there are: two statements."""
    statement = matching(select(Device), query, ids=query.id)
    rows = ordered(statement, query.ordering, _ORDER, by="name").order_by(Device.id)
    devices = list(session.scalars(rows.limit(query.limit).offset(query.offset)))
    return devices, count(session, statement)


def matching(
    statement: Select[*tuple[Any, ...]], query: DeviceFilters, *, ids: Sequence[int] | None
) -> Select[*tuple[Any, ...]]:
    """A statement about devices, for those that stand and pass the filters, of these ids if any."""
    statement = statement.where(Device.removed_at.is_(None))
    for column, wanted in (
        (Device.id, ids),
        (Device.type_id, query.type_id),
        (Device.category, query.category),
        (Device.site_id, query.site_id),
        (Device.status, query.status),
    ):
        if wanted:
            statement = statement.where(column.in_(wanted))
    if query.schedulable is not None:
        statement = statement.where(Device.schedulable == query.schedulable)
    if query.bookable is not None:
        open_ = and_(Device.status == DeviceStatus.ACTIVE, Device.schedulable == true())
        statement = statement.where(open_ if query.bookable else not_(open_))
    for tag in query.tag or ():
        statement = statement.where(contains(Device.tag_keys, f"|{normalised(tag)}|"))
    if query.q:
        columns = (Device.name, Device.oi_id, Device.type_name, Device.model)
        statement = statement.where(or_(*(contains(column, query.q) for column in columns)))
    return statement


def found(session: Session, query: DeviceFilters, *, limit: int) -> dict[int, str]:
    """Names of the devices that pass the filters by id, in order of ids, at most so many."""
    statement = matching(select(Device.id, Device.name), query, ids=None)
    rows = session.execute(statement.order_by(Device.id).limit(limit))
    return {row.id: row.name for row in rows}


def names(session: Session, device_ids: Iterable[int]) -> dict[int, str]:
    """Names by id, of removed devices too."""
    statement = select(Device.id, Device.name).where(Device.id.in_(sorted(set(device_ids))))
    return {row.id: row.name for row in session.execute(statement)}
