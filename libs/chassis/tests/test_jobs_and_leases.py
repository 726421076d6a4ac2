"""Work by the clock: one runner at a time, missed times made up once, failures tried again."""

import asyncio
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from labwright_chassis import clock, tables
from labwright_chassis.api import idempotency
from labwright_chassis.db import Database
from labwright_chassis.errors import Unavailable
from labwright_chassis.leases import Lease
from labwright_chassis.worker import Job, jobs

from .things import eventually, rows_of, running

HOUR = timedelta(hours=1)
SOON = timedelta(milliseconds=10)


def run_out(database: Database) -> None:
    """Make every lease end."""
    past = clock.now() - timedelta(seconds=1)
    database.unit(lambda s: s.execute(sa.update(tables.leases).values(held_until=past)))


def done_before(database: Database, age: timedelta) -> None:
    done = clock.now() - age
    database.unit(lambda s: s.execute(sa.update(tables.leases).values(done_at=done)))


def test_a_lease_has_one_holder(database: Database) -> None:
    first, second = Lease("x", HOUR), Lease("x", HOUR)
    assert [first.hold(database), second.hold(database), first.hold(database)] == [
        True,
        False,
        True,
    ]
    assert Lease("y", HOUR).hold(database)


def test_a_lease_that_ran_out_is_taken_over(database: Database) -> None:
    first, second = Lease("x", HOUR), Lease("x", HOUR)
    assert first.hold(database)
    run_out(database)
    assert second.hold(database)


def test_a_released_lease_is_free_at_once(database: Database) -> None:
    first, second = Lease("x", HOUR), Lease("x", HOUR)
    first.hold(database)
    second.release(database)
    assert not second.hold(database)
    first.release(database)
    assert second.hold(database)
    assert not first.hold(database)


def test_a_lease_is_renewed_in_its_second_half(database: Database) -> None:
    lease = Lease("x", HOUR)
    lease.hold(database)
    before = rows_of(database, tables.leases)[0].held_until
    lease.hold(database)
    assert rows_of(database, tables.leases)[0].held_until == before
    lease._held_until = clock.now() + HOUR / 3
    lease.hold(database)
    assert rows_of(database, tables.leases)[0].held_until > before


def test_many_who_want_a_lease_at_once_get_it_once(database: Database) -> None:
    claims = [Lease("x", HOUR) for _ in range(6)]
    start, held = threading.Barrier(6), list[bool]()

    def claim(lease: Lease) -> None:
        start.wait(60)
        held.append(lease.hold(database))

    threads = [threading.Thread(target=claim, args=(lease,)) for lease in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(held) == [False] * 5 + [True]


def test_of_two_workers_one_runs_the_job(database: Database) -> None:
    runs: list[str] = []

    def note(name: str) -> Job:
        return Job("count", HOUR, lambda _: runs.append(name))

    async def play() -> None:
        async with running(
            lambda stop: jobs.run([note("a")], database, stop),
            lambda stop: jobs.run([note("b")], database, stop),
        ):
            await eventually(lambda: [r.done_at for r in rows_of(database, tables.leases)])
            await eventually(lambda: rows_of(database, tables.leases)[0].done_at)

    asyncio.run(play())
    assert len(runs) == 1


def test_missed_times_are_made_up_for_once(database: Database) -> None:
    runs: list[int] = []
    job = Job("count", HOUR, lambda _: runs.append(1))
    jobs._run_if_due(job, Lease("job:count", HOUR), database)
    jobs._run_if_due(job, Lease("job:count", HOUR), database)
    assert len(runs) == 1
    done_before(database, 5 * HOUR)
    run_out(database)
    jobs._run_if_due(job, Lease("job:count", HOUR), database)
    jobs._run_if_due(job, Lease("job:count", HOUR), database)
    assert len(runs) == 2


@pytest.mark.parametrize("error", [ValueError("broken"), Unavailable("away")])
def test_a_failing_job_is_tried_again_and_stops_no_other(
    sqlite: Database, error: Exception
) -> None:
    tries: list[int] = []
    others: list[int] = []

    def fail(database: Database) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise error

    async def play() -> None:
        work = [Job("fails", SOON, fail), Job("works", SOON, lambda _: others.append(1))]
        async with running(lambda stop: jobs.run(work, sqlite, stop)):
            await eventually(lambda: len(tries) > 3 and len(others) > 3)

    asyncio.run(play())


def test_a_slow_job_does_not_hold_up_another(sqlite: Database) -> None:
    go_on, runs = threading.Event(), list[int]()
    slow = Job("slow", SOON, lambda _: go_on.wait(20) and None)
    quick = Job("quick", SOON, lambda _: runs.append(1))

    async def play() -> None:
        async with running(lambda stop: jobs.run([slow, quick], sqlite, stop)):
            await eventually(lambda: len(runs) > 2)
            go_on.set()

    asyncio.run(play())


def test_jobs_go_to_another_worker_as_soon_as_one_stops(sqlite: Database) -> None:
    runs: list[str] = []

    async def play(name: str) -> None:
        job = Job("count", SOON, lambda _: runs.append(name))
        async with running(lambda stop: jobs.run([job], sqlite, stop)):
            await eventually(lambda: name in runs)

    asyncio.run(play("first"))
    asyncio.run(play("second"))


def test_a_service_without_jobs_has_nothing_to_run(sqlite: Database) -> None:
    asyncio.run(asyncio.wait_for(jobs.run([], sqlite, asyncio.Event()), 60))


def test_housekeeping_forgets_old_answers(database: Database) -> None:
    for hours in (1, 25):
        row = {
            "caller": "user/1",
            "route": "POST /x",
            "key": f"k{hours}",
            "body_hash": b"x" * 32,
            "created_at": clock.now() - timedelta(hours=hours),
        }
        insert = sa.insert(tables.idempotency_keys).values(row)
        database.unit(lambda s, insert=insert: s.execute(insert))  # type: ignore[misc]
    (job,) = jobs.housekeeping()
    job.run(database)
    assert [row.key for row in rows_of(database, tables.idempotency_keys)] == ["k1"]
    assert timedelta(hours=24) == idempotency.KEPT
