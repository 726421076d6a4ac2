"""The guarantee: at every instant newly wanted, what occupies stays within capacity and unblocked.

One function for every write path. It is asked under the devices' locks, or, by a check that
writes nothing, without.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_contracts.problems import RuleViolation, SlotConflict
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.bookings import queries
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import Block, Interval, beyond, gained, overlaps
from labwright_scheduler.devices.models import Device
from labwright_scheduler.policies import service as policies
from labwright_scheduler.policies.rules import Request

Times = Mapping[int, Sequence[Interval]]
"""Intervals by device."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a person's slots want by device, and what the same slots, `besides`, occupied before.

    Only instants that they newly occupy are judged: to shrink always passes. A `hold` is not
    confirmed yet. The rest is for the lab's rules, as `policies.rules.Request` says.
    """

    owner_id: int
    wanted: Times
    held: Times = field(default_factory=dict)
    besides: frozenset[int] = frozenset()
    hold: bool = False
    project_id: int | None = None
    booking_ids: frozenset[int] = frozenset()
    parts: Sequence[Times] = ()
    roles: frozenset[str] | None = None
    asked_at: datetime | None = None
    handed_over: bool = False

    def gains(self, device_id: int) -> list[Interval]:
        """Where more is wanted of a device than was held; nowhere if only its owner changes."""
        if self.handed_over:
            return []
        return gained(self.held.get(device_id, ()), self.wanted[device_id])

    def request(self, now: datetime) -> Request:
        """What the lab's rules are asked about."""
        return Request(
            owner_id=self.owner_id,
            wanted=self.wanted,
            now=now,
            held=self.held,
            besides=self.besides,
            hold=self.hold,
            project_id=self.project_id,
            booking_ids=self.booking_ids,
            parts=self.parts,
            roles=self.roles,
            asked_at=self.asked_at,
            handed_over=self.handed_over,
        )

    def span(self) -> Interval:
        """From the first start wanted to the last end."""
        times = [interval for intervals in self.wanted.values() for interval in intervals]
        return Interval(min(i.start for i in times), max(i.end for i in times))


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is against a demand, and, as a list of reasons, whether it needs an approval.

    `standing` are the slots of others that it was weighed against.
    """

    conflicts: Sequence[SlotConflict]
    violations: Sequence[RuleViolation]
    approval: Sequence[str] | None
    standing: Sequence[Slot] = ()

    @property
    def passes(self) -> bool:
        """Whether nothing is against it."""
        return not (self.conflicts or self.violations)


def verdict_on(
    session: Session,
    known: Mapping[int, Device],
    demand: Demand,
    standing: Sequence[Slot],
    broken: Sequence[RuleViolation],
    *,
    now: datetime,
) -> Verdict:
    """What the guarantee and the lab's rules say; here alone, and by every door, they are asked."""
    judgement = policies.judge(session, demand.request(now), known)
    return Verdict(
        conflicts_of(session, known, demand, standing, now=now),
        [*broken, *judgement.violations],
        list(judgement.reasons) if judgement.needs_approval else None,
        standing,
    )


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


def lapsed_among(session: Session, standing: Sequence[Slot], *, now: datetime) -> Collection[int]:
    """Ids of the slots that still stand in the table though their time is over."""
    held = sorted({slot.booking_id for slot in standing if slot.state is SlotState.HELD})
    gone = queries.lapsed(session, held, now=now) if held else set()
    return {
        slot.id
        for slot in standing
        if slot.booking_id in gone or (slot.expires_at is not None and slot.expires_at <= now)
    }
