"""Presets by number, pages of them, and the devices in them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, func, or_, select, true
from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import contains, count, ordered
from labwright_scheduler.devices.models import Device
from labwright_scheduler.presets.models import Preset
from labwright_scheduler.presets.rules import Kind
from labwright_scheduler.presets.schemas import PresetQuery

_ORDER = {
    "name": Preset.name_key,
    "created_at": Preset.created_at,
    "updated_at": Preset.updated_at,
    "id": Preset.id,
}


def get(session: Session, kind: Kind, id: int, *, org: str, lock: bool = False) -> Preset:
    """The preset, whosever it is, locked for a change if asked.

    Raises:
        NotFound: there is none of that kind.
    """
    statement = select(Preset).where(Preset.id == id, Preset.kind == kind, Preset.org == org)
    preset = session.scalar(statement.with_for_update() if lock else statement)
    if preset is None:
        raise NotFound(f"There is no {kind.words} {id}.")
    return preset


def number(session: Session, kind: Kind, owner_id: int) -> int:
    """How many of a kind somebody keeps."""
    statement = select(func.count()).where(Preset.owner_id == owner_id, Preset.kind == kind)
    return session.scalar(statement) or 0


def page(
    session: Session, kind: Kind, query: PresetQuery, *, by: Caller
) -> tuple[list[Preset], int]:
    """The presets of a page that the caller may read, and how many there are: two statements."""
    statement = select(Preset).where(Preset.kind == kind, Preset.org == by.org)
    mine = Preset.owner_id == by.id
    statement = statement.where(mine if query.mine else or_(mine, Preset.shared == true()))
    if query.shared is not None:
        statement = statement.where(Preset.shared == query.shared)
    if query.q:
        statement = statement.where(contains(Preset.name, query.q))
    rows = ordered(statement, query.ordering, _ORDER, by="name,id")
    found = list(session.scalars(rows.limit(query.limit).offset(query.offset)))
    return found, count(session, statement)


def devices(
    session: Session, device_ids: Collection[int], *, ports: bool = False
) -> dict[int, Row[Any]]:
    """Name, time of removal and, if asked for, ports of devices, by id."""
    columns = (Device.id, Device.name, Device.removed_at, *((Device.ports,) if ports else ()))
    statement = select(*columns).where(Device.id.in_(sorted(device_ids)))
    return {row.id: row for row in session.execute(statement)}
