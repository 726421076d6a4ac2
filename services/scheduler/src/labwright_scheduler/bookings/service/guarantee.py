"""The guarantee: at every instant newly wanted, what occupies stays within capacity and unblocked.

One function for every write path. It is asked under the devices' locks, or, by a check that
writes nothing, without.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_chassis import audit
from labwright_contracts.problems import RuleViolation, SlotConflict
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.bookings import queries
from labwright_scheduler.bookings.errors import BookingRefused
from labwright_scheduler.bookings.service.whole import devices_of, released, tell
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import Block, Interval, beyond, gained, overlaps
from labwright_scheduler.devices.models import Device

Times = Mapping[int, Sequence[Interval]]
"""Intervals by device."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What slots want by device, and what the same slots, `besides`, occupied before.

    Only instants that they newly occupy are judged: to shrink always passes.
    """

    wanted: Times
    held: Times = field(default_factory=dict)
    besides: frozenset[int] = frozenset()

    def gains(self, device_id: int) -> list[Interval]:
        """Where more is wanted of a device than was held."""
        return gained(self.held.get(device_id, ()), self.wanted[device_id])

    def span(self) -> Interval:
        """From the first start wanted to the last end."""
        times = [interval for intervals in self.wanted.values() for interval in intervals]
        return Interval(min(i.start for i in times), max(i.end for i in times))


def refuse_unless_free(
    session: Session,
    locked: Mapping[int, Device],
    demand: Demand,
    broken: Sequence[RuleViolation],
    *,
    now: datetime,
    action: str,
) -> None:
    """Raise BookingRefused, audited as a refused `action`, unless all that is wanted may stand.

    Holds whose time is over are expired where their room is needed.
    """
    standing = [s for s in calendar.occupying(session, demand.wanted) if s.id not in demand.besides]
    standing = _without_lapsed(session, locked, standing, now=now)
    if conflicts := conflicts_of(session, locked, demand, standing, now=now):
        raise _refusal(conflicts, broken, action)
    if broken:
        raise _refusal([], broken, action)


def conflicts_of(
    session: Session,
    known: Mapping[int, Device],
    demand: Demand,
    standing: Sequence[Slot],
    *,
    now: datetime,
) -> list[SlotConflict]:
    """Everything that stands against what is wanted; `standing` is what occupies already."""
    span = demand.span()
    places = [known[id].place for id in sorted(demand.wanted) if id in known]
    blocks = calendar.blocks(session, places, now=now, start=span.start, end=span.end)
    return [
        conflict
        for id in sorted(demand.wanted)
        for conflict in _against(id, known.get(id), demand, standing, blocks.get(id, ()))
    ]


def _against(
    id: int,
    device: Device | None,
    demand: Demand,
    standing: Sequence[Slot],
    blocks: Sequence[Block],
) -> list[SlotConflict]:
    """What stands against the intervals wanted of one device."""
    gains = demand.gains(id)
    in_window = any(block.running for block in blocks)
    closed = "removed" if device is None else device.closed_because(in_window=in_window)
    if device is None or closed is not None:
        return [
            SlotConflict(device_id=id, start=i.start, end=i.end, kind="block", reason=closed)
            for i in gains
        ]
    blocked = [
        SlotConflict(device_id=id, start=i.start, end=i.end, kind="block", reason=block.reason)
        for block in blocks
        for i in overlaps(gains, [block.interval])
    ]
    occupied = [slot.interval for slot in standing if slot.device_id == id]
    full = beyond(occupied, demand.wanted[id], capacity=device.capacity)
    return blocked + [
        SlotConflict(device_id=id, start=i.start, end=i.end, kind="slot")
        for i in overlaps(full, gains)
    ]


def _without_lapsed(
    session: Session, locked: Mapping[int, Device], standing: Sequence[Slot], *, now: datetime
) -> list[Slot]:
    """Expire holds whose time is over where their room is needed; the slots that remain."""
    if not lapsed_among(session, standing, now=now):
        return list(standing)
    held = sorted({slot.booking_id for slot in standing if slot.state is SlotState.HELD})
    freed: list[Slot] = []
    for booking in queries.lock(session, held):
        if booking.held_until is not None and booking.held_until <= now:
            lapsed = booking.lapse(sorted(locked), now=now)
            tell(session, booking, "scheduler.booking.settle", devices_of(lapsed))
            freed += lapsed
    released(session, locked, devices_of(freed), now=now)
    return [slot for slot in standing if slot.state is not SlotState.EXPIRED]


def lapsed_among(session: Session, standing: Sequence[Slot], *, now: datetime) -> Collection[int]:
    """Ids of the bookings among the slots' whose hold has run out."""
    held = sorted({slot.booking_id for slot in standing if slot.state is SlotState.HELD})
    return queries.lapsed(session, held, now=now) if held else ()


def _refusal(
    conflicts: Sequence[SlotConflict], broken: Sequence[RuleViolation], action: str
) -> BookingRefused:
    error = BookingRefused(conflicts, broken)
    trace = audit.refusal(action, target="booking/new", reason=error.detail)
    error.aftermath = (trace,)
    return error
