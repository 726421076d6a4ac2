"""Runs a race: processes, kills, verdict."""

import multiprocessing
import random
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from queue import Empty
from typing import Any

from labwright_chassis.testing.identities import Identities
from tests.race.check import Verdict, check
from tests.race.racer import race
from tests.race.world import World

# An honest answer: nothing was written, and `Retry-After` says when to come again. Whether there is
# one depends on how many other processes keep the machine from giving a lock back in time.
BUSY = 503
FAILURES = frozenset(range(500, 600)) - {BUSY}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the race went: answers by `verb status`, writers killed, what the check found."""

    seed: int
    answers: Counter[str]
    killed: int
    verdict: Verdict

    @property
    def failures(self) -> dict[str, int]:
        """Answers that nobody should ever get, by name."""
        return failures(self.answers)

    @property
    def turned_away(self) -> int:
        """How often the database stayed busy for so long that somebody was asked to come back."""
        return sum(n for name, n in self.answers.items() if _status(name) == BUSY)

    @property
    def attempts(self) -> int:
        """Answers that were counted."""
        return self.answers.total()

    def __str__(self) -> str:
        told = ", ".join(f"{name}: {n}" for name, n in sorted(self.answers.items()))
        return (
            f"seed {self.seed}: {self.attempts} attempts ({told}), {self.killed} writers killed, "
            f"{self.verdict.events} changes played again, {self.verdict.forced} slots forced, "
            f"{len(self.verdict.overcommitted)} overcommitted, {len(self.verdict.lost)} lost, "
            f"{len(self.verdict.torn)} torn, {sum(self.failures.values())} failed, "
            f"{self.turned_away} turned away"
        )


def failures(answers: Counter[str]) -> dict[str, int]:
    """Of the answers by `verb status` those from 500 on, but for 503."""
    return {name: n for name, n in answers.items() if _status(name) in FAILURES}


def _status(name: str) -> int:
    return int(name.split()[1])


def run(
    database_url: str, *, seconds: float, processes: int = 16, kills: int = 0, seed: int = 0
) -> Outcome:
    """Race that long on a fresh database; `kills` writers end by SIGKILL and are replaced."""
    seed = seed or random.randrange(1, 2**31)
    world = World(database_url, Identities())
    world.prepare()
    # Forked children start at once; each makes its own connections.
    context = multiprocessing.get_context("fork")
    reports: Any = context.Queue()
    api = world.create_api()
    until = time.time() + seconds
    chance = random.Random(seed)

    def start(number: int) -> BaseProcess:
        racer = context.Process(
            target=race, args=(world, api, number, seed + number, until, reports)
        )
        racer.start()
        return racer

    racing = [start(number) for number in range(1, processes + 1)]
    for kill in range(kills):
        _wait_until(until - seconds + (kill + 1) * seconds / (kills + 1))
        victim = chance.randrange(processes)
        racing[victim].kill()
        racing[victim].join()
        racing[victim] = start(processes + 1 + kill)
    answers, promised = _collected(reports, processes, until)
    for racer in racing:
        racer.join()
    return Outcome(seed, answers, kills, check(database_url, promised))


def _wait_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.time()))


def _collected(reports: Any, processes: int, until: float) -> tuple[Counter[str], set[str]]:
    answers: Counter[str] = Counter()
    promised: set[str] = set()
    for _ in range(processes):
        try:
            _, counted, kept = reports.get(timeout=max(1.0, until - time.time()) + 60)
        except Empty as error:
            raise RuntimeError("A racer ended without a report.") from error
        answers += counted
        promised |= set(kept)
    return answers, promised
