"""What stands in devices' calendars."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    false,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from labwright_chassis.tables import counters
from labwright_contracts.inventory import MaintenanceState
from labwright_scheduler.calendar.models import (
    Closure,
    ClosureTarget,
    MaintenanceWindow,
    Overcommitment,
    Slot,
)
from labwright_scheduler.calendar.rules import (
    LONGEST_SLOT,
    Block,
    ClosureScope,
    Interval,
    Place,
)

MANY_RANGES = 50


def occupying(session: Session, wanted: Mapping[int, Sequence[Interval]]) -> list[Slot]:
    """Occupying slots that overlap what is wanted of each device.

    The index range is bounded on both sides, since no slot is longer than `LONGEST_SLOT`: the
    cost does not grow with a device's history.
    """
    spans = {
        id: Interval(min(i.start for i in intervals), max(i.end for i in intervals))
        for id, intervals in wanted.items()
    }
    if len(spans) > MANY_RANGES:
        whole = Interval(
            min(span.start for span in spans.values()), max(span.end for span in spans.values())
        )
        asked = {"devices": sorted(spans), **_span("", whole)}
        return list(session.scalars(_overlapping_one_range(), asked))
    asked = {}
    for number, (id, span) in enumerate(sorted(spans.items())):
        asked |= {f"device{number}": id, **_span(str(number), span)}
    return list(session.scalars(_overlapping(len(spans)), asked))


def lock_closures(session: Session) -> None:
    """Let nobody else change closures, or what devices are, until the transaction ends.

    A device that becomes of a type while the type is being closed would else be seen by neither.
    """
    row = select(counters.c.value).where(counters.c.name == "closures")
    session.execute(row.with_for_update())


def blocks(
    session: Session,
    places: Sequence[Place],
    *,
    now: datetime,
    start: datetime,
    end: datetime | None = None,
) -> dict[int, list[Block]]:
    """What blocks each of these devices within `[start, end)`: one statement.

    Maintenance that runs within its window is told whatever that is. One that overruns it is none
    of a known end: its device's status blocks until it is over.
    """
    sites = {place.site_id for place in places if place.site_id is not None}
    asked = {
        "devices": sorted(place.device_id for place in places),
        "types": sorted({place.type_id for place in places}),
        "sites": sorted(sites),
        "start": start,
    }
    if end is not None:
        asked["end"] = end
    rows = session.execute(_blocks(bounded=end is not None), asked)
    found: dict[tuple[str, int | None], list[Any]] = {}
    for row in rows:
        found.setdefault((row.scope, row.target_id), []).append(row)
    return {place.device_id: _blocks_at(place, found, now) for place in places} if found else {}


# Each booking asks these two: building a statement costs more than running it, so it is done once.
@cache
def _blocks(*, bounded: bool) -> Any:
    return union_all(_closures(bounded=bounded), _windows(bounded=bounded))


def _closures(*, bounded: bool) -> Any:
    scope, target = Closure.scope, ClosureTarget.target_id
    named = [
        and_(scope == kind, target.in_(bindparam(ids, expanding=True)))
        for kind, ids in (
            (ClosureScope.DEVICE, "devices"),
            (ClosureScope.TYPE, "types"),
            (ClosureScope.SITE, "sites"),
        )
    ]
    columns = (Closure.start_at, Closure.end_at, Closure.reason, literal(0).label("running"))
    statement = (
        select(literal("closure").label("kind"), Closure.id, scope, target, *columns)
        .outerjoin(ClosureTarget, ClosureTarget.closure_id == Closure.id)
        .where(Closure.removed_at.is_(None), Closure.end_at > bindparam("start"))
        .where(or_(scope == ClosureScope.LAB, *named))
    )
    return statement.where(Closure.start_at < bindparam("end")) if bounded else statement


def _windows(*, bounded: bool) -> Any:
    window = MaintenanceWindow
    runs = window.state == MaintenanceState.IN_PROGRESS
    near = [window.state == MaintenanceState.SCHEDULED, window.end_at > bindparam("start")]
    if bounded:
        near.append(window.start_at < bindparam("end"))
    columns = (window.start_at, window.end_at, window.title, case((runs, 1), else_=0))
    about = (literal(str(ClosureScope.DEVICE)), window.device_id)
    return select(literal("maintenance"), window.id, *about, *columns).where(
        window.device_id.in_(bindparam("devices", expanding=True)),
        window.removed_at.is_(None),
        or_(runs, and_(*near)),
    )


def _blocks_at(
    place: Place, found: Mapping[tuple[str, int | None], Sequence[Any]], now: datetime
) -> list[Block]:
    named = (
        (ClosureScope.DEVICE, place.device_id),
        (ClosureScope.TYPE, place.type_id),
        (ClosureScope.SITE, place.site_id),
        (ClosureScope.LAB, None),
    )
    rows = [row for name in named for row in found.get(name, ())]
    return [
        Block(
            Interval(row.start_at, row.end_at),
            f"{row.kind} {row.id}",
            row.reason,
            running=bool(row.running) and row.end_at > now,
        )
        for row in sorted(rows, key=lambda row: (row.start_at, row.kind, row.id))
    ]


def devices_in_maintenance(session: Session, window_ids: Sequence[int]) -> set[int]:
    """Ids of the devices that these windows are about so far."""
    statement = select(MaintenanceWindow.device_id).where(MaintenanceWindow.id.in_(window_ids))
    return set(session.scalars(statement))


def overrun(session: Session, *, now: datetime) -> list[int]:
    """Devices with maintenance under way past its end, and slots ahead that nobody has flagged."""
    window = MaintenanceWindow
    statement = (
        select(window.device_id)
        .join(Slot, Slot.device_id == window.device_id)
        .where(window.state == MaintenanceState.IN_PROGRESS, window.removed_at.is_(None))
        .where(window.end_at <= now, Slot.end_at > now, Slot.occupies == true())
        .where(Slot.overcommitted == false())
    )
    return sorted(session.scalars(statement.distinct()))


def ahead(session: Session, device_id: int, *, now: datetime) -> list[Slot]:
    """Occupying slots of a device that have not ended."""
    statement = select(Slot).where(
        Slot.device_id == device_id, Slot.occupies == true(), Slot.end_at > now
    )
    return list(session.scalars(statement.order_by(Slot.start_at, Slot.id)))


def busy(session: Session, device_ids: Sequence[int], *, now: datetime) -> set[int]:
    """Which of these devices have occupying slots that have not ended."""
    statement = select(Slot.device_id).where(
        Slot.device_id.in_(device_ids), Slot.occupies == true(), Slot.end_at > now
    )
    return set(session.scalars(statement.distinct()))


def unresolved(session: Session, device_id: int) -> list[Overcommitment]:
    """Overcommitments of a device that stand."""
    statement = select(Overcommitment).where(
        Overcommitment.device_id == device_id, Overcommitment.resolved_at.is_(None)
    )
    return list(session.scalars(statement))


def overcommitted(session: Session, device_ids: Sequence[int]) -> list[int]:
    """Which of these devices have overcommitments that stand, in id order."""
    statement = select(Overcommitment.device_id).where(
        Overcommitment.device_id.in_(device_ids), Overcommitment.resolved_at.is_(None)
    )
    return sorted(session.scalars(statement.distinct()))


@cache
def _overlapping(devices: int) -> Select[Slot]:
    of_one = (
        and_(Slot.device_id == bindparam(f"device{number}"), _within(str(number)))
        for number in range(devices)
    )
    return select(Slot).where(Slot.occupies == true(), or_(*of_one))


@cache
def _overlapping_one_range() -> Select[Slot]:
    devices = Slot.device_id.in_(bindparam("devices", expanding=True))
    return select(Slot).where(Slot.occupies == true(), and_(devices, _within("")))


def _within(name: str) -> ColumnElement[bool]:
    return and_(
        Slot.start_at > bindparam(f"earliest{name}"),
        Slot.start_at < bindparam(f"end{name}"),
        Slot.end_at > bindparam(f"start{name}"),
    )


def _span(name: str, span: Interval) -> dict[str, datetime]:
    earliest = span.start - LONGEST_SLOT
    return {f"earliest{name}": earliest, f"start{name}": span.start, f"end{name}": span.end}
