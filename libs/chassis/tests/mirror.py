"""The service that keeps copies of things, at work."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from labwright_chassis.db import Database
from labwright_chassis.worker import EventRouter
from labwright_chassis.worker.app import Worker

from .things import Wire, create_router, create_worker, ready, rows_of, running, sales

Played = Callable[[Wire], Awaitable[None]]


@asynccontextmanager
async def mirroring(
    database: Database, url: str, router: EventRouter | None = None, **options: Any
) -> AsyncIterator[Worker]:
    """A worker that follows things, ready."""
    router = router or create_router()
    mirror = create_worker("mirror", database, url, routers=[router], **options)
    async with running(mirror.run):
        await ready(mirror)
        yield mirror


def play(database: Database, url: str, scene: Played, **options: Any) -> None:
    """Run the scene beside a worker that follows things."""

    async def run() -> None:
        async with mirroring(database, url, **options), Wire.to(url) as wire:
            await scene(wire)

    asyncio.run(run())


def sold_things(database: Database) -> list[int]:
    return sorted(row.thing_id for row in rows_of(database, sales))
