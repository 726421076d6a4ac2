"""One engine for every door: what the lab's rules say of a request, in one pass.

Every rule that limits has to be kept, so that of two the stricter decides. Of rules that ask for
an approval and those that spare it, the one with the narrower target decides for each slot, and
between equals approval is needed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from pydantic import Field

from labwright_contracts.problems import RuleViolation
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.policies.rules.asking import Claim, Judgement, Request, claims
from labwright_scheduler.policies.rules.case import Case, Terms
from labwright_scheduler.policies.rules.decisions import (
    Approval,
    ApproverLimit,
    AutoApprove,
    CheckIn,
)
from labwright_scheduler.policies.rules.facts import Facts
from labwright_scheduler.policies.rules.hours import BookableHours
from labwright_scheduler.policies.rules.persons import RequiredQualification, RequiredRole
from labwright_scheduler.policies.rules.seasons import Season
from labwright_scheduler.policies.rules.targets import Exempt, Target
from labwright_scheduler.policies.rules.times import Duration, Horizon, LeadTime
from labwright_scheduler.policies.rules.usage import Buffer, MaxDevices, WeeklyHours

AnyTerms = Annotated[
    Duration
    | LeadTime
    | Horizon
    | BookableHours
    | Buffer
    | MaxDevices
    | WeeklyHours
    | RequiredRole
    | RequiredQualification
    | Approval
    | AutoApprove
    | Season
    | CheckIn
    | ApproverLimit,
    Field(discriminator="kind"),
]
"""What a rule demands, told apart by `kind`."""

MOST_TOLD = 10
"""How often the same rule is told of one request."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A rule as it is applied; it is about what overlaps `[valid_from, valid_until)`."""

    id: int | None
    name: str
    terms: AnyTerms
    target: Target = field(default_factory=Target)
    unless: Exempt = field(default_factory=Exempt)
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def holds_at(self, time: Interval) -> bool:
        """Whether it is valid at any instant of a time."""
        begun = self.valid_from is None or self.valid_from < time.end
        return begun and (self.valid_until is None or time.start < self.valid_until)


def evaluate(rules: Iterable[InForce], request: Request, facts: Facts) -> Judgement:
    """Everything that the rules say of a request."""
    claimed = claims(request)
    violations: list[RuleViolation] = []
    asked: dict[Claim, list[tuple[int, str]]] = {}
    granted: dict[Claim, int] = {}
    for rule, case in _cases(rules, request, claimed, facts):
        narrow = rule.target.specificity()
        violations += _told(rule.terms, case)
        for claim, reason in rule.terms.asks(case):
            asked.setdefault(claim, []).append((narrow, reason))
        for claim in rule.terms.grants(case):
            granted[claim] = max(granted.get(claim, -1), narrow)
    reasons = [
        reason
        for claim, wishes in asked.items()
        for narrow, reason in wishes
        if narrow >= granted.get(claim, -1)
    ]
    return Judgement(tuple(violations), bool(reasons), tuple(dict.fromkeys(reasons)))


def exceeded(rules: Iterable[InForce], request: Request, facts: Facts) -> list[RuleViolation]:
    """Why the person of the facts may not approve what is wanted; nothing where he may."""
    limits = [rule for rule in rules if isinstance(rule.terms, ApproverLimit)]
    own = [rule for rule in limits if _is_about(rule, request, facts)]
    claimed = claims(request)
    if not own or not claimed:
        return []
    refusals = []
    for rule in own:
        inside = set(_about(rule, claimed, facts))
        case = Case(rule.id, rule.name, rule.target, request, tuple(claimed), facts)
        found = list(rule.terms.exceeded(case)) if isinstance(rule.terms, ApproverLimit) else []
        beyond = [claim for claim in claimed if claim not in inside]
        if beyond:
            found.append(case.broken("approver_target", beyond[0], limit=rule.name, actual=None))
        if not found:
            return []
        refusals += found
    return refusals


def _cases(
    rules: Iterable[InForce], request: Request, claimed: Sequence[Claim], facts: Facts
) -> Iterator[tuple[InForce, Case]]:
    for rule in rules:
        if request.handed_over and not rule.terms.about_person:
            continue
        if _is_about(rule, request, facts) and (found := _about(rule, claimed, facts)):
            yield rule, Case(rule.id, rule.name, rule.target, request, tuple(found), facts)


def _is_about(rule: InForce, request: Request, facts: Facts) -> bool:
    person, project = facts.person, request.project_id
    covered = rule.target.covers_person(person, project)
    return covered and not rule.unless.spares(person, project)


def _about(rule: InForce, claimed: Sequence[Claim], facts: Facts) -> list[Claim]:
    """The claims of devices and times that the rule is about."""
    ids = {claim.device_id for claim in claimed}
    covered = {id for id in ids if rule.target.covers_thing(facts.things[id])}
    return [c for c in claimed if c.device_id in covered and rule.holds_at(c.interval)]


def _told(terms: Terms, case: Case) -> list[RuleViolation]:
    """The first violations of a rule: a thousand slots against it need not be told one by one."""
    found: dict[str, RuleViolation] = {}
    for violation in terms.judge(case):
        found.setdefault(violation.model_dump_json(), violation)
        if len(found) == MOST_TOLD:
            break
    return list(found.values())
