"""Counts every instant of every device over the whole history of the race.

Each accepted change wrote its event under the locks of its devices, and so did what was told of
devices; so the events of one device are in the order in which they took effect. They are played
again. After each, what is newly occupied must be within the capacity of then and outside the
maintenance of then, unless it was forced; and what exceeds the capacity must have been recorded.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labwright_chassis.db import Database
from labwright_chassis.tables import outbox
from labwright_contracts import catalogue
from labwright_contracts.scheduler import BookingChanged, SlotState, SlotSummary
from labwright_scheduler.calendar.models import Overcommitment, Slot
from labwright_scheduler.calendar.rules import (
    OCCUPYING,
    Interval,
    above,
    gained,
    merged,
    overlaps,
)
from tests.race.world import CAPACITIES, TOLD


@dataclass(slots=True)
class Verdict:
    """What was found. `overcommitted` are intervals beyond capacity without a recorded cause."""

    events: int = 0
    forced: int = 0
    overcommitted: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def findings(self) -> list[str]:
        """All that was found, in words."""
        lost = [f"booking {id} was promised and is not there" for id in self.lost]
        return [*self.overcommitted, *lost, *(f"{each} is torn" for each in self.torn)]


@dataclass(slots=True)
class Calendar:
    """One device as it was at some moment of the race."""

    capacity: int
    occupied: dict[int, Interval] = field(default_factory=dict)
    challenged: dict[int, Interval] = field(default_factory=dict)
    windows: dict[int, Interval] = field(default_factory=dict)


def check(
    database_url: str, promised: set[str], capacities: Mapping[int, int] = CAPACITIES
) -> Verdict:
    """Read the database and judge; a device whose capacity is not told bears one."""
    database = Database(database_url)
    try:
        return database.read(lambda session: _judge(session, promised, capacities))
    finally:
        database.dispose()


def _judge(session: Session, promised: set[str], capacities: Mapping[int, int]) -> Verdict:
    forced = {slot.id for slot in session.scalars(select(Slot)) if slot.forced}
    verdict = Verdict(forced=len(forced))
    excused = _recorded(session)
    calendars = defaultdict(lambda: Calendar(1), _as_calendars(capacities))
    latest: dict[str, BookingChanged] = {}
    for change in _history(session):
        if isinstance(change, dict):
            _follow(change, calendars)
            continue
        verdict.events += len(change)
        latest |= {str(event.id): event for event in change}
        slots = [slot for event in change for slot in event.slots]
        for id in {slot.device_id for slot in slots}:
            found = _play(slots, id, calendars[id], forced, excused.get(id, []))
            verdict.overcommitted += [f"device {id} {each} by {change[0].id}" for each in found]
    verdict.lost = sorted(promised - set(latest))
    verdict.torn = _torn(session, latest)
    return verdict


def _as_calendars(capacities: Mapping[int, int]) -> dict[int, Calendar]:
    return {id: Calendar(capacity) for id, capacity in capacities.items()}


def _history(session: Session) -> Iterator[list[BookingChanged] | dict[str, Any]]:
    """What happened, in order. What one request changed was committed together: only what came of
    it in the end was ever there. Each of what the worker did stands alone.
    """
    columns = (outbox.c.id, outbox.c.type, outbox.c.request_id, outbox.c.payload)
    statement = select(*columns).where(
        outbox.c.type.in_((catalogue.BOOKING_CHANGED, catalogue.AUDIT_RECORDED))
    )
    found: dict[Any, Any] = {}
    for row in session.execute(statement.order_by(outbox.c.id)):
        if row.type == catalogue.BOOKING_CHANGED:
            change = found.setdefault(row.request_id or row.id, [])
            change.append(BookingChanged.model_validate(row.payload))
        elif row.payload["action"] == TOLD:
            found[row.id] = row.payload
    yield from found.values()


def _follow(told: dict[str, Any], calendars: dict[int, Calendar]) -> None:
    calendar, after = calendars[int(told["target"].partition("/")[2])], told["after"]
    if "capacity" in after:
        calendar.capacity = after["capacity"]
    elif after["time"] is None:
        calendar.windows.pop(after["window"], None)
    else:
        start, end = (datetime.fromisoformat(each) for each in after["time"])
        calendar.windows[after["window"]] = Interval(start, end)


def _play(
    changed: Sequence[SlotSummary],
    id: int,
    calendar: Calendar,
    forced: set[int],
    recorded: list[Interval],
) -> list[str]:
    """Put a change into a device's calendar; what of it should not have been let in."""
    before = list(calendar.occupied.values())
    slots = [slot for slot in changed if slot.device_id == id]
    for slot in slots:
        _put(slot, calendar.occupied, among=OCCUPYING)
        _put(slot, calendar.challenged, among={SlotState.CONFLICTING})
    after = list(calendar.occupied.values())
    own = [Interval(slot.start, slot.end) for slot in slots if slot.id in forced]
    fresh = [piece for piece in gained(before, after) if not overlaps([piece], own)]
    beyond = above(after, capacity=calendar.capacity)
    return [
        *(f"{_told(i)} beyond capacity" for i in overlaps(fresh, beyond)),
        *(f"{_told(i)} in maintenance" for i in overlaps(fresh, list(calendar.windows.values()))),
        *(f"{_told(i)} not recorded" for i in beyond if not _is_covered(i, recorded)),
        *(
            f"{_told(i)} challenged twice"
            for i in above(list(calendar.challenged.values()), capacity=1)
        ),
    ]


def _put(slot: SlotSummary, into: dict[int, Interval], *, among: Any) -> None:
    if slot.state in among:
        into[slot.id] = Interval(slot.start, slot.end)
    else:
        into.pop(slot.id, None)


def _is_covered(interval: Interval, recorded: list[Interval]) -> bool:
    return any(each.start <= interval.start and interval.end <= each.end for each in recorded)


def _told(interval: Interval) -> str:
    return f"{interval.start:%d %H:%M}-{interval.end:%H:%M}"


def _recorded(session: Session) -> dict[int, list[Interval]]:
    """What was ever recorded of each device, in maximal intervals."""
    found: dict[int, list[Interval]] = {}
    for row in session.scalars(select(Overcommitment)):
        found.setdefault(row.device_id, []).append(Interval(row.start_at, row.end_at))
    return {id: merged(intervals) for id, intervals in found.items()}


def _torn(session: Session, latest: dict[str, BookingChanged]) -> list[str]:
    """Where table and last event differ: a change of which only a half was written."""
    table = {
        slot.id: (slot.state, slot.device_id, slot.start_at, slot.end_at)
        for slot in session.scalars(select(Slot))
    }
    told = {
        slot.id: (slot.state, slot.device_id, slot.start, slot.end)
        for change in latest.values()
        for slot in change.slots
    }
    differing = [f"slot {id}" for id in table.keys() ^ told.keys()]
    return differing + [f"slot {id}" for id in table.keys() & told.keys() if table[id] != told[id]]
