"""Rules, and what a judgement needs to know."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, bindparam, column, or_, select, table, true
from sqlalchemy.orm import Session

from labwright_chassis import zones
from labwright_chassis.columns import BigId, UtcDateTime, UuidText, normalised
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import contains, count, ordered
from labwright_contracts.auth import GroupKind
from labwright_contracts.permissions import ROLES
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import LONGEST_SLOT, OCCUPYING, Interval
from labwright_scheduler.devices.models import Device
from labwright_scheduler.people.models import Group, Person, Qualification
from labwright_scheduler.policies.models import Rule, RuleVersion
from labwright_scheduler.policies.rules import Request
from labwright_scheduler.policies.rules.facts import Somebody, Thing, Use
from labwright_scheduler.policies.schemas import RuleQuery

_ORDER = {"name": Rule.name, "kind": Rule.kind, "updated_at": Rule.updated_at, "id": Rule.id}

# Bookings know rules, so that these know of bookings only the columns that they judge by.
bookings = table(
    "bookings",
    column("id", BigId),
    column("uid", UuidText),
    column("owner_id", BigId),
    column("project_id", BigId),
    column("held_until", UtcDateTime),
    column("created_at", UtcDateTime),
)

USED = (*sorted(OCCUPYING), SlotState.COMPLETED)
"""States in which a slot counts as used, or to be used."""

OWN = (*USED, SlotState.CONFLICTING)
"""States in which a slot counts against its owner: a challenge is granted without asking again."""


def get(session: Session, id: int, *, lock: bool = False) -> Rule:
    """The rule, locked for a change if asked.

    Raises:
        NotFound: there is none, or it was removed.
    """
    statement = select(Rule).where(Rule.id == id, Rule.removed_at.is_(None))
    rule = session.scalar(statement.with_for_update() if lock else statement)
    if rule is None:
        raise NotFound(f"There is no rule {id}.")
    return rule


def page(session: Session, query: RuleQuery) -> tuple[list[Rule], int]:
    """The rules of a page and how many there are: two statements."""
    statement = select(Rule).where(Rule.removed_at.is_(None))
    if query.q:
        found = (contains(Rule.name, query.q), contains(Rule.description, query.q))
        statement = statement.where(or_(*found))
    if query.kind:
        statement = statement.where(Rule.kind.in_(query.kind))
    if query.enabled is not None:
        statement = statement.where(Rule.enabled == query.enabled)
    rows = ordered(statement, query.ordering, _ORDER, by="name,id")
    return list(session.scalars(rows.limit(query.limit).offset(query.offset))), count(
        session, statement
    )


def history(session: Session, id: int, *, limit: int, offset: int) -> tuple[list[RuleVersion], int]:
    """What a rule was, newest first, of a removed one too: two statements.

    Raises:
        NotFound: there never was one.
    """
    statement = select(RuleVersion).where(RuleVersion.rule_id == id)
    total = count(session, statement)
    if not total:
        raise NotFound(f"There is no rule {id}.")
    rows = statement.order_by(RuleVersion.version.desc()).limit(limit).offset(offset)
    return list(session.scalars(rows)), total


def in_force(session: Session, time: Interval, kinds: Collection[str] = ()) -> list[Rule]:
    """Enabled rules that are valid somewhere in a time, of some kinds or all: one statement."""
    asked: dict[str, Any] = {"start": time.start, "end": time.end}
    if kinds:
        asked["kinds"] = sorted(kinds)
    return list(session.scalars(_in_force(of_kinds=bool(kinds)), asked))


# Each booking asks: building a statement costs more than running it, so it is done once.
@cache
def _in_force(*, of_kinds: bool) -> Select[Rule]:
    statement = select(Rule).where(
        Rule.removed_at.is_(None),
        Rule.enabled == true(),
        or_(Rule.valid_from.is_(None), Rule.valid_from < bindparam("end")),
        or_(Rule.valid_until.is_(None), Rule.valid_until > bindparam("start")),
    )
    if of_kinds:
        statement = statement.where(Rule.kind.in_(bindparam("kinds", expanding=True)))
    return statement.order_by(Rule.id)


def people(
    session: Session, ids: Iterable[int], roles: frozenset[str] | None = None
) -> dict[int, Somebody]:
    """People as rules see them, with `roles` instead of the copied ones: three statements."""
    named = sorted(set(ids))
    told = select(Person.id, Person.roles).where(Person.id.in_(named))
    known = {row.id: row.roles for row in session.execute(told)}
    stand = select(Group.id, Group.member_keys).where(Group.removed_at.is_(None))
    if len(named) == 1:
        stand = stand.where(contains(Group.member_keys, f"|{named[0]}|"))
    groups: dict[int, set[int]] = {id: set() for id in named}
    for group, keys in session.execute(stand):
        for member in groups.keys() & {int(id) for id in keys.split("|") if id}:
            groups[member].add(group)
    held: dict[int, dict[str, datetime | None]] = {}
    columns = (Qualification.person_id, Qualification.tag, Qualification.valid_until)
    qualified = select(*columns).where(
        Qualification.person_id.in_(named), Qualification.removed_at.is_(None)
    )
    for person_id, tag, until in session.execute(qualified):
        held.setdefault(person_id, {})[tag] = until
    return {
        id: Somebody(
            id,
            frozenset(normalised(r) for r in (known.get(id) or () if roles is None else roles)),
            frozenset(groups[id]),
            held.get(id, {}),
        )
        for id in named
    }


def things(session: Session, ids: Iterable[int], lab: ZoneInfo) -> dict[int, Thing]:
    """Devices as rules see them, those that are unknown too: one statement."""
    named = sorted(set(ids))
    columns = (Device.id, Device.type_id, Device.site_id, Device.tag_keys, Device.time_zone)
    statement = select(*columns, Device.capacity).where(Device.id.in_(named))
    found = {
        id: Thing(id, type_id, site_id, _tags(tags), _zone(zone, lab), max(1, capacity))
        for id, type_id, site_id, tags, zone, capacity in session.execute(statement)
    }
    return {id: found.get(id) or Thing(id, zone=lab) for id in named}


def booking_of(session: Session, slot_ids: Collection[int]) -> Any:
    """Id and `created_at` of the first booking that these slots are of, or None: one statement."""
    statement = (
        select(bookings.c.id, bookings.c.created_at)
        .join(Slot, Slot.booking_id == bookings.c.id)
        .where(Slot.id.in_(sorted(slot_ids)))
        .order_by(bookings.c.id)
    )
    return session.execute(statement.limit(1)).one_or_none()


def own(session: Session, request: Request, time: Interval) -> list[Use]:
    """What the owner has beside the request in a time, without what has lapsed: one statement."""
    statement = (
        select(Slot.id, Slot.device_id, Slot.start_at, Slot.end_at)
        .join(bookings, bookings.c.id == Slot.booking_id)
        .where(
            bookings.c.owner_id == request.owner_id,
            Slot.state.in_(OWN),
            or_(Slot.state != SlotState.HELD, bookings.c.held_until > request.now),
            or_(Slot.expires_at.is_(None), Slot.expires_at > request.now),
            Slot.start_at > time.start - LONGEST_SLOT,
            Slot.start_at < time.end,
            Slot.end_at > time.start,
        )
    )
    return [
        Use(device_id, Interval(start, end))
        for id, device_id, start, end in session.execute(statement)
        if id not in request.besides
    ]


def taken(
    session: Session, request: Request, times: Mapping[int, Sequence[Interval]]
) -> dict[int, list[Interval]]:
    """What others hold of each device in a time, without what has lapsed: two statements."""
    slots = calendar.occupying(session, times)
    holds = {slot.booking_id for slot in slots if slot.state is SlotState.HELD}
    over = and_(bookings.c.id.in_(sorted(holds)), bookings.c.held_until <= request.now)
    lapsed = set(session.scalars(select(bookings.c.id).where(over))) if holds else set()
    found: dict[int, list[Interval]] = {}
    for slot in slots:
        aside = slot.id in request.besides or slot.booking_id in request.booking_ids
        gone = slot.state is SlotState.HELD and slot.booking_id in lapsed
        gone = gone or (slot.expires_at is not None and slot.expires_at <= request.now)
        if not aside and not gone:
            found.setdefault(slot.device_id, []).append(slot.interval)
    return found


def booked_since(session: Session, since: datetime, *, limit: int) -> list[Any]:
    """Slots of the newest bookings made since then, newest booking first: one statement.

    Rows of booking (id, uid, owner_id, project_id, created_at) and slot (device_id, start_at,
    end_at, planned_end_at).
    """
    newest = (
        select(bookings)
        .where(bookings.c.created_at >= since)
        .order_by(bookings.c.id.desc())
        .limit(limit)
        .subquery()
    )
    statement = (
        select(newest, Slot.device_id, Slot.start_at, Slot.end_at, Slot.planned_end_at)
        .join(Slot, Slot.booking_id == newest.c.id)
        .order_by(newest.c.id.desc(), Slot.start_at, Slot.id)
    )
    return list(session.execute(statement))


def used_in(session: Session, time: Interval, *, limit: int) -> list[Any]:
    """Rows (booking_id, owner_id, device_id, start_at, end_at) of what is used in a time."""
    statement = (
        select(Slot.booking_id, bookings.c.owner_id, Slot.device_id, Slot.start_at, Slot.end_at)
        .join(bookings, bookings.c.id == Slot.booking_id)
        .where(
            Slot.state.in_(USED),
            Slot.start_at > time.start - LONGEST_SLOT,
            Slot.start_at < time.end,
            Slot.end_at > time.start,
        )
        .order_by(Slot.id.desc())
    )
    return list(session.execute(statement.limit(limit)))


def unknown(session: Session, part: str, named: Sequence[Any]) -> list[Any]:
    """Which of the things that a target names are not known here: one statement.

    `part` is the target's field. A type, a site or a tag is known by a device that has it, a role
    by a person.
    """
    stands = Device.removed_at.is_(None)
    if part in ("tags", "roles"):
        bear = _tags_borne(session) if part == "tags" else _roles_had(session)
        return [name for name in named if normalised(name) not in bear]
    column_, condition = {
        "device_ids": (Device.id, stands),
        "type_ids": (Device.type_id, stands),
        "site_ids": (Device.site_id, stands),
        "user_ids": (Person.id, Person.removed_at.is_(None)),
        "group_ids": (Group.id, Group.removed_at.is_(None)),
        "project_ids": (
            Group.id,
            and_(Group.removed_at.is_(None), Group.kind == GroupKind.PROJECT),
        ),
    }[part]
    known = set(session.scalars(select(column_).where(column_.in_(named), condition).distinct()))
    return [id for id in named if id not in known]


def _tags_borne(session: Session) -> set[str]:
    keys = select(Device.tag_keys).where(Device.removed_at.is_(None)).distinct()
    return {tag for each in session.scalars(keys) for tag in _tags(each)}


def _roles_had(session: Session) -> set[str]:
    had = select(Person.roles).where(Person.removed_at.is_(None))
    return {normalised(r) for roles in [ROLES, *session.scalars(had)] for r in roles or ()}


def _tags(keys: str) -> frozenset[str]:
    return frozenset(keys.strip("|").split("|")) - {""}


def _zone(name: str | None, lab: ZoneInfo) -> ZoneInfo:
    return ZoneInfo(name) if name in zones.names() else lab
