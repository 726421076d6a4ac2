"""Delivery within one process, as standalone has it."""

import asyncio

import pytest
import sqlalchemy as sa

from labwright_chassis import tables
from labwright_chassis.db import Database
from labwright_chassis.metrics import Metrics
from labwright_chassis.worker import Relay
from labwright_chassis.worker.local import ATTEMPTS, LocalConsumer, LocalPublisher

from . import things
from .letters import bury, dead_letters, requeue
from .things import copies, create_router, eventually, names_of, rows_of, running, sales, sold


@pytest.fixture
def shop(open_database: things.OpenDatabase) -> Database:
    return open_database("sqlite")


@pytest.fixture
def mirror(open_database: things.OpenDatabase) -> Database:
    return open_database("sqlite")


@pytest.fixture
def relay(shop: Database, mirror: Database) -> Relay:
    consumers = [
        LocalConsumer(create_router("mirror.things"), mirror),
        LocalConsumer(create_router("mirror.again"), mirror),
    ]
    return Relay("shop", shop, LocalPublisher(consumers), things.SOURCES, Metrics())


def test_a_change_reaches_every_consumer(shop: Database, mirror: Database, relay: Relay) -> None:
    async def play() -> None:
        async with running(relay.run):
            id = shop.unit(lambda s: things.add_thing(s, "bench"))
            shop.unit(lambda s: things.sell_thing(s, id))
            await eventually(lambda: things.unsent(shop) == 0)
            assert names_of(mirror, copies) == {id: "bench"}
            assert [row.thing_id for row in rows_of(mirror, sales)] == [id, id]

    asyncio.run(play())


def test_what_fails_comes_again_and_stops_no_other(
    shop: Database, mirror: Database, relay: Relay
) -> None:
    shop.unit(lambda s: [things.sell_thing(s, n) for n in (1, 13, 2)])
    assert asyncio.run(relay.send_batch()) == 2
    assert sorted(row.thing_id for row in rows_of(mirror, sales)) == [1, 1, 2, 2]
    assert [row.attempts for row in rows_of(shop, tables.outbox)] == [0, 1, 0]


def test_what_cannot_be_decoded_is_dead_at_once_and_stops_no_other(
    shop: Database, mirror: Database, relay: Relay
) -> None:
    shop.unit(lambda s: [things.sell_thing(s, n) for n in (1, 2)])
    spoil = sa.update(tables.outbox).where(tables.outbox.c.aggregate_id == "1")
    shop.unit(lambda s: s.execute(spoil.values(payload={"thing": "one"})))
    assert asyncio.run(relay.send_batch()) == 2
    assert {row.thing_id for row in rows_of(mirror, sales)} == {2}
    letters = dead_letters(mirror)
    assert [letter.queue for letter in letters] == ["mirror.things", "mirror.again"]
    assert all("thing_id" in letter.reason for letter in letters)


def test_what_keeps_failing_is_dead_with_its_history(
    shop: Database, mirror: Database, relay: Relay
) -> None:
    shop.unit(lambda s: things.sell_thing(s, 13))
    now = sa.update(tables.outbox).values(retry_at=None)
    for _ in range(ATTEMPTS):
        assert dead_letters(mirror) == []
        asyncio.run(relay.send_batch())
        shop.unit(lambda s: s.execute(now))
    assert things.unsent(shop) == 0
    letter = dead_letters(mirror)[0]
    assert (letter.reason, letter.attempts) == ("ValueError: thirteen cannot be sold", ATTEMPTS)


def test_a_requeued_event_takes_effect_once_its_cause_of_failure_is_gone(
    mirror: Database,
) -> None:
    mended, still_failing = bury(mirror, sold(7)), bury(mirror, sold(13))
    for id in (mended, still_failing):
        requeue(mirror, id)

    async def play() -> None:
        async with running(LocalConsumer(create_router(), mirror).run_requeuer):
            await eventually(lambda: [r.thing_id for r in rows_of(mirror, sales)] == [7])
            await eventually(lambda: dead_letters(mirror))

    asyncio.run(play())
    assert [letter.id for letter in dead_letters(mirror)] == [still_failing]


def test_a_router_takes_only_what_it_is_bound_to() -> None:
    router = create_router()
    envelope = things.sold(1)[0]
    assert router.takes(envelope)
    assert not router.takes(envelope.model_copy(update={"source": "/elsewhere"}))
    assert not router.takes(envelope.model_copy(update={"type": things.BROKEN}))
