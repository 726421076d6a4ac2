"""Rules about who asks."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from labwright_chassis.columns import normalised
from labwright_contracts.problems import RuleViolation
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.policies.rules.asking import Claim
from labwright_scheduler.policies.rules.case import Case, Terms
from labwright_scheduler.policies.rules.targets import Name

Tag = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,59}$")]


class RequiredRole(Terms):
    """Whoever books has one of these roles."""

    about_person = True

    kind: Literal["required_role"] = "required_role"
    any_of: Annotated[tuple[Name, ...], Field(min_length=1, max_length=50)]

    def judge(self, case: Case) -> Iterator[RuleViolation]:
        """Once, however much is asked for."""
        held = case.facts.person.roles
        if held.isdisjoint(normalised(role) for role in self.any_of):
            yield case.broken("required_role", case.claims[0], limit=list(self.any_of), actual=held)


class RequiredQualification(Terms):
    """Whoever books is qualified for all of this, to the end of the slot."""

    about_person = True

    kind: Literal["required_qualification"] = "required_qualification"
    all_of: Annotated[tuple[Tag, ...], Field(min_length=1, max_length=50)]

    def judge(self, case: Case) -> Iterator[RuleViolation]:
        """Once where something is missing, else each slot that outlasts it."""
        held = case.facts.person.qualifications
        missing = [tag for tag in self.all_of if tag not in held]
        if missing:
            yield case.broken(
                "required_qualification",
                case.claims[0],
                limit=list(self.all_of),
                actual=[tag for tag in self.all_of if tag in held],
            )
            return
        ends = [end for tag in self.all_of if (end := held[tag]) is not None]
        for claim in case.claims:
            if ends and max(piece.end for piece in claim.gains) > min(ends):
                yield self._outlasts(case, claim, min(ends))

    def _outlasts(self, case: Case, claim: Claim, end: datetime) -> RuleViolation:
        cut, start = end.replace(second=0, microsecond=0), claim.interval.start
        passing = claim.former or (Interval(start, cut) if start < cut else None)
        return case.broken(
            "qualification_ends", claim, limit=end, actual=claim.interval.end, nearest=passing
        )
