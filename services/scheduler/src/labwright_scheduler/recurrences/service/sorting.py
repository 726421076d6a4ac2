"""Which occurrences may stand, and what is against the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.callers import Caller
from labwright_contracts.problems import RuleViolation, SlotConflict
from labwright_scheduler.bookings import rules
from labwright_scheduler.bookings import service as bookings
from labwright_scheduler.bookings.schemas import SlotIn
from labwright_scheduler.bookings.service.guarantee import Verdict
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.recurrences.schemas import RecurrenceIn

MOST_CHECKS = 100
"""How often the lab's rules are asked; what is not sorted out by then is refused together."""


@dataclass(frozen=True, slots=True)
class Part:
    """The slots of one occurrence, and what stands against them."""

    slots: list[SlotIn]
    conflicts: Sequence[SlotConflict] = ()
    violations: Sequence[RuleViolation] = ()

    @property
    def passes(self) -> bool:
        """Whether nothing is against it."""
        return not (self.conflicts or self.violations)

    @property
    def start(self) -> datetime:
        """When its first slot begins."""
        return min(slot.start for slot in self.slots)

    @property
    def end(self) -> datetime:
        """When its last slot ends."""
        return max(slot.end for slot in self.slots)

    def refused(self) -> dict[str, Any] | None:
        """What is against it, to be kept; None for nothing."""
        if self.passes:
            return None
        return {
            "conflicts": [each.model_dump(mode="json") for each in self.conflicts],
            "violations": [each.model_dump(mode="json") for each in self.violations],
        }


@dataclass(frozen=True, slots=True)
class Sorted:
    """Occurrences with what is against each. Those that pass need an approval for these reasons,
    or none (None): they are asked for as one.
    """

    parts: Sequence[Part]
    approval: Sequence[str] | None


def sorted_out(
    session: Session, request: RecurrenceIn, parts: Sequence[list[SlotIn]], *, by: Caller
) -> Sorted:
    """Each occurrence with what is against it, those before it that pass being booked.

    One check answers where all of them pass. Else conflicts and the first rules tell of which
    occurrence they are; of the lab's rules it is found by halves.
    """
    sorter = _Sorter(session, request, by)
    found = sorter.check(parts)
    if found.passes:
        return Sorted([Part(slots) for slots in parts], found.approval)
    now = clock.database_now(session)
    sorted_ = [
        Part(
            slots,
            _conflicts_in(slots, found.conflicts),
            rules.violations([slot.interval for slot in slots], now=now),
        )
        for slots in parts
    ]
    sorter.sort([part.slots for part in sorted_ if part.passes])
    told = [
        Part(part.slots, (), sorter.refused[id(part.slots)])
        if id(part.slots) in sorter.refused
        else part
        for part in sorted_
    ]
    return Sorted(told, sorter.approval)


class _Sorter:
    """Asks about more and more occurrences at once, keeping those that go together."""

    def __init__(self, session: Session, request: RecurrenceIn, by: Caller) -> None:
        self._session, self._request, self._by = session, request, by
        self._kept: list[list[SlotIn]] = []
        self._checks = 0
        self.refused: dict[int, Sequence[RuleViolation]] = {}
        self.approval: Sequence[str] | None = None

    def check(self, parts: Sequence[list[SlotIn]]) -> Verdict:
        """What is against these occurrences together."""
        self._checks += 1
        asked = self._request.asking_for([slot for slots in parts for slot in slots])
        return bookings.check(self._session, asked, parts, by=self._by).verdict

    def sort(self, parts: Sequence[list[SlotIn]]) -> None:
        """Keep what passes together with what was kept before, and note why the rest does not."""
        if not parts:
            return
        verdict = self.check([*self._kept, *parts])
        violations = verdict.violations
        if not violations:
            self._kept += parts
            self.approval = verdict.approval
        elif len(parts) == 1 or self._checks >= MOST_CHECKS:
            self.refused |= {id(slots): violations for slots in parts}
        else:
            middle = len(parts) // 2
            self.sort(parts[:middle])
            self.sort(parts[middle:])


def _conflicts_in(slots: Sequence[SlotIn], conflicts: Sequence[SlotConflict]) -> list[SlotConflict]:
    """The parts of the conflicts that lie in these slots."""
    found = []
    for slot in slots:
        for conflict in conflicts:
            if conflict.device_id == slot.device_id:
                common = slot.interval.common(Interval(conflict.start, conflict.end))
                if common is not None:
                    times = {"start": common.start, "end": common.end}
                    found.append(conflict.model_copy(update=times))
    return found
