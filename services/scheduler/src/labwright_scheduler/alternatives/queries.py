"""Devices that may stand in for one another, and what takes them when."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from labwright_contracts.inventory import DeviceStatus
from labwright_scheduler.alternatives.rules import Calendars, Kind
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import LONGEST_SLOT, Interval, Place
from labwright_scheduler.devices.models import Device


def wanted(session: Session, device_ids: Sequence[int]) -> dict[int, Kind]:
    """These devices, removed ones included."""
    rows = session.execute(_KINDS.where(Device.id.in_(device_ids)))
    return {row.id: _kind(row) for row in rows}


def candidates(session: Session, type_ids: Collection[int], besides: Collection[int]) -> list[Kind]:
    """Devices of these types that can be booked, without those that are left out."""
    statement = _KINDS.where(
        Device.type_id.in_(sorted(type_ids)),
        Device.removed_at.is_(None),
        Device.status == DeviceStatus.ACTIVE,
        Device.schedulable == true(),
    )
    return [_kind(row) for row in session.execute(statement) if row.id not in besides]


def calendars(
    session: Session, devices: Sequence[Kind], time: Interval, *, now: datetime
) -> Calendars:
    """What takes and blocks these devices within a time: two statements."""
    statement = select(Slot.device_id, Slot.start_at, Slot.end_at).where(
        Slot.device_id.in_([device.id for device in devices]),
        Slot.occupies == true(),
        Slot.start_at > time.start - LONGEST_SLOT,
        Slot.start_at < time.end,
        Slot.end_at > time.start,
    )
    occupied: dict[int, list[Interval]] = {}
    for id, start, end in session.execute(statement):
        occupied.setdefault(id, []).append(Interval(start, end))
    places = [Place(device.id, device.type_id, device.site_id) for device in devices]
    blocks = calendar.blocks(session, places, now=now, start=time.start, end=time.end)
    return Calendars(occupied, blocks)


_KINDS = select(
    *(Device.id, Device.name, Device.type_id, Device.site_id, Device.site_name),
    *(Device.model, Device.tag_keys, Device.capacity),
)


def _kind(row: Any) -> Kind:
    return Kind(
        id=row.id,
        name=row.name,
        type_id=row.type_id,
        site_id=row.site_id,
        site_name=row.site_name,
        model=row.model,
        tags=frozenset(row.tag_keys.strip("|").split("|")) - {""},
        capacity=row.capacity,
    )
