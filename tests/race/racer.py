"""One process of the race: does everything that can be done to bookings as fast as it can."""

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.queues import Queue
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from labwright_chassis.db import Database
from labwright_chassis.errors import Unavailable
from labwright_scheduler.bookings import jobs
from labwright_scheduler.lab_settings import queries
from labwright_scheduler.lab_settings.schemas import LabSettings
from labwright_scheduler.policies import service as policies
from labwright_scheduler.policies.rules import Judgement
from labwright_scheduler.policies.service import CheckInWindow
from tests.race.world import BOOKINGS, PEOPLE, SERIES, World, name_of, recurring, running, wish

SHORT = LabSettings.model_construct(
    hold_lasts=timedelta(seconds=0.5), offer_lasts=timedelta(seconds=0.5)
)
"""Holds and offers run out while others race: whoever needs the room and the job expire them."""

NEEDS_APPROVAL = 0.3
"""How often the lab's rules want somebody to approve."""

CHECK_IN = CheckInWindow(opens=timedelta(hours=1), grace=timedelta(seconds=1))
"""What runs is soon let go, if nobody checked it in."""

_WHY = {"force": True, "reason": "race"}

Report = tuple[int, Counter[str], list[str]]
"""The racer's number, its answers by `verb status`, and the ids it was promised."""


def race(
    world: World, api: FastAPI, number: int, seed: int, until: float, reports: "Queue[Report]"
) -> None:
    """Race until the clock says so, then report."""
    racer = Racer(world, api, number, random.Random(seed))
    queries.get = lambda session: SHORT  # type: ignore[assignment]
    policies.judge = racer.judge  # type: ignore[assignment]
    policies.check_in_within = _check_in_within  # type: ignore[assignment]
    choices, weights = zip(*racer.deeds(), strict=True)
    while time.time() < until:
        racer.chance.choices(choices, weights)[0]()
    reports.put((number, racer.answers, racer.promised))


def _check_in_within(session: Any, ids: Any, *, now: Any) -> dict[int, CheckInWindow]:
    return dict.fromkeys(ids, CHECK_IN)


