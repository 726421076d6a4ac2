"""Events over a real broker: from one service's change to another's copy, and what goes wrong."""

import asyncio
import gc
import threading
import time
import weakref
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from faststream.rabbit.message import RabbitMessage

from labwright_chassis.db import Database
from labwright_chassis.errors import Unavailable
from labwright_chassis.metrics import Metrics
from labwright_chassis.worker import EventRouter, Received

from . import things
from .letters import dead_letter, dead_letters
from .mirror import mirroring, play, sold_things
from .things import Wire, changed, copies, create_worker, eventually, names_of, running, sales, sold


def test_a_change_arrives_in_the_copy(
    mariadb: Database, open_database: things.OpenDatabase, broker_vhost: str
) -> None:
    copy = open_database("mariadb")

    async def run() -> None:
        shop = create_worker("shop", mariadb, broker_vhost)
        async with mirroring(copy, broker_vhost), running(shop.run):
            id = await asyncio.to_thread(mariadb.unit, lambda s: things.add_thing(s, "bench"))
            await eventually(lambda: names_of(copy, copies) == {id: "bench"})
            await asyncio.to_thread(mariadb.unit, lambda s: things.rename_thing(s, id, "desk"))
            await eventually(lambda: names_of(copy, copies) == {id: "desk"})

    asyncio.run(run())


def test_repeated_and_reordered_events_do_no_harm(sqlite: Database, broker_vhost: str) -> None:
    old, new = changed(1, 1, "bench"), changed(1, 2, "desk")

    async def scene(wire: Wire) -> None:
        await wire.send(new, old, new, old, changed(2, 1, "lamp"))
        await eventually(lambda: names_of(sqlite, copies) == {1: "desk", 2: "lamp"})
        await wire.send(old, changed(3, 1, "last"))
        await eventually(lambda: names_of(sqlite, copies) == {1: "desk", 2: "lamp", 3: "last"})

    play(sqlite, broker_vhost, scene)


def test_what_arrives_together_is_one_transaction_with_the_newest_of_each(
    sqlite: Database, broker_vhost: str
) -> None:
    router, sizes = EventRouter("mirror.sizes"), list[int]()
    first_seen, go_on = threading.Event(), threading.Event()

    @router.batch(things.CHANGED)
    def note(session: things.Session, events: Sequence[Received[Any]]) -> None:
        sizes.append(len(events))
        first_seen.set()
        assert go_on.wait(60)

    async def scene(wire: Wire) -> None:
        await wire.send(changed(1, 1, "first"))
        await eventually(first_seen.is_set)
        await wire.send(*(changed(2, n, "later") for n in range(1, 41)))
        await asyncio.to_thread(go_on.set)
        await eventually(lambda: sum(sizes) == 41)

    play(sqlite, broker_vhost, scene, router=router)
    assert len(sizes) <= 4


def test_one_effect_for_two_deliveries_of_a_fact(database: Database, broker_vhost: str) -> None:
    sale = sold(7)

    async def scene(wire: Wire) -> None:
        await wire.send(sale, sale, sold(8))
        await eventually(lambda: sold_things(database) == [7, 8])
        await wire.send(sale, sold(9))
        await eventually(lambda: sold_things(database) == [7, 8, 9])

    play(database, broker_vhost, scene)


