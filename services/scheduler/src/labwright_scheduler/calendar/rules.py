"""Intervals, occupancy by sweep, and the moves between slot states. Values only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from labwright_contracts.scheduler import SlotState

LONGEST_SLOT = timedelta(days=31)
"""Also what bounds the check: an overlapping slot cannot have begun earlier than this."""

_MINUTE = timedelta(minutes=1)

OCCUPYING = frozenset({SlotState.HELD, SlotState.PENDING, SlotState.CONFIRMED})
"""States in which a slot takes a place on its device; a fact of the row, not of the clock."""

FINAL = frozenset(
    {
        SlotState.REJECTED,
        SlotState.CANCELLED,
        SlotState.RELEASED,
        SlotState.EXPIRED,
        SlotState.COMPLETED,
    }
)

MOVES: Mapping[SlotState, frozenset[SlotState]] = {
    SlotState.HELD: frozenset(
        {SlotState.PENDING, SlotState.CONFIRMED, SlotState.CANCELLED, SlotState.EXPIRED}
    ),
    SlotState.PENDING: frozenset(
        {SlotState.CONFIRMED, SlotState.REJECTED, SlotState.CANCELLED, SlotState.EXPIRED}
    ),
    SlotState.CONFLICTING: frozenset(
        {
            SlotState.PENDING,
            SlotState.CONFIRMED,
            SlotState.REJECTED,
            SlotState.CANCELLED,
            SlotState.EXPIRED,
        }
    ),
    SlotState.CONFIRMED: frozenset({SlotState.CANCELLED, SlotState.COMPLETED, SlotState.RELEASED}),
    SlotState.WAITLISTED: frozenset({SlotState.HELD, SlotState.CANCELLED, SlotState.EXPIRED}),
    **{state: frozenset() for state in FINAL},
}
"""The only moves there are. A final state has none; to restore is to ask anew."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The half-open time `[start, end)`."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Interval") -> bool:
        """Whether there is an instant in both."""
        return self.start < other.end and other.start < self.end

    def common(self, other: "Interval") -> "Interval | None":
        """The time in both, or None."""
        if not self.overlaps(other):
            return None
        return Interval(max(self.start, other.start), min(self.end, other.end))


class ClosureScope(StrEnum):
    """What the numbers of a closure's targets are; a closure of the whole lab has none."""

    DEVICE = "device"
    TYPE = "type"
    SITE = "site"
    LAB = "lab"


@dataclass(frozen=True, slots=True)
class Place:
    """A device as far as closures can name it: by itself, its type, its site."""

    device_id: int
    type_id: int
    site_id: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """A time in which a device cannot be used; `cause` names its kind and number, for records.

    One that is `running` is a maintenance that has begun, within its window.
    """

    interval: Interval
    cause: str
    reason: str
    running: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Excess:
    """A time in which more is promised of a device than it bears, and why."""

    interval: Interval
    cause: str


def segments(intervals: Sequence[Interval]) -> Iterator[tuple[Interval, int]]:
    """The line of time cut at every start and end, with how many intervals cover each piece."""
    changes: dict[datetime, int] = {}
    for interval in intervals:
        changes[interval.start] = changes.get(interval.start, 0) + 1
        changes[interval.end] = changes.get(interval.end, 0) - 1
    level = 0
    for start, end in pairwise(sorted(changes)):
        level += changes[start]
        yield Interval(start, end), level


def peak(intervals: Sequence[Interval]) -> int:
    """The most intervals that cover one instant."""
    return max((level for _, level in segments(intervals)), default=0)


def beyond(
    occupied: Sequence[Interval], wanted: Sequence[Interval], *, capacity: int
) -> list[Interval]:
    """Where `wanted` on top of `occupied` would exceed the capacity, in maximal intervals."""
    cuts = sorted({moment for i in (*occupied, *wanted) for moment in (i.start, i.end)})
    mine, all_ = _levels(wanted, cuts), _levels([*occupied, *wanted], cuts)
    return merged(
        Interval(start, end)
        for (start, end), asked, total in zip(pairwise(cuts), mine, all_, strict=True)
        if asked and total > capacity
    )


def gained(held: Sequence[Interval], wanted: Sequence[Interval]) -> list[Interval]:
    """Where more of `wanted` cover an instant than of `held` did, in maximal intervals."""
    cuts = sorted({moment for i in (*held, *wanted) for moment in (i.start, i.end)})
    before, after = _levels(held, cuts), _levels(wanted, cuts)
    return merged(
        Interval(start, end)
        for (start, end), had, asked in zip(pairwise(cuts), before, after, strict=True)
        if asked > had
    )


def overlaps(some: Sequence[Interval], others: Sequence[Interval]) -> list[Interval]:
    """The parts of the one that lie in the other, joined."""
    return merged(piece for other in others for piece in within(some, other))


def above(occupied: Sequence[Interval], *, capacity: int) -> list[Interval]:
    """Where what stands already exceeds the capacity, in maximal intervals."""
    return merged(piece for piece, level in segments(occupied) if level > capacity)


def in_blocks(occupied: Sequence[Interval], blocks: Sequence[Block]) -> list[Excess]:
    """Where what stands already lies in a block, in maximal intervals for each block."""
    return [
        Excess(piece, block.cause) for block in blocks for piece in within(occupied, block.interval)
    ]


def within(intervals: Iterable[Interval], time: Interval) -> list[Interval]:
    """The parts of the intervals that lie in a time, joined."""
    cut = (interval.common(time) for interval in intervals)
    return merged(piece for piece in cut if piece is not None)


def merged(pieces: Iterable[Interval]) -> list[Interval]:
    """Pieces in order of time, those that touch or overlap joined."""
    joined: list[Interval] = []
    for piece in sorted(pieces):
        if joined and piece.start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, piece.end))
        else:
            joined.append(piece)
    return joined


def iso_duration(span: timedelta) -> str:
    """ISO 8601 in days, hours and minutes: `P31D`, `PT2H`, `P1DT30M`; never years or months."""
    minutes = span // _MINUTE
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    return "P" + (f"{days}D" if days else "") + (f"T{time}" if time or not days else "")


def next_minute(now: datetime) -> datetime:
    """The whole minute that is now or comes next."""
    floor = now.replace(second=0, microsecond=0)
    return floor if floor == now else floor + _MINUTE


def _levels(intervals: Sequence[Interval], cuts: Sequence[datetime]) -> list[int]:
    """How many of the intervals cover each piece between neighbouring cuts."""
    changes = dict.fromkeys(cuts, 0)
    for interval in intervals:
        changes[interval.start] += 1
        changes[interval.end] -= 1
    levels, level = [], 0
    for cut in cuts[:-1]:
        level += changes[cut]
        levels.append(level)
    return levels
