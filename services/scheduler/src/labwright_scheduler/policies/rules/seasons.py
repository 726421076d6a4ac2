"""Times in which some projects come first."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from labwright_contracts.problems import RuleViolation
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.policies.rules.asking import Claim
from labwright_scheduler.policies.rules.case import Case, Terms
from labwright_scheduler.policies.rules.facts import Thing
from labwright_scheduler.policies.rules.targets import NamedId
from labwright_scheduler.policies.rules.times import Ahead, Length, too_far, too_long


def _as_day(value: object) -> object:
    if (isinstance(value, str) and len(value) == 10) or type(value) is date:
        return value
    raise ValueError("a day is a text such as 2026-11-20")


Day = Annotated[date, BeforeValidator(_as_day), Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]


class Season(Terms):
    """From `first_day` to the end of `last_day`, in the zone of the device, some projects go first.

    `priority` orders the waitlist in their favour. Everybody else may then book `others_longest` at
    once, no more than `others_horizon` ahead, and by approval if `others_need_approval`.
    """

    about_person = True

    kind: Literal["season"] = "season"
    first_day: Day
    last_day: Day
    project_ids: Annotated[tuple[NamedId, ...], Field(min_length=1, max_length=200)]
    priority: int = Field(10, ge=1, le=100, strict=True)
    others_longest: Length | None = None
    others_horizon: Ahead | None = None
    others_need_approval: bool = Field(False, strict=True)

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        if self.last_day < self.first_day:
            raise ValueError("last_day is before first_day")
        return self

    def judge(self, case: Case) -> Iterator[RuleViolation]:
        """What others ask for within the season."""
        for claim in self._limited(case):
            if self.others_longest is not None:
                yield from too_long(case, "season_duration", claim, self.others_longest)
            if self.others_horizon is not None:
                yield from too_far(case, "season_horizon", claim, self.others_horizon)

    def asks(self, case: Case) -> Iterator[tuple[Claim, str]]:
        """The same, if it needs approval."""
        if self.others_need_approval:
            for claim in self._limited(case):
                yield claim, f"{case.name}: other projects come first until {self.last_day}"

    def covers(self, interval: Interval, thing: Thing) -> bool:
        """Whether a time at this device is in the season."""
        start = datetime.combine(self.first_day, time(), thing.zone)
        end = datetime.combine(self.last_day + timedelta(days=1), time(), thing.zone)
        return interval.start < end and start < interval.end

    def _limited(self, case: Case) -> Iterator[Claim]:
        if case.request.project_id in self.project_ids:
            return
        for claim in case.claims:
            if self.covers(claim.interval, case.facts.things[claim.device_id]):
                yield claim
