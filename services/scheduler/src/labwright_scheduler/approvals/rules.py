"""Where challenges and what they challenge overlap, and the nearest other time. Values only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from labwright_contracts.scheduler import SlotState
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import Interval, merged, next_minute

CHALLENGEABLE = frozenset({SlotState.PENDING, SlotState.CONFIRMED})


class Side(Protocol):
    """A booking as far as it has a side in a conflict."""

    @property
    def slots(self) -> Sequence[Slot]:
        """Its slots."""
        ...


@dataclass(frozen=True, slots=True)
class Overlap:
    """A slot of a challenge and one that has the place."""

    challenging: Slot
    challenged: Slot

    @property
    def time(self) -> Interval:
        """When both want the device."""
        common = self.challenging.interval.common(self.challenged.interval)
        assert common is not None
        return common


def rivals(challenging: Sequence[Slot], slots: Sequence[Slot]) -> list[Slot]:
    """Those of the slots that have places which a challenge asks for."""
    return [
        slot
        for slot in slots
        if slot.state in CHALLENGEABLE and any(_meet(each, slot) for each in challenging)
    ]


def overlaps(challenger: Side, challenged: Iterable[Side]) -> list[Overlap]:
    """Where a challenge meets those who have the places, in order of time."""
    asked = [slot for slot in challenger.slots if slot.state is SlotState.CONFLICTING]
    found = [
        Overlap(each, slot)
        for booking in challenged
        for slot in booking.slots
        for each in asked
        if slot.state in CHALLENGEABLE and _meet(each, slot)
    ]
    return sorted(found, key=lambda each: (each.time, each.challenged.id))


def nearest(free: Iterable[Interval], wanted: Interval) -> Interval | None:
    """The free time as long as the one wanted that begins nearest to it; the earlier of two."""
    length = wanted.end - wanted.start
    starts = []
    for piece in merged(free):
        first, last = next_minute(piece.start), piece.end - length
        if first <= last:
            starts.append(min(max(wanted.start, first), last))
    if not starts:
        return None
    start = min(starts, key=lambda each: (abs(each - wanted.start), each))
    return Interval(start, start + length)


def _meet(challenging: Slot, slot: Slot) -> bool:
    return challenging.device_id == slot.device_id and challenging.interval.overlaps(slot.interval)
