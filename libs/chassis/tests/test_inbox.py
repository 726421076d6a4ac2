"""The inbox: which events have had their effect."""

import threading
from datetime import timedelta

import sqlalchemy as sa

from labwright_chassis import clock, inbox, outbox, tables
from labwright_chassis.db import Database

from .things import rows_of, under_way, wait_until


def test_an_event_is_new_once_for_each_consumer(database: Database) -> None:
    event = outbox.uuid7()
    look = lambda name: database.unit(  # noqa: E731
        lambda s: inbox.first_time(s, consumer=name, event_id=event)
    )
    assert [look("a"), look("a"), look("b"), look("a")] == [True, False, True, False]
    assert rows_of(database, tables.inbox)[0].event_id == event


def test_an_effect_rolled_back_leaves_the_event_new(database: Database) -> None:
    event = outbox.uuid7()

    def fail(session: sa.orm.Session) -> None:
        assert inbox.first_time(session, consumer="a", event_id=event)
        raise LookupError

    for _ in range(2):
        try:
            database.unit(fail)
        except LookupError:
            continue
    assert rows_of(database, tables.inbox) == []


def test_a_second_worker_waits_for_the_end_of_the_first(mariadb: Database) -> None:
    event, answers = outbox.uuid7(), list[bool]()

    def second() -> None:
        look = lambda s: inbox.first_time(s, consumer="a", event_id=event)  # noqa: E731
        answers.append(mariadb.unit(look))

    def first(session: sa.orm.Session) -> None:
        assert inbox.first_time(session, consumer="a", event_id=event)
        beside.start()
        wait_until(lambda: under_way(mariadb, "INSERT IGNORE INTO inbox%"))
        assert answers == []

    beside = threading.Thread(target=second)
    mariadb.unit(first)
    beside.join(60)
    assert answers == [False]


def test_old_events_are_forgotten(database: Database) -> None:
    ages = [inbox.KEPT + timedelta(minutes=1), inbox.KEPT - timedelta(minutes=1)]
    for age in ages:
        row = {"consumer": "a", "event_id": outbox.uuid7(), "received_at": clock.now() - age}
        database.unit(lambda s, row=row: s.execute(sa.insert(tables.inbox).values(row)))  # type: ignore[misc]
    database.unit(inbox.prune)
    assert len(rows_of(database, tables.inbox)) == 1
