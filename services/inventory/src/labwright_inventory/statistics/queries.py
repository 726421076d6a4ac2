"""Devices counted: one statement for each way to count, however many devices there are."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from labwright_inventory.catalog.models import DeviceType, Manufacturer
from labwright_inventory.devices.models import Device
from labwright_inventory.devices.rules import DeviceStatus
from labwright_inventory.entries.models import Entry
from labwright_inventory.maintenance.models import Maintenance
from labwright_inventory.maintenance.rules import MaintenanceState
from labwright_inventory.sites.models import Site
from labwright_inventory.statistics.schemas import AgeShare, DueShare, Share, Statistics
from labwright_inventory.tags.models import Tag, device_tags

_AGES = (
    ("up to a month", 0, 30),
    ("up to a quarter", 30, 91),
    ("up to a year", 91, 365),
    ("up to three years", 365, 1095),
    ("up to five years", 1095, 1825),
    ("older", 1825, None),
)
_DUES = (
    ("overdue", 0),
    ("within a week", 7),
    ("within a month", 30),
    ("within a quarter", 91),
    ("later", None),
)
_PRESENT = Device.removed_at.is_(None)
_FLAGS = (None, True, False)


def statistics(session: Session, *, now: datetime) -> Statistics:
    """All of it, in twelve statements."""
    types, counted = _types(session), _by_type(session)
    ages = _ages(session, now)
    statuses = _statuses(session)
    count_of = {row.id: sum(counted.get((row.id, own), 0) for own in _FLAGS) for row in types}
    return Statistics(
        total=sum(share.count for share in statuses),
        schedulable=sum(_schedulable(row, counted) for row in types),
        removed=session.scalar(select(func.count(Device.id)).where(~_PRESENT)) or 0,
        status=statuses,
        device_type=[Share(id=row.id, name=row.name, count=count_of[row.id]) for row in types],
        category=_categories(types, count_of),
        site=_by(session, Site, Device.site_id, none="no site"),
        manufacturer=_by(session, Manufacturer, Device.manufacturer_id, none="no manufacturer"),
        tag=_by_tag(session),
        age=[
            AgeShare(name=name, from_days=start, to_days=end, count=ages[name])
            for name, start, end in _AGES
        ],
        maintenance_due=_dues(session, now),
    )


def _statuses(session: Session) -> list[Share]:
    statement = select(Device.status, func.count()).where(_PRESENT).group_by(Device.status)
    found = {row[0]: row[1] for row in session.execute(statement)}
    return [Share(id=None, name=status, count=found.get(status, 0)) for status in DeviceStatus]


def _types(session: Session) -> list[Any]:
    columns = (DeviceType.id, DeviceType.name, DeviceType.category, DeviceType.schedulable)
    rows = session.execute(select(*columns).where(DeviceType.removed_at.is_(None)))
    return sorted(rows, key=lambda row: row.name.casefold())


def _by_type(session: Session) -> dict[tuple[int, bool | None], int]:
    """How many devices are of a type and say of themselves that they are schedulable, or not."""
    own = (Device.device_type_id, Device.schedulable)
    statement = select(*own, func.count()).where(_PRESENT).group_by(*own)
    return {(row[0], row[1]): row[2] for row in session.execute(statement)}


def _schedulable(row: Any, counted: dict[tuple[int, bool | None], int]) -> int:
    by_type = counted.get((row.id, None), 0) if row.schedulable else 0
    return by_type + counted.get((row.id, True), 0)


def _categories(types: Iterable[Any], count_of: dict[int, int]) -> list[Share]:
    counts: dict[str, int] = {}
    for row in types:
        counts[row.category] = counts.get(row.category, 0) + count_of[row.id]
    return [Share(id=None, name=name, count=counts[name]) for name in sorted(counts)]


def _by(session: Session, model: type[Entry], column: Any, *, none: str) -> list[Share]:
    counted = select(column, func.count()).where(_PRESENT).group_by(column)
    found = {row[0]: row[1] for row in session.execute(counted)}
    entries = session.execute(select(model.id, model.name).where(model.removed_at.is_(None)))
    shares = [Share(id=id, name=name, count=found.get(id, 0)) for id, name in entries]
    ordered = sorted(shares, key=lambda share: share.name.casefold())
    return [*ordered, Share(id=None, name=none, count=found.get(None, 0))]


def _by_tag(session: Session) -> list[Share]:
    statement = (
        select(Tag.id, Tag.name, func.count(device_tags.c.device_id))
        .outerjoin(device_tags, device_tags.c.tag_id == Tag.id)
        .where(Tag.removed_at.is_(None))
        .group_by(Tag.id, Tag.name)
    )
    # A removed device keeps its tags for its last snapshot; they are counted out.
    gone = select(device_tags.c.tag_id, func.count()).join(
        Device, Device.id == device_tags.c.device_id
    )
    gone = gone.where(Device.removed_at.is_not(None)).group_by(device_tags.c.tag_id)
    removed = {row[0]: row[1] for row in session.execute(gone)}
    shares = [
        Share(id=id, name=name, count=count - removed.get(id, 0))
        for id, name, count in session.execute(statement)
    ]
    return sorted(shares, key=lambda share: share.name.casefold())


def _ages(session: Session, now: datetime) -> dict[str, int]:
    def between(start: int, end: int | None) -> Any:
        within: list[ColumnElement[bool]] = [Device.created_at <= now - timedelta(days=start)]
        if end:
            within.append(Device.created_at > now - timedelta(days=end))
        return func.sum(case((and_(*within), 1), else_=0))

    columns = (between(start, end).label(name) for name, start, end in _AGES)
    found = session.execute(select(*columns).where(_PRESENT)).one()._mapping
    return {name: int(value or 0) for name, value in found.items()}


def _dues(session: Session, now: datetime) -> list[DueShare]:
    done = Maintenance.state == MaintenanceState.DONE
    latest = (
        select(func.max(Maintenance.id).label("id"))
        .join(Device, Device.id == Maintenance.device_id)
        .where(done, _PRESENT)
        .group_by(Maintenance.device_id)
        .subquery()
    )
    due = select(Maintenance.next_due).join(latest, latest.c.id == Maintenance.id)
    counts = dict.fromkeys((name for name, _ in _DUES), 0)
    for moment in session.scalars(due):
        if moment is not None:
            counts[_due(moment - now)] += 1
    return [DueShare(name=name, within_days=days, count=counts[name]) for name, days in _DUES]


def _due(left: timedelta) -> str:
    return next(name for name, days in _DUES if days is None or left < timedelta(days))
