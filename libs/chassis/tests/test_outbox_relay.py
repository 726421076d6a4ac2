"""What a change writes into the outbox, and how the relay empties it."""

import asyncio
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from labwright_chassis import clock, outbox, tables
from labwright_chassis.db import Database, Origin, at_end
from labwright_chassis.metrics import Metrics
from labwright_chassis.worker import Relay, relay
from labwright_chassis.worker.gauges import Gauges

from . import things
from .things import Shelf, add_thing, eventually, rename_thing, rows_of, running, sell_thing

Send = Callable[[], int]


def relay_of(database: Database, shelf: Shelf, metrics: Metrics | None = None) -> Relay:
    return Relay("shop", database, shelf, things.SOURCES, metrics or Metrics())


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def send(database: Database, shelf: Shelf) -> Send:
    """Sends one batch; the number of rows settled."""
    sender = relay_of(database, shelf)
    return lambda: asyncio.run(sender.send_batch())


def positions(database: Database) -> list[int | None]:
    return [row.position for row in rows_of(database, tables.outbox)]


def make_due(database: Database) -> None:
    past = clock.now() - timedelta(seconds=1)
    database.unit(lambda s: s.execute(sa.update(tables.outbox).values(retry_at=past)))


def test_an_event_says_who_did_what_by_which_request(
    database: Database, shelf: Shelf, send: Send
) -> None:
    by = Origin(actor="user/7", request_id="r-1", traceparent="00-a-b-01", org="north")
    id = database.unit(lambda s: add_thing(s, "bench"), origin=by)
    assert send() == 1
    envelope = shelf.sent[0].envelope
    assert (envelope.source, envelope.type, envelope.subject) == (
        "/shop",
        things.CHANGED,
        f"thing/{id}",
    )
    assert (envelope.actor, envelope.requestid, envelope.org) == ("user/7", "r-1", "north")
    assert (envelope.epoch, envelope.aggregateversion, envelope.traceparent) == (1, 1, "00-a-b-01")


def test_an_event_survives_the_way_through_message_headers(
    database: Database, shelf: Shelf, send: Send
) -> None:
    database.unit(lambda s: add_thing(s, "bench"))
    send()
    envelope = shelf.sent[0].envelope
    assert type(envelope).from_headers(envelope.to_headers()) == envelope


def test_a_change_rolled_back_tells_nobody(database: Database, send: Send) -> None:
    def refused(session: things.Session) -> None:
        add_thing(session, "bench")
        raise LookupError

    with pytest.raises(LookupError):
        database.unit(refused)
    assert send() == 0


def test_state_events_of_one_object_coalesce_to_its_newest_state(
    database: Database, shelf: Shelf, send: Send
) -> None:
    id = database.unit(lambda s: add_thing(s, "bench"))
    for name in ("table", "desk"):
        database.unit(lambda s, n=name: rename_thing(s, id, n))  # type: ignore[misc]
    assert send() == 3
    assert [json.loads(m.body) for m in shelf.sent] == [{"id": id, "version": 3, "name": "desk"}]
    assert shelf.sent[0].envelope.aggregateversion == 3


def test_facts_keep_their_own_payload(database: Database, shelf: Shelf, send: Send) -> None:
    database.unit(lambda s: [sell_thing(s, 4), sell_thing(s, 4)])
    assert send() == 2
    assert [json.loads(m.body) for m in shelf.sent] == [{"thing_id": 4}] * 2
    assert shelf.sent[0].envelope.id != shelf.sent[1].envelope.id


def test_an_earlier_id_committed_later_is_still_sent(mariadb: Database, shelf: Shelf) -> None:
    send = relay_of(mariadb, shelf).send_batch
    written, may_commit = threading.Event(), threading.Event()

    def wait(session: Any) -> None:
        written.set()
        may_commit.wait(60)

    def sell_slowly(session: Any) -> None:
        sell_thing(session, 1)
        at_end(session, wait)

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(mariadb.unit, sell_slowly)
        assert written.wait(60)
        mariadb.unit(lambda s: sell_thing(s, 2))
        asyncio.run(send())
        assert shelf.subjects == ["thing/2"]
        may_commit.set()
        slow.result(60)
    asyncio.run(send())
    assert shelf.subjects == ["thing/2", "thing/1"]
    assert positions(mariadb) == [2, 1]


