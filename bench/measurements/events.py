"""Events: the whole chain against a bare publisher and consumer, and how soon a change is seen."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import aio_pika
from sqlalchemy import select, update

from bench.figures import Figure, at_least, at_most, percentile, ratio
from bench.stand import Stand
from labwright_chassis import outbox
from labwright_chassis.db import Database
from labwright_contracts import catalogue
from labwright_inventory.devices.models import Device
from labwright_scheduler.devices.models import Device as Copy

RATE = 200
BODY = b"x" * 450


def measure(stand: Stand) -> list[Figure]:
    """Throughput of both in turn, then delays at a steady rate."""
    scale = stand.scale
    inventory = Database(stand.platform.database_url("inventory"))
    scheduler = Database(stand.platform.database_url("scheduler"))
    whole, bare = [], []
    stand.calm()
    for _ in range(scale.rounds):
        bare.append(scale.events / asyncio.run(_bare(stand.amqp_url, scale.events)))
        changed = stand.devices[: scale.events]
        whole.append(scale.events / _whole_chain(changed, inventory, scheduler))
    delays = [_delays(stand, inventory, scheduler) for _ in range(scale.rounds)]
    inventory.dispose()
    scheduler.dispose()
    p50, p99 = ([percentile(d, part) * 1000 for d in delays] for part in (0.5, 0.99))
    return [
        ratio("events through the whole chain / bare aio-pika", whole, bare, at_least(0.5, "x")),
        Figure("events through the whole chain", whole, "per s"),
        Figure("bare aio-pika, confirms, prefetch 200", bare, "per s"),
        Figure(f"commit to visible at {RATE} changes/s, p50", p50, "ms"),
        Figure(f"commit to visible at {RATE} changes/s, p99", p99, "ms", at_most(100, "ms")),
    ]


def _whole_chain(ids: list[int], inventory: Database, scheduler: Database) -> float:
    """Seconds from the commit of these changed devices until the last one is in the copy."""
    wanted = inventory.unit(lambda session: _change(session, ids))
    started = time.perf_counter()
    while scheduler.read(lambda session: _versions(session, ids)) != wanted:
        time.sleep(0.005)
    return time.perf_counter() - started


def _delays(stand: Stand, inventory: Database, scheduler: Database) -> list[float]:
    """Seconds from commit to visible, for each of change at a steady rate."""
    committed: list[tuple[int, int, float]] = []
    done = threading.Event()

    def change() -> None:
        started = time.perf_counter()
        for number in range(RATE * stand.scale.delay_seconds):
            time.sleep(max(0.0, started + number / RATE - time.perf_counter()))
            id = stand.devices[number % len(stand.devices)]
            version = inventory.unit(lambda session, id=id: _change(session, [id]))[id]  # type: ignore[misc]
            committed.append((id, version, time.perf_counter()))
        done.set()

    changing = threading.Thread(target=change)
    changing.start()
    delays = _watch(scheduler, committed, done.is_set)
    changing.join()
    return delays


def _watch(
    scheduler: Database, committed: list[tuple[int, int, float]], done: Callable[[], bool]
) -> list[float]:
    delays: list[float] = []
    waiting: list[tuple[int, int, float]] = []
    taken = 0
    while not done() or waiting or taken < len(committed):
        waiting += committed[taken:]
        taken += len(committed) - taken
        if not waiting:
            time.sleep(0.001)
            continue
        ids = [id for id, _, _ in waiting]
        seen = scheduler.read(lambda session, ids=ids: _versions(session, ids))  # type: ignore[misc]
        now = time.perf_counter()
        delays += [now - at for id, version, at in waiting if seen.get(id, 0) >= version]
        waiting = [w for w in waiting if seen.get(w[0], 0) < w[1]]
    return delays


def _change(session: Any, ids: list[int]) -> dict[int, int]:
    """Raise versions and write pointers, as every change of inventory does."""
    session.execute(update(Device).where(Device.id.in_(ids)).values(version=Device.version + 1))
    rows = session.execute(select(Device.id, Device.version).where(Device.id.in_(ids)))
    versions = {row.id: row.version for row in rows}
    outbox.add_states(session, catalogue.DEVICE_CHANGED, versions.items())
    return versions


def _versions(session: Any, ids: list[int]) -> dict[int, int]:
    statement = select(Copy.id, Copy.version).where(Copy.id.in_(ids))
    return {row.id: row.version for row in session.execute(statement)}


async def _bare(url: str, count: int) -> float:
    """Seconds for `count` messages from a publisher with confirms to a consumer."""
    connection = await aio_pika.connect(url)
    async with connection:
        consuming, publishing = await connection.channel(), await connection.channel()
        await consuming.set_qos(prefetch_count=200)
        queue = await consuming.declare_queue(
            "bench.bare", durable=True, arguments={"x-queue-type": "quorum"}
        )
        finished = asyncio.Event()
        taken = 0

        async def take(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            nonlocal taken
            await message.ack()
            taken += 1
            if taken == count:
                finished.set()

        tag = await queue.consume(take)
        started = time.perf_counter()
        for _ in range(0, count, 200):
            await asyncio.gather(*(_publish(publishing) for _ in range(200)))
        await finished.wait()
        elapsed = time.perf_counter() - started
        await queue.cancel(tag)
        await queue.delete(if_unused=False, if_empty=False)
    return elapsed


async def _publish(channel: aio_pika.abc.AbstractChannel) -> None:
    message = aio_pika.Message(BODY, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
    await channel.default_exchange.publish(message, "bench.bare")
