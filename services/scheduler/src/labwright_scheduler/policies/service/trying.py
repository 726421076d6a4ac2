"""Trying a draft of a rule on what was booked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.lab_settings import queries as lab_settings
from labwright_scheduler.policies import queries
from labwright_scheduler.policies.rules import Judgement, Request, engine
from labwright_scheduler.policies.rules.facts import Facts, Somebody, Thing, Use
from labwright_scheduler.policies.schemas import SAMPLE, DryRunIn, DryRunOut, TriedBooking
from labwright_scheduler.policies.service.keeping import check_named

MOST_BOOKINGS = 5000
MOST_SLOTS = 100_000


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking as it was asked for, when it was."""

    id: int
    uid: UUID
    request: Request


@dataclass(slots=True)
class History:
    """What is known today of those who booked and of what was used beside it."""

    people: Mapping[int, Somebody]
    things: Mapping[int, Thing]
    zone: ZoneInfo
    by_owner: Mapping[int, Sequence[Any]]
    by_device: Mapping[int, Sequence[Any]]

    def before(self, booked: Booked) -> Facts:
        """What was used already when somebody booked."""
        request = booked.request
        own = [row for row in self.by_owner.get(request.owner_id, ()) if row.booking_id < booked.id]
        return Facts(
            person=self.people[request.owner_id],
            things=self.things,
            zone=self.zone,
            own=[Use(row.device_id, _time(row)) for row in own],
            taken={
                id: [_time(r) for r in self.by_device.get(id, ()) if r.booking_id < booked.id]
                for id in request.wanted
            },
        )


def dry_run(session: Session, asked: DryRunIn) -> DryRunOut:
    """What a draft would have done to the bookings of the last days: six statements, no write.

    People, groups, devices and what became of other bookings are as they are today.

    Raises:
        Malformed: the draft names what is not there.
    """
    check_named(session, asked.rule)
    since = clock.database_now(session) - timedelta(days=asked.days)
    rows = queries.booked_since(session, since, limit=MOST_BOOKINGS + 1)
    booked = list(_booked(rows))[:MOST_BOOKINGS]
    draft = asked.rule.in_force()
    history = _history(session, booked, reads=draft.terms.reads_own or _sees(draft, booked))
    told = [
        (each, judgement)
        for each in booked
        if _matters(judgement := engine.evaluate([draft], each.request, history.before(each)))
    ]
    refused = sum(1 for _, judgement in told if judgement.violations)
    return DryRunOut(
        judged=len(booked),
        refused=refused,
        to_approval=len(told) - refused,
        words=_words(refused, len(told) - refused, len(booked)),
        truncated=len(told) > SAMPLE or len({row.id for row in rows}) > MOST_BOOKINGS,
        bookings=[_tried(each, judgement) for each, judgement in told[:SAMPLE]],
    )


def _booked(rows: Sequence[Any]) -> Iterator[Booked]:
    for (id, uid), found in groupby(rows, key=lambda row: (row.id, row.uid)):
        slots = list(found)
        wanted: dict[int, list[Interval]] = defaultdict(list)
        for row in slots:
            wanted[row.device_id].append(Interval(row.start_at, row.planned_end_at or row.end_at))
        request = Request(
            owner_id=slots[0].owner_id,
            wanted=dict(wanted),
            now=slots[0].created_at,
            project_id=slots[0].project_id,
            booking_ids=frozenset({id}),
        )
        yield Booked(id, uid, request)


def _sees(draft: engine.InForce, booked: Sequence[Booked]) -> bool:
    return any(draft.terms.sees_taken(each.request) is not None for each in booked[:1])


def _history(session: Session, booked: Sequence[Booked], *, reads: bool) -> History:
    zone = ZoneInfo(lab_settings.get(session).time_zone)
    used = _used(session, booked) if reads and booked else []
    ids = {id for each in booked for id in each.request.wanted}
    by_owner: dict[int, list[Any]] = defaultdict(list)
    by_device: dict[int, list[Any]] = defaultdict(list)
    for row in used:
        by_owner[row.owner_id].append(row)
        by_device[row.device_id].append(row)
    return History(
        people=queries.people(session, {each.request.owner_id for each in booked}),
        things=queries.things(session, ids | {row.device_id for row in used}, zone),
        zone=zone,
        by_owner=by_owner,
        by_device=by_device,
    )


def _used(session: Session, booked: Sequence[Booked]) -> list[Any]:
    spans = [each.request.span() for each in booked]
    margin = timedelta(days=8)
    time = Interval(
        min(min(s.start, each.request.now) for s, each in zip(spans, booked, strict=True)) - margin,
        max(s.end for s in spans) + margin,
    )
    return queries.used_in(session, time, limit=MOST_SLOTS)


def _matters(judgement: Judgement) -> bool:
    return bool(judgement.violations) or judgement.needs_approval


def _tried(booked: Booked, judgement: Judgement) -> TriedBooking:
    return TriedBooking(
        booking_id=booked.uid,
        owner_id=booked.request.owner_id,
        created_at=booked.request.now,
        needs_approval=judgement.needs_approval,
        violations=list(judgement.violations),
    )


def _words(refused: int, to_approval: int, judged: int) -> str:
    parts = [f"would have refused {refused}"] if refused or not to_approval else []
    parts += [f"would have sent {to_approval} to approval"] if to_approval else []
    return f"{' and '.join(parts)} of {judged} bookings"


def _time(row: Any) -> Interval:
    return Interval(row.start_at, row.end_at)
