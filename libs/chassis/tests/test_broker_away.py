"""Brokers, connections and workers that go away and come back: nothing is lost."""

import asyncio
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from labwright_chassis.db import Database
from labwright_chassis.testing.servers import broker_server
from labwright_chassis.worker import EventRouter, Received
from labwright_chassis.worker.amqp import declare_queues

from . import things
from .letters import dead_letter
from .mirror import mirroring, sold_things
from .things import (
    Proxy,
    Wire,
    changed,
    copies,
    create_router,
    create_worker,
    eventually,
    names_of,
    ready,
    running,
    sold,
)


def test_a_queue_keeps_what_is_sent_while_its_worker_is_away(
    sqlite: Database, broker_vhost: str
) -> None:
    async def run() -> None:
        async with Wire.to(broker_vhost) as wire:
            await wire.send(changed(1, 1, "before anybody listened"))
            async with mirroring(sqlite, broker_vhost):
                pass
            await wire.send(changed(2, 1, "kept"))
            async with mirroring(sqlite, broker_vhost):
                await eventually(lambda: names_of(sqlite, copies) == {2: "kept"})

    asyncio.run(run())


def test_a_cut_connection_loses_nothing(sqlite: Database, broker_vhost: str) -> None:
    async def run() -> None:
        async with (
            Proxy(broker_vhost) as proxy,
            Wire.to(broker_vhost) as wire,
            mirroring(sqlite, proxy.url) as mirror,
        ):
            await wire.send(sold(1))
            await eventually(lambda: sold_things(sqlite) == [1])
            proxy.cut()
            await eventually(lambda: mirror._broker() != "ok")
            await wire.send(sold(2), sold(13))
            await eventually(lambda: sold_things(sqlite) == [1, 2])
            assert (await dead_letter(sqlite)).attempts == 3
            await ready(mirror)

    asyncio.run(run())


def test_an_event_that_can_neither_be_handled_nor_put_aside_comes_again(
    sqlite: Database, broker_vhost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labwright_chassis.worker.amqp._UNSETTLED_SECONDS", 0.01)

    async def run() -> None:
        async with mirroring(sqlite, broker_vhost) as mirror, Wire.to(broker_vhost) as wire:
            consumer = mirror._consumers[0]
            assert consumer._channel is not None
            await consumer._channel.close()
            await wire.send(sold(13))
            letter = await dead_letter(sqlite)
            assert letter.reason.startswith("given up by the broker: delivery_limit")

    asyncio.run(run())


def test_a_message_waits_while_its_dead_letter_queue_is_missing(
    sqlite: Database, broker_vhost: str
) -> None:
    async def run() -> None:
        async with mirroring(sqlite, broker_vhost) as mirror, Wire.to(broker_vhost) as wire:
            consumer = mirror._consumers[0]
            await wire.delete("mirror.things.dead")
            with capture_logs() as logs:
                await wire.send_raw(b"no event", {})
                await eventually(lambda: "event not settled" in [log["event"] for log in logs])
            assert consumer._channel is not None
            await declare_queues(consumer._channel, consumer._router, ())
            assert (await dead_letter(sqlite)).body == b"no event"

    asyncio.run(run())


def test_a_fact_that_must_arrive_waits_until_a_queue_takes_it(
    sqlite: Database, broker_vhost: str
) -> None:
    router, kept = EventRouter("mirror.kept"), list[int]()

    @router.once(things.KEPT)
    def keep(session: things.Session, event: Received[things.SoldBody]) -> None:
        kept.append(event.body.thing_id)

    async def run() -> None:
        async with running(create_worker("shop", sqlite, broker_vhost).run):
            sqlite.unit(lambda s: things.sell_thing(s, 1, as_event=things.KEPT))
            sqlite.unit(lambda s: things.sell_thing(s, 2))
            sqlite.unit(lambda s: things.sell_thing(s, 3, as_event="shop.thing.unheard.v1"))
            await eventually(lambda: things.unsent(sqlite) == 1)
            async with mirroring(sqlite, broker_vhost, router):
                await eventually(lambda: kept == [1])

    asyncio.run(run())


def test_a_broker_stopped_and_started_loses_nothing(
    sqlite: Database, open_database: things.OpenDatabase
) -> None:
    """Both workers start without a broker, meet one, lose it and meet it again."""
    copy = open_database("sqlite")

    async def run(url: str, stop: Callable[[], None], start: Callable[[], None]) -> None:
        shop = create_worker("shop", sqlite, url)
        mirror = create_worker("mirror", copy, url, routers=[create_router()])
        await asyncio.to_thread(stop)
        async with running(mirror.run, shop.run):
            assert not mirror.readiness(lambda: "ok").look()[0]
            await asyncio.to_thread(start)
            await ready(mirror, shop)
            sqlite.unit(lambda s: things.sell_thing(s, 1))
            await eventually(lambda: sold_things(copy) == [1])
            await asyncio.to_thread(stop)
            await eventually(lambda: shop._broker() != "ok" and mirror._broker() != "ok")
            sqlite.unit(lambda s: things.sell_thing(s, 2))
            await asyncio.to_thread(start)
            await eventually(lambda: sold_things(copy) == [1, 2], seconds=120)
            await ready(mirror, shop)

    with broker_server(private=True) as broker:
        asyncio.run(run(broker.url(), broker.stop, broker.start))
    assert things.unsent(sqlite) == 0
