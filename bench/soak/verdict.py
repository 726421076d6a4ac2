"""What the soak showed: one finding a question, each with the bound it is held against."""

import asyncio
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench import databases
from bench.soak import samples
from bench.soak.answers import Answers
from bench.soak.people import KINDS, People
from bench.soak.samples import Sample
from bench.stand import Stand
from labwright_contracts.catalogue import AUDIT_RECORDED
from tests.dev.processes import SERVICES
from tests.journeys.person import eventually
from tests.race.check import check

WARM_UP = 1 / 4
"""The part of the time after which memory ought to be level."""

SHORTEST_MINUTES = 10
MEGABYTES_PER_HOUR = 10
ERROR_BUDGET = 0.001
"""The part of all requests that may be answered 5xx, or not at all."""

_CALM_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer to one question, in words, and whether it is as it should be."""

    question: str
    good: bool
    found: str


def judge(stand: Stand, people: People, seen: Sequence[Sample]) -> list[Finding]:
    """All questions, once everything has come to rest."""
    rest = _comes_to_rest(stand)
    return [
        _within_budget(people.answers),
        _nothing_unexpected(people),
        rest,
        _no_dead_letters(stand),
        *_copies(stand),
        *_audit(stand),
        _nothing_overcommitted(stand, people),
        *_memory(seen),
    ]


def slope(minutes: Sequence[float], values: Sequence[float]) -> float:
    """How much the values grow an hour, by the least squares."""
    return statistics.linear_regression(minutes, values).slope * 60


def _within_budget(answers: Answers) -> Finding:
    total = answers.statuses.total()
    kinds = {
        f"{name} {status}": n for (name, status), n in answers.statuses.items() if status >= 500
    }
    failed = sum(kinds.values())
    part = failed / total if total else 1.0
    found = f"{failed} of {total} requests ({part:.3%}), the budget is {ERROR_BUDGET:.1%}"
    if kinds:
        found += f" ({', '.join(f'{name}: {n}' for name, n in sorted(kinds.items()))})"
    return Finding("errors within their budget", part <= ERROR_BUDGET, found)


def _nothing_unexpected(people: People) -> Finding:
    expected = {(kind.name, status) for kind in KINDS for status in kind.expected}
    odd = {
        f"{name} {status}": n
        for (name, status), n in people.answers.statuses.items()
        if 300 <= status < 500 and (name, status) not in expected
    }
    found = ", ".join([*(f"{name}: {n}" for name, n in odd.items()), *people.failures[:5]])
    return Finding("no answer but those one would expect", not found, found or "none")


def _comes_to_rest(stand: Stand) -> Finding:
    def waiting() -> dict[str, int]:
        rows = {s: databases.unsent(stand.platform.database_url(s)) for s in SERVICES}
        depths = asyncio.run(samples.depths(stand.amqp_url))
        alive = {name: n for name, n in depths.items() if not name.endswith(".dead")}
        return {name: n for name, n in (rows | alive).items() if n}

    try:
        eventually(lambda: not waiting(), seconds=_CALM_SECONDS)
    except AssertionError:
        return Finding("outboxes and queues run empty", False, str(waiting()))
    return Finding("outboxes and queues run empty", True, "all of them")


def _no_dead_letters(stand: Stand) -> Finding:
    dead = asyncio.run(samples.depths(stand.amqp_url))
    found = {name: n for name, n in dead.items() if name.endswith(".dead")}
    for service in SERVICES:
        url = stand.platform.database_url(service)
        [(found[service],)] = databases.rows(url, "SELECT COUNT(*) FROM dead_letters")
    some = {name: n for name, n in found.items() if n}
    return Finding("no dead letters, whatever became of them", not some, str(some or "none"))


def _copies(stand: Stand) -> Iterable[Finding]:
    """Whether the scheduler's copies equal their sources, row by row."""
    pairs = (
        ("devices", "inventory", "SELECT id, version, name, status FROM devices"),
        ("people", "auth", "SELECT id, version, username, status FROM users"),
    )
    for table, source, statement in pairs:
        theirs = set(databases.rows(stand.platform.database_url(source), statement))
        own = statement.replace(" users", " people")
        ours = set(databases.rows(stand.platform.database_url("scheduler"), own))
        differing = len(theirs ^ ours)
        found = f"{len(theirs)} rows, {differing} differences"
        yield Finding(f"the copy of {table} equals its source", not differing, found)


def _audit(stand: Stand) -> Iterable[Finding]:
    """Whether every audit event that was written has become an entry, each once."""
    statement = "SELECT COUNT(*) FROM outbox WHERE type = %s"
    entries = "SELECT COUNT(*) FROM audit_entries WHERE service = %s"
    for service in SERVICES:
        url = stand.platform.database_url(service)
        [(told,)] = databases.rows(url, statement, (AUDIT_RECORDED,))
        [(kept,)] = databases.rows(stand.platform.database_url("auth"), entries, (service,))
        found = f"{told} events, {kept} entries"
        yield Finding(f"the audit log has all that {service} told", told == kept, found)


def _nothing_overcommitted(stand: Stand, people: People) -> Finding:
    """The proof of the races: every change played again, every instant of every device."""
    verdict = check(stand.platform.database_url("scheduler"), people.promised, capacities={})
    found = (
        f"{verdict.events} changes played again: {len(verdict.overcommitted)} overcommitted,"
        f" {len(verdict.lost)} of {len(people.promised)} lost, {len(verdict.torn)} torn"
    )
    return Finding("no device promised twice, no booking lost", verdict.clean, found)


def _memory(seen: Sequence[Sample]) -> Iterable[Finding]:
    warm = [sample for sample in seen if sample.minute >= seen[-1].minute * WARM_UP]
    if seen[-1].minute < SHORTEST_MINUTES or len(warm) < 3:
        yield Finding("memory is level", False, "too short to say")
        return
    for name in seen[0].pss:
        values = [sample.pss[name] for sample in warm]
        grown = slope([sample.minute for sample in warm], values)
        found = f"{values[0]:.0f} to {values[-1]:.0f} MB PSS, {grown:+.1f} MB an hour"
        yield Finding(f"memory of {name} is level", grown <= MEGABYTES_PER_HOUR, found)