def test_each_fact_is_handled_in_the_name_of_its_own_actor(
    sqlite: Database, broker_vhost: str
) -> None:
    router = EventRouter("mirror.actors")
    actors: dict[int, str] = {}

    @router.once(things.SOLD)
    def note(session: things.Session, event: Received[things.SoldBody]) -> None:
        actors[event.body.thing_id] = session.info["origin"].actor

    async def scene(wire: Wire) -> None:
        await wire.send(sold(1), sold(2), sold(3))
        await eventually(lambda: actors == {1: "user/1", 2: "user/2", 3: "user/3"})

    play(sqlite, broker_vhost, scene, router=router)


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (b"{}", {}, "ValidationError"),
        (b"\xff", dict(changed(1, 1, "x")[0].to_headers()), "ValidationError"),
        (b'{"id": 1}', dict(changed(1, 1, "x")[0].to_headers()), "version"),
        (b"{}", dict(things._envelope("shop.unheard.v1", 1, 1, 1).to_headers()), "shop.unheard"),
    ],
    ids=["no envelope", "not text", "wrong body", "unknown type"],
)
def test_an_undecodable_message_is_dead_at_once_with_its_reason(
    sqlite: Database, broker_vhost: str, body: bytes, headers: dict[str, Any], reason: str
) -> None:
    async def scene(wire: Wire) -> None:
        await wire.send_raw(body, headers)
        await wire.send(changed(1, 1, "bench"))
        letter = await dead_letter(sqlite)
        assert reason in letter.reason
        assert (letter.body, letter.attempts) == (body, 1)
        await eventually(lambda: names_of(sqlite, copies) == {1: "bench"})

    play(sqlite, broker_vhost, scene)


def test_a_failing_event_is_tried_again_with_growing_delay_then_dead(
    sqlite: Database, broker_vhost: str
) -> None:
    router, tried = EventRouter("mirror.things"), list[float]()

    @router.once(things.SOLD)
    def fail(session: things.Session, event: Received[Any]) -> None:
        tried.append(time.monotonic())
        raise ValueError("never")

    async def scene(wire: Wire) -> None:
        envelope, body = sold(1)
        await wire.send((envelope, body))
        letter = await dead_letter(sqlite)
        assert (letter.reason, letter.attempts) == ("ValueError: never", 3)
        assert type(envelope).from_headers(letter.headers) == envelope
        assert letter.body == body

    play(sqlite, broker_vhost, scene, router=router, retry_delays=(0.05, 0.3))
    assert len(tried) == 3
    assert tried[1] - tried[0] >= 0.05
    assert tried[2] - tried[1] >= 0.3


def test_a_poisonous_event_stops_no_other(database: Database, broker_vhost: str) -> None:
    async def scene(wire: Wire) -> None:
        await wire.send(sold(1), sold(13), sold(2), changed(5, 1, "bench"))
        await eventually(lambda: sold_things(database) == [1, 2])
        await eventually(lambda: names_of(database, copies) == {5: "bench"})
        assert (await dead_letter(database)).reason == "ValueError: thirteen cannot be sold"

    play(database, broker_vhost, scene)


def test_an_event_whose_cause_of_failure_went_away_succeeds_when_tried_again(
    sqlite: Database, broker_vhost: str
) -> None:
    router, tried = EventRouter("mirror.things"), list[int]()

    @router.once(things.SOLD)
    def fail_once(session: things.Session, event: Received[Any]) -> None:
        tried.append(event.body.thing_id)
        if len(tried) == 1:
            raise ValueError("not yet")
        session.execute(sa.insert(sales).values(thing_id=event.body.thing_id, actor=""))

    async def scene(wire: Wire) -> None:
        await wire.send(sold(4))
        await eventually(lambda: sold_things(sqlite) == [4])
        assert (await wire.count("mirror.things.dead"), dead_letters(sqlite)) == (0, [])

    play(sqlite, broker_vhost, scene, router=router)


