"""What the lab's rules say of a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labwright_contracts.problems import RuleViolation
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.devices.models import Device
from labwright_scheduler.lab_settings import queries as lab_settings
from labwright_scheduler.policies import queries
from labwright_scheduler.policies.rules import Judgement, Request, engine
from labwright_scheduler.policies.rules.decisions import CheckIn
from labwright_scheduler.policies.rules.engine import InForce
from labwright_scheduler.policies.rules.facts import Facts, Somebody
from labwright_scheduler.policies.rules.nearest import REACH
from labwright_scheduler.policies.rules.seasons import Season
from labwright_scheduler.policies.rules.usage import WEEKS_AHEAD
from labwright_scheduler.policies.schemas import written

_ELSEWHERE = {"approver_limit", "check_in"}
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CheckInWindow:
    """A slot can be checked in from `opens` before its start until `grace` after it."""

    opens: timedelta
    grace: timedelta


def judge(session: Session, request: Request, devices: Mapping[int, Device]) -> Judgement:
    """What the lab's rules say of a request, asked after the person and the devices are locked.

    It only reads, so that a check without locks may ask it too: one statement where no rule is in
    force, and at most ten, however many rules, devices and slots there are.
    """
    if not any(request.wanted.values()):
        return Judgement()
    rules = [r for r in _in_force(session, request.span()) if r.terms.kind not in _ELSEWHERE]
    if not rules:
        return Judgement()
    request = _as_booked(session, request)
    return engine.evaluate(rules, request, _facts(session, rules, request))


def may_not_approve(
    session: Session, request: Request, *, approver_id: int, roles: frozenset[str] | None = None
) -> Sequence[RuleViolation]:
    """Why this person may not approve what is wanted by the lab's limits; nothing where he may.

    `request` is what would be approved, at once; `roles` are the approver's as his token tells
    them. Permissions and sites are the caller's to check.
    """
    rules = _in_force(session, request.span(), "approver_limit")
    if not rules:
        return ()
    zone = ZoneInfo(lab_settings.get(session).time_zone)
    person = queries.people(session, [approver_id], roles)[approver_id]
    facts = Facts(person, queries.things(session, request.wanted, zone), zone)
    return engine.exceeded(rules, request, facts)


def check_in_within(
    session: Session, device_ids: Sequence[int], *, now: datetime
) -> dict[int, CheckInWindow]:
    """When slots of these devices have to be checked in, by device; of others nothing is asked.

    Of several rules the one with the narrower target decides, between equals the longer grace.
    """
    moment = Interval(now, now + timedelta(microseconds=1))
    rules = _in_force(session, moment, "check_in")
    if not rules:
        return {}
    lab = lab_settings.get(session)
    things = queries.things(session, device_ids, ZoneInfo(lab.time_zone))
    found: dict[int, tuple[int, timedelta, CheckInWindow]] = {}
    for rule in rules:
        if isinstance(terms := rule.terms, CheckIn):
            opens = lab.check_in_opens if terms.opens is None else terms.opens
            grace = lab.no_show_grace if terms.grace is None else terms.grace
            for id in (id for id, thing in things.items() if rule.target.covers_thing(thing)):
                rank = (rule.target.specificity(), grace)
                if id not in found or rank > found[id][:2]:
                    found[id] = (*rank, CheckInWindow(opens, grace))
    return {id: window for id, (_, _, window) in found.items()}


def priority_of(session: Session, request: Request) -> int:
    """How far before others a request goes on the waitlist: 0, or as a season of its project."""
    if request.project_id is None:
        return 0
    rules = _in_force(session, request.span(), "season")
    if not rules:
        return 0
    things = queries.things(session, request.wanted, ZoneInfo(lab_settings.get(session).time_zone))
    return max(
        (
            terms.priority
            for rule in rules
            if isinstance(terms := rule.terms, Season) and request.project_id in terms.project_ids
            for id, intervals in request.wanted.items()
            if rule.target.covers_thing(things[id])
            and any(terms.covers(interval, things[id]) for interval in intervals)
        ),
        default=0,
    )


def _in_force(session: Session, time: Interval, *kinds: str) -> list[InForce]:
    rows = queries.in_force(session, time, kinds)
    return [written(row).in_force(row.id) for row in rows]


def _as_booked(session: Session, request: Request) -> Request:
    """With what its slots tell: their booking and, where that is confirmed, since when it asks."""
    if not request.besides or request.booking_ids:
        return request
    found = queries.booking_of(session, request.besides)
    if found is None:
        return request
    asked_at = request.asked_at or (None if request.held else found.created_at)
    return replace(request, booking_ids=frozenset({found.id}), asked_at=asked_at)


def _facts(session: Session, rules: Sequence[InForce], request: Request) -> Facts:
    """What these rules need to know, each thing by one statement and only where one asks."""
    zone = ZoneInfo(lab_settings.get(session).time_zone)
    own = []
    if any(rule.terms.reads_own for rule in rules):
        own = queries.own(session, request, _around_weeks(request.span()))
    times = [t for rule in rules if (t := rule.terms.sees_taken(request)) is not None]
    taken = queries.taken(session, request, dict.fromkeys(request.wanted, times)) if times else {}
    ids = {*request.wanted, *request.held, *(use.device_id for use in own)}
    return Facts(
        person=_person(session, request),
        things=queries.things(session, ids, zone),
        zone=zone,
        own=own,
        taken=taken,
    )


def _person(session: Session, request: Request) -> Somebody:
    return queries.people(session, [request.owner_id], request.roles)[request.owner_id]


def _around_weeks(span: Interval) -> Interval:
    """As far as rules look at what a person has: whole weeks, in whatever zone."""
    return Interval(span.start - _WEEK, span.end + max(REACH, (WEEKS_AHEAD + 2) * _WEEK))
