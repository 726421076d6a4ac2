"""One process of the race: asks, holds, confirms and cancels as fast as it can."""

import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.queues import Queue
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from labwright_chassis.db import Database
from labwright_scheduler.bookings.jobs import settle_ended
from labwright_scheduler.lab_settings import queries
from labwright_scheduler.lab_settings.schemas import LabSettings
from tests.race.world import BOOKINGS, World, wish

HOLDS_LAST = timedelta(seconds=0.5)

Report = tuple[int, Counter[str], list[str]]
"""The racer's number, its answers by `verb status`, and the ids it was promised."""


def race(
    world: World, api: FastAPI, number: int, seed: int, until: float, reports: "Queue[Report]"
) -> None:
    """Race until the clock says so, then report."""
    chance = random.Random(seed)
    client, headers = TestClient(api, raise_server_exceptions=False), world.headers(number)
    answers: Counter[str] = Counter()
    promised: list[str] = []
    mine: list[str] = []

    def post(path: str, verb: str, **body: Any) -> Any:
        answer = client.post(BOOKINGS + path, headers=headers, **body)
        answers[f"{verb} {answer.status_code}"] += 1
        return answer

    # Holds run out while others race: whoever needs the room and the job expire them.
    queries.get = lambda session: LabSettings.model_construct(hold_lasts=HOLDS_LAST)  # type: ignore[assignment]
    database: Database = api.state.database
    deeds: list[tuple[Callable[[], None], int]] = [
        (lambda: _ask(post, chance, mine, promised, hold=False), 5),
        (lambda: _ask(post, chance, mine, promised, hold=True), 3),
        (lambda: _change(post, chance, mine, "confirm"), 3),
        (lambda: _change(post, chance, mine, "cancel"), 4),
        (lambda: settle_ended(database), 1),
    ]
    choices, weights = zip(*deeds, strict=True)
    while time.time() < until:
        chance.choices(choices, weights)[0]()
    reports.put((number, answers, promised))


def _ask(
    post: Callable[..., Any],
    chance: random.Random,
    mine: list[str],
    promised: list[str],
    *,
    hold: bool,
) -> None:
    answer = post("", "hold" if hold else "create", json=wish(chance, hold=hold))
    if answer.status_code == 201:
        mine.append(answer.json()["id"])
        promised.append(mine[-1])


def _change(post: Callable[..., Any], chance: random.Random, mine: list[str], verb: str) -> None:
    if not mine:
        return
    uid = mine.pop(chance.randrange(len(mine))) if verb == "cancel" else chance.choice(mine)
    post(f"/{uid}/{verb}", verb)
