"""What a rule is asked about, and what it answers. Values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from labwright_contracts.problems import RuleViolation
from labwright_scheduler.calendar.rules import Interval

Times = Mapping[int, Sequence[Interval]]
"""Intervals by device."""


@dataclass(frozen=True, slots=True)
class Request:
    """What one person wants of devices: the whole of it, and what the same slots held before.

    `besides` are ids of the slots that the request is about, so that they do not count twice.
    `hold` is set where nothing is confirmed yet.
    """

    owner_id: int
    wanted: Times
    now: datetime
    held: Times = field(default_factory=dict)
    besides: frozenset[int] = frozenset()
    project_id: int | None = None
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every rule that the request breaks, and whether somebody has to approve it.

    `reasons` say in words which rules ask for the approval.
    """

    violations: Sequence[RuleViolation] = ()
    needs_approval: bool = False
    reasons: Sequence[str] = ()