@dataclass
class Racer:
    """A person with all rights who books, approves and decides without pause."""

    world: World
    api: FastAPI
    number: int
    chance: random.Random
    answers: Counter[str] = field(default_factory=Counter)
    promised: list[str] = field(default_factory=list)
    mine: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    series: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = TestClient(self.api, raise_server_exceptions=False)
        self.headers = self.world.headers(self.number)
        self.database: Database = self.api.state.database

    def deeds(self) -> list[tuple[Callable[[], None], int]]:
        """What is done, and how often beside the others."""
        return [
            (lambda: self.ask("create"), 6),
            (lambda: self.ask("hold", hold=True), 4),
            (lambda: self.ask("challenge", allow_conflict=True), 3),
            (lambda: self.ask("wait", wait=True), 3),
            (lambda: self.ask("force", **_WHY), 1),
            (lambda: self.change("confirm"), 4),
            (lambda: self.change("extend", by=self.span()), 3),
            (lambda: self.change("move", by=self.span()), 3),
            (lambda: self.change("cancel"), 5),
            (self.restore, 2),
            (self.start_at_once, 3),
            (lambda: self.use("check-in"), 3),
            (lambda: self.use("release"), 2),
            (self.hand_over, 2),
            (self.recur, 2),
            (self.change_series, 3),
            (self.decide_on_request, 5),
            (self.decide_on_challenge, 2),
            (self.change_device, 1),
            (self.run_jobs, 3),
        ]

    def judge(self, session: Any, request: Any, devices: Any) -> Judgement:
        """What the lab's rules say: nothing, or now and then that somebody has to approve."""
        return Judgement(needs_approval=self.chance.random() < NEEDS_APPROVAL)

    def ask(self, verb: str, **how: Any) -> None:
        """Ask for devices."""
        self.keep(self.post("", verb, json=wish(self.chance) | how))

    def restore(self) -> None:
        """Book once more what was booked before, also what was cancelled."""
        if self.promised:
            uid = self.chance.choice(self.promised)
            self.keep(self.post(f"/{uid}/rebook", "restore", json={"by": "PT0S"}))

    def start_at_once(self) -> None:
        """Ask for what can be used, given back or let go while the race runs."""
        answer = self.post("", "begin", json=running(self.chance))
        self.keep(answer)
        if answer.status_code == 201:
            self.begun.append(answer.json()["id"])

    def use(self, verb: str) -> None:
        """Check in, or give back, what began lately."""
        if self.begun:
            self.post(f"/{self.chance.choice(self.begun[-3:])}/{verb}", verb)

    def hand_over(self) -> None:
        """Give one of my bookings to another racer."""
        to = name_of(self.chance.choice(PEOPLE))
        self.change("transfer", username=to)

    def recur(self) -> None:
        """Ask for the same on some days."""
        mode = self.chance.choice(("all_or_nothing", "skip_refused"))
        answer = self.post("", "recur", to=SERIES, json=recurring(self.chance) | {"mode": mode})
        if answer.status_code == 201:
            self.series.append(answer.json())
            booked = [o["booking_id"] for o in answer.json()["occurrences"] if o["booking_id"]]
            self.mine += booked
            self.promised += booked

    def change_series(self) -> None:
        """Move, extend or cancel this of a series, it and what follows, or all."""
        if not self.series:
            return
        series = self.chance.choice(self.series)
        booked = [o["booking_id"] for o in series["occurrences"] if o["booking_id"]]
        scope = self.chance.choice(("this", "following", "all"))
        body = {"scope": scope, "booking_id": self.chance.choice(booked)}
        verb = self.chance.choice(("move", "move", "extend", "extend", "cancel"))
        by = {} if verb == "cancel" else {"by": self.chance.choice((self.span(), "P1D", "-P1D"))}
        if verb == "extend":
            by = {"by": self.span()}
        self.post(f"/{series['id']}/{verb}", f"series-{verb}", to=SERIES, json=body | by)

    def change(self, verb: str, **body: Any) -> None:
        """Do something to one of my bookings."""
        if self.mine:
            uid = self.chance.choice(self.mine)
            self.post(f"/{uid}/{verb}", verb, **({"json": body} if body else {}))
            if verb == "cancel":
                self.mine.remove(uid)

    def span(self) -> str:
        """An hour or two later, or earlier."""
        sign = self.chance.choice(("", "-"))
        return f"{sign}PT{self.chance.randint(1, 2)}H"

    def decide_on_request(self) -> None:
        """Approve or reject what somebody asked for."""
        waiting = self.waiting("PENDING")
        if waiting:
            uid = self.chance.choice(waiting)
            verb = self.chance.choice(("approve", "approve", "reject"))
            self.post(f"/{uid}/{verb}", verb, json={"reason": "race"})

    def decide_on_challenge(self) -> None:
        """Say who gives way."""
        waiting = self.waiting("CONFLICTING")
        if not waiting:
            return
        uid = self.chance.choice(waiting)
        answer = self.client.get(f"{BOOKINGS}/{uid}/conflict", headers=self.headers)
        conflicts = answer.json()["conflicts"] if answer.status_code == 200 else []
        if not conflicts:
            return
        conflict = conflicts[0]
        rivals = [each["id"] for each in conflict["challenged"]]
        losers = rivals if rivals and self.chance.random() < 0.7 else [uid]
        self.post(f"/{uid}/decide", "decide", json={"gives_way": losers, "reason": "race"})

    def waiting(self, status: str) -> list[str]:
        """Some of what waits for a decision."""
        params = {"status": status, "limit": "10"}
        answer = self.client.get(self.world.APPROVALS, headers=self.headers, params=params)
        self.answers[f"queue {answer.status_code}"] += 1
        if answer.status_code != 200:
            return []
        return [each["booking"]["id"] for each in answer.json()["results"]]

    def change_device(self) -> None:
        """Let a maintenance come or go, or another capacity be set."""
        self.work("device", lambda: self.world.change_device(self.database, self.chance))

    def run_jobs(self) -> None:
        """What the worker does by the clock."""
        job = self.chance.choice(
            (jobs.settle_ended, jobs.serve_queue, jobs.serve_waiting, jobs.release_unused)
        )
        self.work(job.__name__, lambda: job(self.database))

    def work(self, name: str, deed: Callable[[], None]) -> None:
        """Do what a worker does, and count it; it comes again if a lock takes too long."""
        with suppress(Unavailable):
            deed()
            self.answers[f"{name} 200"] += 1

    def keep(self, answer: Any) -> None:
        """Remember what was promised."""
        if answer.status_code == 201:
            self.mine.append(answer.json()["id"])
            self.promised.append(self.mine[-1])

    def post(self, path: str, verb: str, *, to: str = BOOKINGS, **body: Any) -> Any:
        """POST, and count the answer."""
        answer = self.client.post(to + path, headers=self.headers, **body)
        self.answers[f"{verb} {answer.status_code}"] += 1
        return answer