def test_events_wait_while_the_database_is_away(
    sqlite: Database, broker_vhost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = threading.Event()
    work = sqlite.unit

    def away(*args: Any, **options: Any) -> Any:
        waited.set()
        raise Unavailable("The database is away.")

    async def scene(wire: Wire) -> None:
        monkeypatch.setattr(sqlite, "unit", away)
        await wire.send(sold(1), sold(2))
        await eventually(waited.is_set)
        monkeypatch.setattr(sqlite, "unit", work)
        await eventually(lambda: sold_things(sqlite) == [1, 2])
        assert (await wire.count("mirror.things.dead"), dead_letters(sqlite)) == (0, [])

    play(sqlite, broker_vhost, scene)


def test_events_wait_while_a_table_is_locked_by_another(
    mariadb: Database, broker_vhost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labwright_chassis.db._LOCK_WAIT_SECONDS", 1)

    async def scene(wire: Wire) -> None:
        with mariadb.engine.connect() as other:
            other.execute(sa.text("LOCK TABLES sales WRITE, inbox WRITE"))
            await wire.send(sold(1))
            await eventually(lambda: _waiting_for_a_lock(mariadb))
            other.execute(sa.text("UNLOCK TABLES"))
        await eventually(lambda: sold_things(mariadb) == [1])

    play(mariadb, broker_vhost, scene)


def _waiting_for_a_lock(database: Database) -> bool:
    waiting = sa.text(
        "SELECT COUNT(*) FROM information_schema.processlist WHERE state LIKE 'Waiting%lock'"
    )
    return bool(database.read(lambda session: session.scalar(waiting)))


def test_what_was_handled_is_forgotten_without_the_garbage_collector(
    sqlite: Database, broker_vhost: str
) -> None:
    handled: list[weakref.ref[Any]] = []
    router = EventRouter("mirror.things")
    of_other_tests = weakref.WeakSet(_messages())

    @router.once(things.SOLD)
    def note(session: things.Session, event: Received[Any]) -> None:
        handled.extend(weakref.ref(it) for it in _messages() if it not in of_other_tests)

    async def scene(wire: Wire) -> None:
        gc.disable()
        await wire.send(sold(1), sold(2))
        await eventually(lambda: len(handled) >= 2)
        await eventually(lambda: not any(message() for message in handled))

    try:
        play(sqlite, broker_vhost, scene, router=router)
    finally:
        gc.enable()


def _messages() -> list[RabbitMessage]:
    return [it for it in gc.get_objects() if type(it) is RabbitMessage]


def test_a_handler_under_way_is_finished_when_the_worker_stops(
    sqlite: Database, broker_vhost: str
) -> None:
    router = EventRouter("mirror.slow")
    started, go_on = threading.Event(), threading.Event()

    @router.once(things.SOLD)
    def slowly(session: things.Session, event: Received[things.SoldBody]) -> None:
        started.set()
        assert go_on.wait(60)
        session.execute(sa.insert(sales).values(thing_id=event.body.thing_id, actor=""))

    async def run() -> None:
        async with Wire.to(broker_vhost) as wire:
            async with mirroring(sqlite, broker_vhost, router):
                await wire.send(sold(1))
                await eventually(started.is_set)
                asyncio.get_running_loop().call_later(0.2, go_on.set)
            assert sold_things(sqlite) == [1]
            assert await wire.count("mirror.slow") == 0

    asyncio.run(run())


def test_other_retry_delays_work_with_queues_that_exist(
    sqlite: Database, broker_vhost: str
) -> None:
    async def run() -> None:
        async with mirroring(sqlite, broker_vhost, retry_delays=(1, 2, 3)):
            pass
        async with (
            mirroring(sqlite, broker_vhost, retry_delays=(0.01,)),
            Wire.to(broker_vhost) as wire,
        ):
            await wire.send(sold(13))
            assert (await dead_letter(sqlite)).attempts == 2

    asyncio.run(run())


def test_handled_events_and_their_delay_are_measured(sqlite: Database, broker_vhost: str) -> None:
    metrics = Metrics()

    async def scene(wire: Wire) -> None:
        await wire.send(sold(1), sold(13))
        await dead_letter(sqlite)
        await eventually(lambda: b'outcome="done",queue="mirror.things"} 1.0' in metrics.expose())

    play(sqlite, broker_vhost, scene, metrics=metrics)
    told = metrics.expose().decode()
    assert 'outcome="retried",queue="mirror.things"} 2.0' in told
    assert 'outcome="dead",queue="mirror.things"} 1.0' in told
    assert 'labwright_event_lag_seconds_count{queue="mirror.things"} 1.0' in told
