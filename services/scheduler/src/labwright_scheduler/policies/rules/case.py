"""One rule before one request."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from labwright_contracts.problems import RuleViolation
from labwright_scheduler.calendar.rules import Interval, iso_duration
from labwright_scheduler.policies.rules.asking import Claim, Request
from labwright_scheduler.policies.rules.facts import Facts
from labwright_scheduler.policies.rules.targets import Target


@dataclass(frozen=True, slots=True)
class Case:
    """A rule, and the claims of a request that it is about."""

    rule_id: int | None
    name: str
    target: Target
    request: Request
    claims: tuple[Claim, ...]
    facts: Facts

    def broken(
        self,
        rule: str,
        about: Claim | Interval,
        *,
        limit: object,
        actual: object,
        nearest: Interval | None = None,
    ) -> RuleViolation:
        """That the rule is broken by a claim, or by the whole of the request over a time."""
        claim = about if isinstance(about, Claim) else None
        time = about.interval if isinstance(about, Claim) else about
        return RuleViolation(
            rule=rule,
            limit=_plain(limit),
            actual=_plain(actual),
            nearest_passing=nearest and {"start": nearest.start, "end": nearest.end},
            rule_id=self.rule_id,
            name=self.name,
            device_id=claim.device_id if claim else None,
            start=time.start,
            end=time.end,
        )


class Terms(BaseModel):
    """What a rule demands. `about_person` says that it is asked of who is handed a booking, too."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    about_person: ClassVar[bool] = False
    reads_own: ClassVar[bool] = False

    def judge(self, case: Case) -> Iterable[RuleViolation]:
        """Every way in which the claims break it."""
        return ()

    def asks(self, case: Case) -> Iterator[tuple[Claim, str]]:
        """Claims that somebody has to approve by this rule, and why."""
        yield from ()

    def grants(self, case: Case) -> Iterator[Claim]:
        """Claims that need nobody's approval by this rule."""
        yield from ()

    def sees_taken(self, request: Request) -> Interval | None:
        """The time in which it looks at what others hold of the devices, if it does."""
        return None


def _plain(value: object) -> Any:
    if isinstance(value, timedelta):
        return iso_duration(value)
    if isinstance(value, datetime | date):
        return value
    if isinstance(value, frozenset | set):
        return sorted(value)
    return value
