"""Work by the clock, with one runner at a time over all workers of a service."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labwright_chassis import clock, inbox, logs
from labwright_chassis.api import idempotency
from labwright_chassis.db import Database
from labwright_chassis.dead_letters import service as dead_letters
from labwright_chassis.errors import Unavailable
from labwright_chassis.leases import Lease
from labwright_chassis.tables import leases
from labwright_chassis.worker import relay

_SHORTEST_LEASE = timedelta(seconds=30)
_LOOK_SECONDS = 1.0
_FAILED_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Job:
    """`run` is called every `every` and opens its own units; a missed time is made up for once."""

    name: str
    every: timedelta
    run: Callable[[Database], None]


def housekeeping() -> list[Job]:
    """What every service must forget in time."""

    def prune(database: Database) -> None:
        for forget in (relay.prune, inbox.prune, dead_letters.prune, idempotency.prune):
            database.unit(forget)

    return [Job("housekeeping", timedelta(hours=1), prune)]


async def run(jobs: Sequence[Job], database: Database, stop: asyncio.Event) -> None:
    """Run each job when it is due, until stopped; a failing job is logged and tried again."""
    async with asyncio.TaskGroup() as tasks:
        for job in jobs:
            tasks.create_task(_keep_running(job, database, stop))


async def _keep_running(job: Job, database: Database, stop: asyncio.Event) -> None:
    lease = Lease(f"job:{job.name}", max(job.every, _SHORTEST_LEASE))
    every = job.every.total_seconds()
    log = logs.get(__name__).bind(job=job.name)
    while not stop.is_set():
        wait = min(_LOOK_SECONDS, every)
        try:
            await asyncio.to_thread(_run_if_due, job, lease, database)
        except Unavailable as error:
            log.warning("the job waits", reason=error.detail)
            wait = min(_FAILED_SECONDS, every)
        except Exception:
            log.exception("the job failed")
            wait = min(_FAILED_SECONDS, every)
        await relay.pause(stop, wait)
    with contextlib.suppress(Unavailable):  # then the lease runs out by itself
        await asyncio.to_thread(lease.release, database)


def _run_if_due(job: Job, lease: Lease, database: Database) -> None:
    name = f"job:{job.name}"

    def done_at(session: Session) -> object:
        return session.scalar(select(leases.c.done_at).where(leases.c.name == name))

    last = database.read(done_at)
    if last is not None and clock.now() - last < job.every:  # type: ignore[operator]
        return
    if not lease.hold(database):
        return
    job.run(database)
    now = clock.now()
    database.unit(
        lambda session: session.execute(
            update(leases).where(leases.c.name == name).values(done_at=now)
        )
    )
