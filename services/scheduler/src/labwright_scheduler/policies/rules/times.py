"""Rules about when and how long."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from labwright_contracts.problems import RuleViolation
from labwright_scheduler.calendar.rules import LONGEST_SLOT, Interval, next_minute
from labwright_scheduler.calendar.schemas import Span
from labwright_scheduler.policies.rules import nearest
from labwright_scheduler.policies.rules.asking import Claim
from labwright_scheduler.policies.rules.case import Case, Terms

Length = Annotated[Span, Field(ge=timedelta(minutes=1), le=LONGEST_SLOT)]
Ahead = Annotated[Span, Field(ge=timedelta(), le=timedelta(days=366))]


class Duration(Terms):
    """A slot lasts at least `shortest` and at most `longest`."""

    kind: Literal["duration"] = "duration"
    shortest: Length | None = None
    longest: Length | None = None

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.shortest is None and self.longest is None:
            raise ValueError("say shortest, longest or both")
        if self.shortest and self.longest and self.shortest > self.longest:
            raise ValueError("nothing is at least shortest and at most longest")
        return self

    def judge(self, case: Case) -> Iterator[RuleViolation]:
        """A slot that grows is not judged as too short, one that shrinks not as too long."""
        for claim in case.claims:
            start, lasts = claim.interval.start, length(claim.interval)
            if self.shortest and lasts < self.shortest and not _kept_up(claim):
                longer = Interval(start, start + self.shortest)
                yield case.broken(
                    "shortest_duration", claim, limit=self.shortest, actual=lasts, nearest=longer
                )
            if self.longest:
                yield from too_long(case, "longest_duration", claim, self.longest)


class LeadTime(Terms):
    """A slot is asked for at least so long before it begins."""

    kind: Literal["lead_time"] = "lead_time"
    at_least: Annotated[Ahead, Field(ge=timedelta(minutes=1))]

    def judge(self, case: Case) -> Iterator[RuleViolation]:
        """One that begins no earlier than before was asked for in time."""
        earliest = next_minute((case.request.asked_at or case.request.now) + self.at_least)
        for claim in case.claims:
            start, former = claim.interval.start, claim.former
            if start < earliest and (former is None or start < former.start):
                start_at = min(earliest, former.start) if former else earliest
                moved = nearest.shifted(claim.interval, start_at)
                yield case.broken("lead_time", claim, limit=earliest, actual=start, nearest=moved)


class Horizon(Terms):
    """Nothing is asked for longer before than this."""

    kind: Literal["horizon"] = "horizon"
    at_most: Ahead

    def judge(self, case: Case) -> Iterator[RuleViolation]:
        """What a slot gains begins within the horizon."""
        for claim in case.claims:
            yield from too_far(case, "horizon", claim, self.at_most)


def too_long(case: Case, rule: str, claim: Claim, longest: timedelta) -> Iterator[RuleViolation]:
    """The claim, if it is longer than that and not only shorter than it was."""
    interval = claim.interval
    if length(interval) > longest and (claim.former is None or grows(claim)):
        kept = longest if claim.former is None else max(longest, length(claim.former))
        shorter = Interval(interval.start, interval.start + kept)
        yield case.broken(rule, claim, limit=longest, actual=length(interval), nearest=shorter)


def too_far(case: Case, rule: str, claim: Claim, ahead: timedelta) -> Iterator[RuleViolation]:
    """The claim, if something of what it gains begins later than so long from now."""
    latest = (case.request.now + ahead).replace(second=0, microsecond=0)
    start = max(piece.start for piece in claim.gains)
    if start > latest:
        passing = claim.former or nearest.shifted(claim.interval, latest)
        yield case.broken(rule, claim, limit=latest, actual=start, nearest=passing)


def length(interval: Interval) -> timedelta:
    """How long it is."""
    return interval.end - interval.start


def grows(claim: Claim) -> bool:
    """Whether the slot becomes longer than it was."""
    return claim.former is not None and length(claim.interval) > length(claim.former)


def _kept_up(claim: Claim) -> bool:
    """Whether the slot is not shorter than it was."""
    return claim.former is not None and length(claim.interval) >= length(claim.former)
