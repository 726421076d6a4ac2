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
from labwright_scheduler.policies import service as policies
from labwright_scheduler.policies.rules import Request

Times = Mapping[int, Sequence[Interval]]
"""Intervals by device."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a person's slots want by device, and what the same slots, `besides`, occupied before.

    Only instants that they newly occupy are judged: to shrink always passes. A `hold` is not
    confirmed yet.
    """

    owner_id: int
    wanted: Times
    held: Times = field(default_factory=dict)
    besides: frozenset[int] = frozenset()
    hold: bool = False
    project_id: int | None = None

    def gains(self, device_id: int) -> list[Interval]:
        """Where more is wanted of a device than was held."""
        return gained(self.held.get(device_id, ()), self.wanted[device_id])

    def span(self) -> Interval:
        """From the first start wanted to the last end."""
        times = [interval for intervals in self.wanted.values() for interval in intervals]
        return Interval(min(i.start for i in times), max(i.end for i in times))


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is against a demand, and, as a list of reasons, whether it needs an approval."""

    conflicts: Sequence[SlotConflict]
    violations: Sequence[RuleViolation]
    approval: Sequence[str] | None

    @property
    def passes(self) -> bool:
        """Whether nothing is against it."""
        return not (self.conflicts or self.violations)


def admit(
    session: Session,
    locked: Mapping[int, Device],
    demand: Demand,
    broken: Sequence[RuleViolation],
    *,
    now: datetime,
    action: str,
) -> Verdict:
    """The verdict on what is wanted, by the guarantee, the first rules and the lab's.

    Holds and requests whose time is over are expired where their room is needed.

    Raises:
        BookingRefused: something is against it; audited as a refused `action`.
    """
    standing = standing_against(session, locked, demand, now=now)
    verdict = verdict_on(session, locked, demand, standing, broken, now=now)
    if not verdict.passes:
        raise refusal(verdict.conflicts, verdict.violations, action)
    return verdict


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
    judgement = policies.judge(
        session,
        Request(
            owner_id=demand.owner_id,
            wanted=demand.wanted,
            now=now,
            held=demand.held,
            besides=demand.besides,
            hold=demand.hold,
            project_id=demand.project_id,
        ),
        known,
    )
    return Verdict(
        conflicts_of(session, known, demand, standing, now=now),
        [*broken, *judgement.violations],
        list(judgement.reasons) if judgement.needs_approval else None,
    )


def refuse_unless_room(
    session: Session,
    locked: Mapping[int, Device],
    demand: Demand,
    *,
    now: datetime,
    action: str,
) -> None:
    """Raise BookingRefused unless there is room: for what the lab's rules have let pass before."""
    standing = standing_against(session, locked, demand, now=now)
    if conflicts := conflicts_of(session, locked, demand, standing, now=now):
        raise refusal(conflicts, [], action)


def standing_against(
    session: Session, locked: Mapping[int, Device], demand: Demand, *, now: datetime
) -> list[Slot]:
    """The slots that occupy at the times wanted, of others; what has run out is expired."""
    standing = [s for s in calendar.occupying(session, demand.wanted) if s.id not in demand.besides]
    return _without_lapsed(session, locked, standing, now=now)


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
    """Expire what has run out where its room is needed; the slots that remain."""
    lapsed = lapsed_among(session, standing, now=now)
    if not lapsed:
        return list(standing)
    freed: list[Slot] = []
    for booking in queries.lock(
        session, sorted({s.booking_id for s in standing if s.id in lapsed})
    ):
        if expired := booking.lapse(sorted(locked), now=now):
            tell(session, booking, "scheduler.booking.settle", devices_of(expired))
            freed += expired
    released(session, locked, devices_of(freed), now=now)
    return [slot for slot in standing if slot.state is not SlotState.EXPIRED]


def lapsed_among(session: Session, standing: Sequence[Slot], *, now: datetime) -> Collection[int]:
    """Ids of the slots that still stand in the table though their time is over."""
    held = sorted({slot.booking_id for slot in standing if slot.state is SlotState.HELD})
    gone = queries.lapsed(session, held, now=now) if held else set()
    return {
        slot.id
        for slot in standing
        if slot.booking_id in gone or (slot.expires_at is not None and slot.expires_at <= now)
    }


def refusal(
    conflicts: Sequence[SlotConflict], broken: Sequence[RuleViolation], action: str
) -> BookingRefused:
    """The refusal of a request, which leaves a trace in the audit as a refused `action`."""
    error = BookingRefused(conflicts, broken)
    trace = audit.refusal(action, target="booking/new", reason=error.detail)
    error.aftermath = (trace,)
    return error
