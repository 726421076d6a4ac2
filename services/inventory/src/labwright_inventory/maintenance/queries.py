"""Maintenances by id, and pages of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from labwright_chassis.errors import NotFound
from labwright_chassis.lists import contains, count, ordered
from labwright_inventory.devices.models import Device
from labwright_inventory.maintenance.models import Maintenance
from labwright_inventory.maintenance.rules import MaintenanceState
from labwright_inventory.maintenance.schemas import MaintenanceQuery

_ORDER_COLUMNS: dict[str, Any] = {
    "start": Maintenance.start,
    "end": Maintenance.end,
    "next_due": Maintenance.next_due,
    "state": Maintenance.state,
    "created_at": Maintenance.created_at,
    "updated_at": Maintenance.updated_at,
    "id": Maintenance.id,
}


def get(session: Session, id: int) -> tuple[Maintenance, str]:
    """A maintenance and its device's name; NotFound if there is none."""
    named = select(Maintenance, Device.name).outerjoin(Device, Device.id == Maintenance.device_id)
    row = session.execute(named.where(Maintenance.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no maintenance {id}.")
    return row[0], row[1]


def lock(session: Session, id: int) -> tuple[Device, Maintenance]:
    """The device, also a removed one, and its maintenance: locked in this order."""
    device_id = session.scalar(select(Maintenance.device_id).where(Maintenance.id == id))
    if device_id is None:
        raise NotFound(f"There is no maintenance {id}.")
    device = session.scalars(select(Device).where(Device.id == device_id).with_for_update()).one()
    statement = select(Maintenance).where(Maintenance.id == id).with_for_update()
    return device, session.scalars(statement).one()


def under_way(session: Session, device_id: int, *, besides: int) -> int | None:
    """Id of another maintenance that is in progress at a device; None if there is none."""
    others = (Maintenance.device_id == device_id, Maintenance.id != besides)
    in_progress = Maintenance.state == MaintenanceState.IN_PROGRESS
    return session.scalar(select(Maintenance.id).where(*others, in_progress).limit(1))


def by_id(session: Session, ids: Sequence[int]) -> Sequence[Maintenance]:
    """Maintenances in id order: one statement."""
    if not ids:
        return ()
    chosen = Maintenance.id.in_(list(ids))
    return session.scalars(select(Maintenance).where(chosen).order_by(Maintenance.id)).all()


def page(session: Session, query: MaintenanceQuery) -> tuple[list[tuple[Maintenance, str]], int]:
    """A page of maintenances with their devices' names, and how many match."""
    matching = select(Maintenance.id).where(*_filters(query))
    ids = ordered(matching, query.ordering, _ORDER_COLUMNS, by="start,id")
    found = session.scalars(ids.limit(query.limit).offset(query.offset)).all()
    named = select(Maintenance, Device.name).outerjoin(Device, Device.id == Maintenance.device_id)
    rows = session.execute(named.where(Maintenance.id.in_(found))).all() if found else []
    by_id = {row[0].id: (row[0], row[1]) for row in rows}
    return [by_id[id] for id in found], count(session, matching)


def _filters(query: MaintenanceQuery) -> list[ColumnElement[bool]]:
    filters = [
        getattr(Maintenance, name).in_(wanted)
        for name in ("device_id", "state", "kind")
        if (wanted := getattr(query, name))
    ]
    if query.q:
        filters.append(contains(Maintenance.title, query.q))
    if query.window_start:
        filters.append(Maintenance.end > query.window_start)
    if query.window_end:
        filters.append(Maintenance.start < query.window_end)
    if query.next_due__gte:
        filters.append(Maintenance.next_due >= query.next_due__gte)
    if query.next_due__lt:
        filters.append(Maintenance.next_due < query.next_due__lt)
    return filters
