"""Rules over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import ListQuery, Page
from labwright_scheduler.access import RuleKeeper, RuleReader
from labwright_scheduler.policies import queries, service
from labwright_scheduler.policies.rules.targets import RowId
from labwright_scheduler.policies.schemas import (
    DryRunIn,
    DryRunOut,
    RuleChange,
    RuleIn,
    RuleOut,
    RuleQuery,
    RuleVersionOut,
)

PATH = "/api/v1/scheduler/rules"
router = ServiceRouter(prefix=PATH, tags=["rules"])


@router.get("")
def list_rules(
    query: Annotated[RuleQuery, Query()], by: RuleReader, session: DbReader, links: PageLinks
) -> Page[RuleOut]:
    """The lab's rules, those that are not enabled too."""
    found, count = queries.page(session, query)
    return links.page([RuleOut.of(rule) for rule in found], count=count, query=query)


@router.post("", status_code=201)
def create_rule(
    body: RuleIn, by: RuleKeeper, session: DbSession, response: Response, validators: Validators
) -> RuleOut:
    """Make a rule; it judges what is asked from now on, not what was booked."""
    rule = service.make(session, body, by=by)
    response.headers["Location"] = f"{PATH}/{rule.id}"
    validators.changed(rule.version)
    return RuleOut.of(rule)


@router.post("/dry-run")
def try_rule(body: DryRunIn, by: RuleKeeper, session: DbReader) -> DryRunOut:
    """How many bookings of the last days a draft would have refused; nothing is written."""
    return service.dry_run(session, body)


@router.get("/{rule_id}")
def get_rule(rule_id: RowId, by: RuleReader, session: DbReader, validators: Validators) -> RuleOut:
    """One rule."""
    rule = queries.get(session, rule_id)
    validators.answer(rule.version)
    return RuleOut.of(rule)


@router.get("/{rule_id}/history")
def get_rule_history(
    rule_id: RowId,
    query: Annotated[ListQuery, Query()],
    by: RuleReader,
    session: DbReader,
    links: PageLinks,
) -> Page[RuleVersionOut]:
    """What a rule was, newest first; of a removed one too."""
    found, count = queries.history(session, rule_id, limit=query.limit, offset=query.offset)
    return links.page([RuleVersionOut.of(each) for each in found], count=count, query=query)


@router.patch("/{rule_id}")
def change_rule(
    rule_id: RowId,
    body: RuleChange,
    by: RuleKeeper,
    session: DbSession,
    validators: Validators,
) -> RuleOut:
    """Change a rule; `If-Match` is required."""
    rule = service.change(session, rule_id, body, by=by, expect=validators.require)
    validators.changed(rule.version)
    return RuleOut.of(rule)


@router.delete("/{rule_id}", status_code=204)
def remove_rule(rule_id: RowId, by: RuleKeeper, session: DbSession, validators: Validators) -> None:
    """End a rule; `If-Match` is required."""
    service.remove(session, rule_id, by=by, expect=validators.require)