def test_positions_follow_the_order_of_sending_without_gaps(
    database: Database, shelf: Shelf, send: Send
) -> None:
    shelf.refused = {"thing/2"}
    database.unit(lambda s: [sell_thing(s, n) for n in (1, 2, 3)])
    send()
    assert positions(database) == [1, None, 2]
    shelf.refused = set()
    make_due(database)
    database.unit(lambda s: sell_thing(s, 4))
    send()
    assert positions(database) == [1, 3, 2, 4]


def test_a_refused_event_comes_later_and_stops_no_other(
    database: Database, shelf: Shelf, send: Send
) -> None:
    shelf.refused = {"thing/1"}
    database.unit(lambda s: [sell_thing(s, n) for n in (1, 2)])
    assert send() == 1
    assert send() == 0
    row = rows_of(database, tables.outbox)[0]
    assert row.attempts == 1
    assert row.retry_at > clock.now()


def test_a_refused_event_waits_longer_each_time(
    database: Database, shelf: Shelf, send: Send
) -> None:
    shelf.refused = {"thing/1"}
    database.unit(lambda s: sell_thing(s, 1))
    waits = []
    for _ in range(3):
        send()
        waits.append(rows_of(database, tables.outbox)[0].retry_at - clock.now())
        make_due(database)
    assert waits[0] < waits[1] < waits[2]


def test_a_state_that_cannot_be_rendered_stops_no_other(
    database: Database, shelf: Shelf, send: Send
) -> None:
    database.unit(lambda s: outbox.add_state(s, things.BROKEN, id=1, version=1))
    database.unit(lambda s: outbox.add_state(s, "shop.unheard.changed.v1", id=1, version=1))
    id = database.unit(lambda s: add_thing(s, "bench"))
    database.unit(lambda s: outbox.add_state(s, things.CHANGED, id=999, version=1))
    assert send() == 1
    assert shelf.subjects == [f"thing/{id}"]
    assert send() == 0
    rows = rows_of(database, tables.outbox)
    assert [row.attempts for row in rows] == [1, 1, 0, 1]
    assert [row.last_error for row in rows] == [
        "not rendered: ValueError('cannot be rendered')",
        "nothing here renders unheard",
        None,
        "not rendered: it is not there",
    ]


def test_a_backlog_is_sent_in_batches_and_in_order(
    database: Database, shelf: Shelf, send: Send
) -> None:
    number = relay.BATCH * 2 + 7
    database.unit(lambda s: [sell_thing(s, n) for n in range(number)])
    assert [send(), send(), send(), send()] == [relay.BATCH, relay.BATCH, 7, 0]
    assert shelf.subjects == [f"thing/{n}" for n in range(number)]
    assert positions(database) == list(range(1, number + 1))


def test_of_two_relays_only_one_sends(database: Database, shelf: Shelf) -> None:
    first, second = relay_of(database, shelf), relay_of(database, shelf)
    for n in range(1, 4):
        database.unit(lambda s, n=n: sell_thing(s, n))  # type: ignore[misc]
        assert asyncio.run(first.send_batch()) == 1
        database.unit(lambda s, n=n: sell_thing(s, -n))  # type: ignore[misc]
        assert asyncio.run(second.send_batch()) == 0
        assert asyncio.run(first.send_batch()) == 1
    assert len(shelf.sent) == 6


def test_a_relay_that_stops_hands_over_at_once(database: Database, shelf: Shelf) -> None:
    async def play() -> None:
        first, second = relay_of(database, shelf), relay_of(database, shelf)
        async with running(first.run):
            database.unit(lambda s: sell_thing(s, 1))
            await eventually(lambda: len(shelf.sent) == 1)
        database.unit(lambda s: sell_thing(s, 2))
        assert await second.send_batch() == 1

    asyncio.run(play())


