"""Making, changing and ending rules. Each state is kept as a version."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.callers import Caller
from labwright_chassis.errors import Malformed
from labwright_contracts.problems import FieldError
from labwright_scheduler.policies import queries
from labwright_scheduler.policies.models import Rule, RuleVersion
from labwright_scheduler.policies.rules.seasons import Season
from labwright_scheduler.policies.schemas import RuleChange, RuleIn, written

Expectation = Callable[[int], None]
"""Raises unless the caller changed from this version."""

_DEVICE_PARTS = ("device_ids", "type_ids", "site_ids", "tags")
_PEOPLE_PARTS = ("user_ids", "roles", "group_ids", "project_ids")


def make(session: Session, request: RuleIn, *, by: Caller) -> Rule:
    """Let a rule hold from now on, for what is asked from now on.

    Raises:
        Malformed: it names a device, person or other thing that is not there.
    """
    check_named(session, request)
    now = clock.database_now(session)
    rule = Rule(version=1, created_at=now, **_columns(request, by, now))
    session.add(rule)
    session.flush()
    _keep(session, rule, "create", after=_told(rule))
    return rule


def change(
    session: Session, id: int, change: RuleChange, *, by: Caller, expect: Expectation
) -> Rule:
    """Change a rule; what was booked before stays.

    Raises:
        NotFound, Stale, PreconditionMissing.
        Malformed: what comes of it cannot hold, or names what is not there.
    """
    rule = queries.get(session, id, lock=True)
    expect(rule.version)
    before = _told(rule)
    wanted = _whole(change.over(written(rule)))
    if wanted.model_dump(mode="json") == before:
        return rule
    check_named(session, wanted)
    for name, value in _columns(wanted, by, clock.database_now(session)).items():
        setattr(rule, name, value)
    rule.version += 1
    session.flush()
    _keep(session, rule, "update", before=before, after=_told(rule))
    return rule


def remove(session: Session, id: int, *, by: Caller, expect: Expectation) -> None:
    """End a rule."""
    rule = queries.get(session, id, lock=True)
    expect(rule.version)
    rule.removed_at = rule.updated_at = clock.database_now(session)
    rule.updated_by = by.id
    rule.version += 1
    session.flush()
    _keep(session, rule, "delete", before=_told(rule))


def check_named(session: Session, rule: RuleIn) -> None:
    """Raise Malformed for each part of the rule that names what is not known here."""
    named = [("target", part, getattr(rule.target, part)) for part in _DEVICE_PARTS]
    for field in ("target", "unless"):
        named += [(field, part, getattr(getattr(rule, field), part)) for part in _PEOPLE_PARTS]
    if isinstance(rule.terms, Season):
        named.append(("terms", "project_ids", rule.terms.project_ids))
    if any_of := getattr(rule.terms, "any_of", ()):
        named.append(("terms", "roles", any_of))
    errors = [
        FieldError(
            pointer=f"/{field}/{part}",
            code="unknown",
            message=f"There is no {part.removesuffix('_ids').removesuffix('s')} {name}.",
        )
        for field, part, names in named
        if names
        for name in queries.unknown(session, part, names)
    ]
    if errors:
        raise Malformed(errors[0].message, errors=errors)


def _whole(fields: dict[str, Any]) -> RuleIn:
    try:
        return RuleIn.model_validate(fields)
    except ValidationError as error:
        message = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise Malformed.at("", message, "contradiction") from error


def _columns(request: RuleIn, by: Caller, now: datetime) -> dict[str, Any]:
    return {
        "name": request.name,
        "description": request.description,
        "kind": request.terms.kind,
        "terms": request.terms.model_dump_json(),
        "target": request.target.model_dump_json(),
        "unless": request.unless.model_dump_json(),
        "valid_from": request.valid_from,
        "valid_until": request.valid_until,
        "enabled": request.enabled,
        "updated_at": now,
        "updated_by": by.id,
    }


def _told(rule: Rule) -> dict[str, object]:
    return written(rule).model_dump(mode="json")


def _keep(session: Session, rule: Rule, verb: str, **states: Any) -> None:
    """Keep the version, and say in the audit log who made it."""
    session.add(
        RuleVersion(
            rule_id=rule.id,
            version=rule.version,
            state=written(rule).model_dump_json(),
            changed_at=rule.updated_at,
            changed_by=rule.updated_by,
            removed=rule.removed_at is not None,
        )
    )
    audit.record(session, f"scheduler.rule.{verb}", target=f"rule/{rule.id}", **states)
