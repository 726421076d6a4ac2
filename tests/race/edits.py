"""Rules are edited while requests are under way.

What a judgement read cannot be seen from outside, only between which versions it must lie: the one
before the request was sent, and the one after its answer came. The two rules here are changed in
one transaction and together let exactly one length pass. So what is accepted must have had the
length of some version in between, and what is refused not the length of all of them. Had a
judgement read one rule from before a change and the other from after it, lengths would pass that no
version ever allowed.
"""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from threading import Thread
from typing import Any

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from labwright_chassis.callers import Caller
from labwright_chassis.db import Database
from labwright_scheduler.calendar.rules import iso_duration
from labwright_scheduler.policies import service
from labwright_scheduler.policies.models import Rule
from labwright_scheduler.policies.schemas import RuleChange, RuleIn
from tests.race.world import BOOKINGS, SERIES, World, first_hour

LONGEST = 4
"""Hours; lengths are drawn up to here."""

_ADMIN = Caller(
    id=99,
    username="admin",
    name="Admin",
    actor="user/99",
    session="",
    roles=frozenset(),
    permissions=frozenset(),
    org="default",
    sites="*",
)


@dataclass(slots=True)
class Report:
    """What came of it: answers by `verb status`, edits, and answers that no version explains."""

    answers: Counter[str] = field(default_factory=Counter)
    edits: int = 0
    unexplained: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = ", ".join(f"{name}: {n}" for name, n in sorted(self.answers.items()))
        return f"{self.edits} edits ({told}), {len(self.unexplained)} answers unexplained"


@dataclass(frozen=True, slots=True)
class Tried:
    """A request: how many hours it wanted, whether it passed, and the versions around it."""

    verb: str
    hours: int
    accepted: bool
    before: int
    after: int


def race(database_url: str, world: World, *, seconds: float, threads: int, seed: int) -> Report:
    """Edit and book that long on a fresh database."""
    world.prepare()
    api, database = world.create_api(), Database(database_url)
    edited = Edits(database, random.Random(seed))
    until = time.monotonic() + seconds
    bookers = [Booker(world, api, n, random.Random(seed + n), edited) for n in range(1, threads)]
    running = [Thread(target=each.run, args=(until,)) for each in (edited, *bookers)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    database.dispose()
    report = Report(edits=len(edited.hours))
    for booker in bookers:
        report.answers += booker.answers
        report.unexplained += booker.unexplained()
    return report


def _is_explained(tried: Tried, hours: dict[int, int]) -> bool:
    lengths = (hours[version] for version in range(tried.before, tried.after + 1))
    return any(_passes(tried, length) == tried.accepted for length in lengths)


def _passes(tried: Tried, length: int) -> bool:
    # What grows is never too short: towards a rule anybody may go.
    return tried.hours <= length if tried.verb == "extend" else tried.hours == length


class Edits:
    """Changes both rules at once, again and again; `hours` is what each version lets pass."""

    def __init__(self, database: Database, chance: random.Random) -> None:
        self._database, self._chance = database, chance
        self.hours = {1: 1}
        self.ids = database.unit(_make)

    def run(self, until: float) -> None:
        while time.monotonic() < until:
            present = self.hours[max(self.hours)]
            self.change_to(self._chance.choice([n for n in range(1, LONGEST + 1) if n != present]))

    def change_to(self, hours: int) -> None:
        # Noted before it is written: whoever reads the new version finds it here.
        self.hours[max(self.hours) + 1] = hours
        self._database.unit(partial(self._edit, hours=hours))

    def version(self) -> int:
        """The version that is committed now, the same of both."""
        versions = self._database.read(lambda session: set(session.scalars(select(Rule.version))))
        [version] = versions
        return version

    def _edit(self, session: Session, *, hours: int) -> None:
        for id, terms in zip(self.ids, _terms(hours), strict=True):
            change = RuleChange.model_validate({"terms": terms})
            service.change(session, id, change, by=_ADMIN, expect=lambda version: None)


def _make(session: Session) -> list[int]:
    rules = [RuleIn.model_validate({"name": "race", "terms": terms}) for terms in _terms(1)]
    return [service.make(session, rule, by=_ADMIN).id for rule in rules]


def _terms(hours: int) -> list[dict[str, Any]]:
    length = iso_duration(timedelta(hours=hours))
    return [{"kind": "duration", "longest": length}, {"kind": "duration", "shortest": length}]


class Booker:
    """Asks for some hours of a device that nobody else wants, by one door or another."""

    def __init__(
        self, world: World, api: FastAPI, number: int, chance: random.Random, edits: Edits
    ) -> None:
        self.answers: Counter[str] = Counter()
        self.tried: list[Tried] = []
        self._client = TestClient(api, raise_server_exceptions=False)
        self._headers = world.headers(number)
        self._device = number
        self._chance, self._edits = chance, edits
        self._days = 0

    def run(self, until: float) -> None:
        while time.monotonic() < until:
            self._chance.choice((self._create, self._recur, self._extend, self._confirm))()

    def unexplained(self) -> list[str]:
        """What no version explains of the answers."""
        return [str(each) for each in self.tried if not _is_explained(each, self._edits.hours)]

    def ask_for(self, hours: int) -> None:
        """Book so many hours."""
        self._try("create", hours, "", self._wish(hours))

    def _create(self) -> None:
        self.ask_for(self._hours())

    def _recur(self) -> None:
        hours = self._hours()
        again = {"rrule": "FREQ=DAILY;COUNT=2"}
        self._try("recur", hours, "", self._wish(hours) | again, to=SERIES)

    def _extend(self) -> None:
        uid = self._try("create", hours := self._hours(), "", self._wish(hours))
        if uid is not None:
            more = self._chance.randint(1, 2)
            self._try("extend", hours + more, f"/{uid}/extend", {"by": f"PT{more}H"})

    def _confirm(self) -> None:
        wish = self._wish(hours := self._hours()) | {"hold": True}
        uid = self._try("hold", hours, "", wish)
        if uid is not None and self._try("confirm", hours, f"/{uid}/confirm", None) is None:
            self._client.post(f"{BOOKINGS}/{uid}/cancel", headers=self._headers)

    def _try(
        self, verb: str, hours: int, path: str, body: Any, *, to: str = BOOKINGS
    ) -> str | None:
        before = self._edits.version()
        answer = self._client.post(to + path, headers=self._headers, json=body)
        after = self._edits.version()
        self.answers[f"{verb} {answer.status_code}"] += 1
        accepted = answer.status_code < 300
        # What is against it may also be a booking of the year before.
        if accepted or answer.json().get("violations"):
            self.tried.append(Tried(verb, hours, accepted, before, after))
        return answer.json()["id"] if accepted else None

    def _hours(self) -> int:
        return self._chance.randint(1, LONGEST)

    def _wish(self, hours: int) -> dict[str, Any]:
        self._days += 3
        start = first_hour() + timedelta(days=self._days % 350)
        end = start + timedelta(hours=hours)
        slot = {"device_id": self._device, "start": start.isoformat(), "end": end.isoformat()}
        return {"title": "race", "slots": [slot]}