def test_rows_settled_by_another_relay_keep_their_position(
    database: Database, shelf: Shelf
) -> None:
    database.unit(lambda s: [sell_thing(s, 1), sell_thing(s, 2)])
    ids = [row.id for row in rows_of(database, tables.outbox)]
    database.unit(lambda s: relay._settle(s, ids[:1], []))
    database.unit(lambda s: relay._settle(s, ids, []))
    database.unit(lambda s: relay._settle(s, [], ids))
    assert positions(database) == [1, 2]
    assert all(row.attempts == 0 for row in rows_of(database, tables.outbox))


def test_an_empty_outbox_that_is_polled_blocks_no_writer(mariadb: Database, shelf: Shelf) -> None:
    sender = relay_of(mariadb, shelf)
    with mariadb.engine.connect() as polling:
        unsent = sa.select(tables.outbox).where(tables.outbox.c.sent_at.is_(None))
        assert polling.execute(unsent.with_for_update()).all() == []
        mariadb.unit(lambda s: sell_thing(s, 1), attempts=1)
    assert asyncio.run(sender.send_batch()) == 1


def test_an_absent_broker_only_delays(database: Database, shelf: Shelf) -> None:
    metrics = Metrics()

    async def play() -> None:
        shelf.away = True
        database.unit(lambda s: sell_thing(s, 1))
        async with running(relay_of(database, shelf, metrics).run):
            failures = metrics.send_failures
            await eventually(lambda: failures._value.get() >= 2)
            shelf.away = False
            await eventually(lambda: shelf.subjects == ["thing/1"])

    asyncio.run(play())
    assert positions(database) == [1]


def test_a_broker_away_for_days_does_not_end_the_relay(
    sqlite: Database, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "_LONGEST_WAIT_SECONDS", 0)
    metrics = Metrics()
    shelf.away = True
    sqlite.unit(lambda s: sell_thing(s, 1))

    async def play() -> None:
        async with running(relay_of(sqlite, shelf, metrics).run):
            await eventually(lambda: metrics.send_failures._value.get() > 1100, seconds=60)
            shelf.away = False
            await eventually(lambda: shelf.subjects == ["thing/1"])

    asyncio.run(play())


def test_what_waits_and_what_died_is_measured(sqlite: Database, shelf: Shelf) -> None:
    metrics = Metrics()
    gauges = Gauges(sqlite, metrics)
    shelf.refused = {"thing/1"}
    sqlite.unit(lambda s: [sell_thing(s, 1), sell_thing(s, 2)])
    asyncio.run(relay_of(sqlite, shelf, metrics).send_batch())
    sqlite.read(gauges.measure)
    told = metrics.expose().decode()
    assert "labwright_outbox_depth 1.0" in told
    assert "labwright_outbox_failing 1.0" in told
    assert "labwright_events_sent_total 1.0" in told
    assert "labwright_events_send_failures_total 1.0" in told
    assert metrics.outbox_lag._value.get() > 0
    assert gauges.relay().startswith("1 unsent, 1 failing")


def test_sent_events_are_forgotten_in_time(database: Database, shelf: Shelf, send: Send) -> None:
    database.unit(lambda s: [sell_thing(s, 1), sell_thing(s, 2)])
    shelf.refused = {"thing/2"}
    send()
    old = sa.update(tables.outbox).where(tables.outbox.c.sent_at.is_not(None))
    database.unit(lambda s: s.execute(old.values(sent_at=clock.now() - timedelta(days=4))))
    database.unit(relay.prune)
    assert [row.aggregate_id for row in rows_of(database, tables.outbox)] == ["2"]


def test_a_restored_service_speaks_in_a_higher_epoch(
    database: Database, shelf: Shelf, send: Send
) -> None:
    assert database.unit(outbox.raise_epoch) == 2
    assert database.unit(outbox.raise_epoch) == 3
    database.unit(lambda s: add_thing(s, "bench"))
    send()
    assert shelf.sent[0].envelope.epoch == 3


def test_event_ids_are_version_7_and_grow_with_time() -> None:
    before, first, after = clock.now(), outbox.uuid7(), clock.now()
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
    made = timedelta(milliseconds=first.int >> 80)
    millisecond = timedelta(milliseconds=1)
    assert before - millisecond <= datetime.fromtimestamp(0, UTC) + made <= after
