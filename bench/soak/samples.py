"""Looks at the platform while it works: memory, queues, outboxes, latencies."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import aio_pika
from aiormq.exceptions import ChannelNotFoundEntity

from bench import databases, usage
from bench.soak.answers import Answers
from bench.stand import Stand
from labwright_auth.app import create_service as create_auth
from labwright_inventory.app import create_service as create_inventory
from labwright_scheduler.app import create_service as create_scheduler
from tests.dev.processes import SERVICES

RETRIES = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """One look, `minute` minutes after the start. Memory in MB, depths in messages or rows."""

    minute: float
    rss: dict[str, float]
    pss: dict[str, float]
    queues: dict[str, int]
    outboxes: dict[str, int]
    latencies: dict[str, Any]


def look(stand: Stand, answers: Answers, started: float) -> Sample:
    """Everything as it is now."""
    used = {name: usage.memory(stand.pid(name)) for name in stand.platform.processes}
    return Sample(
        minute=(time.monotonic() - started) / 60,
        rss={name: memory.rss for name, memory in used.items()},
        pss={name: memory.pss for name, memory in used.items()},
        queues=asyncio.run(depths(stand.amqp_url)),
        outboxes={s: databases.unsent(stand.platform.database_url(s)) for s in SERVICES},
        latencies=answers.latencies(),
    )


async def depths(amqp_url: str) -> dict[str, int]:
    """Messages that wait in each queue of the platform, retries and dead letters included."""
    found = {}
    connection = await aio_pika.connect(amqp_url)
    async with connection:
        for queue in _queues():
            channel = await connection.channel()
            try:
                declared = await channel.declare_queue(queue, passive=True)
            except ChannelNotFoundEntity:
                continue
            found[queue] = declared.declaration_result.message_count or 0
            await channel.close()
    return found


def _queues() -> list[str]:
    routers = [
        router.queue
        for service in (create_auth(), create_inventory(), create_scheduler())
        for router in service.events
    ]
    own = ["", ".dead", *(f".retry.{number}" for number in range(1, RETRIES + 1))]
    return [f"{queue}{ending}" for queue in routers for ending in own]
