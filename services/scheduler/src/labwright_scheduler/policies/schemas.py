"""Rules as they are written, asked for and shown."""

from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, TypeAdapter, model_validator

from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_contracts.problems import RuleViolation
from labwright_scheduler.calendar.schemas import Minute, Text
from labwright_scheduler.policies.models import Rule, RuleVersion
from labwright_scheduler.policies.rules.decisions import CheckIn
from labwright_scheduler.policies.rules.engine import AnyTerms, InForce
from labwright_scheduler.policies.rules.targets import Exempt, Target

_TERMS: TypeAdapter[AnyTerms] = TypeAdapter(AnyTerms)

Name = Annotated[Text, Field(min_length=1, max_length=100)]
Description = Annotated[str, Field(max_length=500)]

MOST_DAYS = 366
SAMPLE = 100


class RuleIn(RequestBody):
    """A rule. What `target` does not name it is about, and not about whoever `unless` names.

    It judges what overlaps `[valid_from, valid_until)`, without end where that is null.
    """

    name: Name = Field(description="Who is refused reads it.")
    description: Description = ""
    terms: AnyTerms
    target: Target = Target()
    unless: Exempt = Exempt()
    valid_from: Minute | None = None
    valid_until: Minute | None = None
    enabled: bool = Field(True, strict=True)

    @model_validator(mode="after")
    def _can_hold(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValueError("valid_until must be after valid_from")
        if isinstance(self.terms, CheckIn) and (
            self.target.names_people() or self.unless.names_people()
        ):
            raise ValueError("check-in is asked for of devices, not of people")
        return self

    def in_force(self, id: int | None = None) -> InForce:
        """The rule as the engine applies it."""
        return InForce(
            id,
            self.name,
            self.terms,
            self.target,
            self.unless,
            self.valid_from,
            self.valid_until,
        )


class RuleChange(RequestBody):
    """What becomes different; a field that is not sent stays, null clears."""

    name: Name = Field(default_factory=str)
    description: Description = ""
    terms: AnyTerms = Field(default=None)  # type: ignore[assignment]
    target: Target = Target()
    unless: Exempt = Exempt()
    valid_from: Minute | None = None
    valid_until: Minute | None = None
    enabled: bool = Field(True, strict=True)

    def over(self, present: RuleIn) -> dict[str, Any]:
        """The fields of the rule with those that were sent, as JSON."""
        sent = self.model_dump(mode="json", include=self.model_fields_set)
        return {**present.model_dump(mode="json"), **sent}


class RuleQuery(ListQuery):
    """Filters; a repeated one means any of its values."""

    ordering: str | None = Field(None, description="name, kind, updated_at, id; `-` reverses")
    q: str | None = Field(None, max_length=100, description="text in name or description")
    kind: list[str] | None = None
    enabled: bool | None = None


class RuleOut(AnswerBody):
    """A rule as it is, with its `version`."""

    id: int
    version: int
    name: str
    description: str
    kind: str
    terms: AnyTerms
    target: Target
    unless: Exempt
    valid_from: datetime | None
    valid_until: datetime | None
    enabled: bool
    created_at: datetime
    updated_at: datetime
    updated_by: int = Field(description="A person's id.")

    @classmethod
    def of(cls, rule: Rule) -> Self:
        """The answer for a rule."""
        asked = written(rule)
        fields = {name: getattr(rule, name) for name in cls.model_fields if hasattr(rule, name)}
        return cls(**{**fields, **dict(asked)})


class RuleVersionOut(AnswerBody):
    """What a rule was at a version, and who made it so; `removed` ends it."""

    version: int
    changed_at: datetime
    changed_by: int = Field(description="A person's id.")
    removed: bool
    rule: dict[str, Any]

    @classmethod
    def of(cls, version: RuleVersion) -> Self:
        """The answer for a version."""
        return cls(
            version=version.version,
            changed_at=version.changed_at,
            changed_by=version.changed_by,
            removed=version.removed,
            rule=RuleIn.model_validate_json(version.state).model_dump(mode="json"),
        )


class DryRunIn(RequestBody):
    """A draft, and how many of the last days' bookings it is tried on."""

    rule: RuleIn
    days: int = Field(31, ge=1, le=MOST_DAYS, strict=True)


class TriedBooking(AnswerBody):
    """A booking that the draft would have refused, or sent to somebody for approval."""

    booking_id: UUID
    owner_id: int
    created_at: datetime
    needs_approval: bool
    violations: list[RuleViolation]


class DryRunOut(AnswerBody):
    """What a draft would have done to `judged` bookings, as people and devices are today.

    `bookings` are the newest of them; `truncated` says that there were more bookings than are
    looked at, or more of them than are told.
    """

    judged: int
    refused: int
    to_approval: int
    words: str
    truncated: bool
    bookings: list[TriedBooking]


def written(rule: Rule) -> RuleIn:
    """What somebody wrote of a rule."""
    terms, target, unless = _read(rule.terms, rule.target, rule.unless)
    return RuleIn.model_construct(
        name=rule.name,
        description=rule.description,
        terms=terms,
        target=target,
        unless=unless,
        valid_from=rule.valid_from,
        valid_until=rule.valid_until,
        enabled=rule.enabled,
    )


# By their text, so that the same text is read once in a process, and another is read anew.
@lru_cache(maxsize=2048)
def _read(terms: str, target: str, unless: str) -> tuple[AnyTerms, Target, Exempt]:
    return (
        _TERMS.validate_json(terms),
        Target.model_validate_json(target),
        Exempt.model_validate_json(unless),
    )
