"""The unit of work: it commits once or not at all, and runs again what may succeed."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session

from labwright_chassis import audit
from labwright_chassis import db as chassis_db
from labwright_chassis.db import (
    SYSTEM,
    Database,
    Origin,
    at_end,
    insert_new,
    origin_of,
    rows_changed,
)
from labwright_chassis.errors import Unavailable

from .things import names_of, sell_thing, things, under_way, wait_until


class Base(DeclarativeBase):
    """Maps the tiny service's table."""


class Thing(Base):
    __table__ = things


class Meter:
    """Counts what an engine commits."""

    def __init__(self, database: Database) -> None:
        self.commits = 0
        sa.event.listen(database.engine, "commit", self._commit)

    def _commit(self, connection: sa.Connection) -> None:
        self.commits += 1


def add(session: Session, name: str) -> None:
    session.execute(sa.insert(things).values(name=name))


def rename(session: Session, id: int, name: str) -> None:
    session.execute(sa.update(things).where(things.c.id == id).values(name=name))


def test_work_is_committed_once_and_its_answer_returned(database: Database) -> None:
    meter = Meter(database)
    assert database.unit(lambda s: add(s, "bench") or "done") == "done"
    assert (meter.commits, list(names_of(database, things).values())) == (1, ["bench"])


def test_objects_added_are_written_before_the_commit(database: Database) -> None:
    thing = database.unit(lambda s: s.add(one := Thing(name="bench")) or one)
    assert names_of(database, things) == {thing.id: "bench"}


def test_an_error_rolls_all_back_and_is_not_tried_again(database: Database) -> None:
    meter, tries = Meter(database), list[int]()

    def fail(session: Session) -> None:
        tries.append(1)
        add(session, "bench")
        raise LookupError

    with pytest.raises(LookupError):
        database.unit(fail)
    assert (len(tries), meter.commits, names_of(database, things)) == (1, 0, {})


def test_a_deadlock_after_a_first_write_is_rerun_and_commits_once(mariadb: Database) -> None:
    """The victim of a real deadlock (1213) starts afresh; nothing of the first attempt stays."""
    mariadb.unit(lambda s: [add(s, "left"), add(s, "right")])
    left, right = names_of(mariadb, things)
    elsewhere = Database(mariadb.engine.url.render_as_string(hide_password=False))
    meter, tries = Meter(mariadb), list[Session]()
    one_holds_right = threading.Event()

    def other(session: Session) -> None:
        # It has written more, so InnoDB picks the other one as its victim.
        for n in range(50):
            add(session, f"weight {n}")
        rename(session, right, "by the other")
        one_holds_right.set()
        rename(session, left, "by the other")

    def victim(session: Session) -> None:
        tries.append(session)
        add(session, "written before the deadlock")
        rename(session, left, "by the victim")
        if len(tries) == 1:
            beside.start()
            assert one_holds_right.wait(60)
            wait_until(lambda: under_way(mariadb, "UPDATE things%by the other%"))
        rename(session, right, "by the victim")

    beside = threading.Thread(target=lambda: elsewhere.unit(other))
    mariadb.unit(victim)
    beside.join(60)
    elsewhere.dispose()
    names = list(names_of(mariadb, things).values())
    assert (len(tries), meter.commits) == (2, 1)
    assert tries[0] is not tries[1]
    assert names.count("written before the deadlock") == 1
    assert names[:2] == ["by the victim"] * 2


def test_a_lock_that_is_let_go_late_is_waited_for_by_running_again(
    mariadb: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chassis_db, "_LOCK_WAIT_SECONDS", 1)
    mariadb.unit(lambda s: add(s, "bench"))
    (id,) = names_of(mariadb, things)
    tries: list[int] = []
    with mariadb.engine.begin() as holder:
        holder.execute(sa.update(things).values(name="held"))

        def work(session: Session) -> None:
            tries.append(1)
            if len(tries) == 2:
                holder.commit()
            rename(session, id, "free at last")

        impatient = Database(mariadb.engine.url.render_as_string(hide_password=False))
        impatient.unit(work)
    impatient.dispose()
    assert (len(tries), names_of(mariadb, things)) == (2, {id: "free at last"})


def test_a_database_that_stays_busy_is_unavailable(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def deadlock(session: Session) -> None:
        tries.append(1)
        raise sa.exc.OperationalError("UPDATE", {}, Exception(1213, "Deadlock found"))

    with pytest.raises(Unavailable) as caught:
        database.unit(deadlock)
    assert (len(tries), caught.value.extra) == (3, {"retry_after": 1})


def test_a_busy_sqlite_is_run_again(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chassis_db, "_SQLITE_BUSY_MS", 20)
    impatient = Database(sqlite.engine.url.render_as_string())
    with sqlite.engine.begin(), pytest.raises(Unavailable):
        impatient.unit(lambda s: add(s, "never"))
    impatient.unit(lambda s: add(s, "now"))
    assert list(names_of(sqlite, things).values()) == ["now"]
    impatient.dispose()


def kill(database: Database, session: Session) -> None:
    """Have the server end this session's connection."""
    number = session.scalar(sa.text("SELECT CONNECTION_ID()"))
    with database.engine.connect() as other:
        other.exec_driver_sql(f"KILL CONNECTION {number}")


def test_a_connection_killed_in_the_middle_is_rerun_on_another(mariadb: Database) -> None:
    tries: list[int] = []

    def work(session: Session) -> None:
        tries.append(1)
        add(session, "bench")
        if len(tries) == 1:
            kill(mariadb, session)
        add(session, "desk")

    mariadb.unit(work)
    assert len(tries) == 2
    assert list(names_of(mariadb, things).values()) == ["bench", "desk"]


def test_a_connection_lost_at_the_commit_is_not_rerun(mariadb: Database) -> None:
    """Nobody knows whether that commit took place: the caller must ask."""
    tries: list[int] = []

    def work(session: Session) -> None:
        tries.append(1)
        add(session, "bench")
        kill(mariadb, session)

    with pytest.raises(Unavailable):
        mariadb.unit(work)
    assert len(tries) == 1


def test_a_killed_idle_connection_is_replaced(mariadb: Database) -> None:
    with mariadb.engine.connect() as idle:
        number = idle.scalar(sa.text("SELECT CONNECTION_ID()"))
    other = sa.create_engine(mariadb.engine.url)
    with other.connect() as killer:
        killer.exec_driver_sql(f"KILL CONNECTION {number}")
    other.dispose()
    mariadb.unit(lambda s: add(s, "bench"))
    assert list(names_of(mariadb, things).values()) == ["bench"]


def refused(session: Session) -> None:
    """Leave a row locked and fail, as a refusal after the locks does."""
    session.execute(sa.insert(things).values(id=1, name="x", version=1))
    raise LookupError


@pytest.mark.parametrize(
    "use",
    [
        lambda d: d.unit(lambda s: add(s, "bench")),
        lambda d: d.unit(refused),
        lambda d: d.unit(lambda s: [add(s, "a"), s.execute(sa.text("SELECT nothing"))]),
        lambda d: d.read(lambda s: s.execute(sa.select(things)).all()),
    ],
    ids=["committed", "refused", "failed in the database", "read"],
)
def test_a_connection_goes_back_without_a_transaction(
    mariadb: Database, use: Callable[[Database], Any]
) -> None:
    small = Database(mariadb.engine.url.render_as_string(hide_password=False), pool_size=1)
    with suppress(LookupError, sa.exc.OperationalError):
        use(small)
    with small.engine.connect() as same:
        assert same.exec_driver_sql("SELECT @@in_transaction").scalar() == 0
    small.dispose()


def test_an_absent_database_is_unavailable() -> None:
    absent = Database("mysql+pymysql://nobody:x@127.0.0.1:1/nothing")
    with pytest.raises(Unavailable):
        absent.unit(lambda s: add(s, "bench"))
    with pytest.raises(Unavailable):
        absent.read(lambda s: s.scalar(sa.select(1)))


def test_a_full_pool_is_unavailable(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Database(sqlite.engine.url.render_as_string(), pool_size=1)
    monkeypatch.setattr(small.engine.pool, "_timeout", 0.01)
    with small.engine.connect():
        with pytest.raises(Unavailable):
            small.unit(lambda s: add(s, "bench"))
        with pytest.raises(Unavailable):
            small.read(lambda s: s.scalar(sa.select(1)))
    small.dispose()


@pytest.mark.parametrize(
    "write",
    [
        lambda s: s.add(Thing(name="x")) or s.flush(),
        lambda s: s.execute(sa.insert(things).values(name="x")),
        lambda s: s.execute(sa.update(things).values(name="x")),
        lambda s: s.execute(sa.delete(things)),
        lambda s: sell_thing(s, 1),
        lambda s: audit.record(s, "shop.thing.read", target="thing/1"),
    ],
    ids=["flush", "insert", "update", "delete", "event", "audit entry"],
)
def test_a_read_session_refuses_to_write(database: Database, write: Callable[[Any], Any]) -> None:
    with pytest.raises(RuntimeError, match="must not write"):
        database.read(write)
    assert names_of(database, things) == {}


def test_a_read_is_run_again_after_a_lost_connection(mariadb: Database) -> None:
    tries: list[int] = []

    def look(session: Session) -> int:
        tries.append(1)
        if len(tries) == 1:
            kill(mariadb, session)
        return session.scalar(sa.select(sa.literal(7))) or 0

    assert (mariadb.read(look), len(tries)) == (7, 2)


def statements(database: Database, run: Callable[[], object]) -> list[str]:
    seen: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    run()
    sa.event.remove(database.engine, "before_cursor_execute", note)
    return seen


def test_sqlite_locks_at_the_start_of_a_unit_and_not_of_a_read(sqlite: Database) -> None:
    look = sa.select(things)
    assert statements(sqlite, lambda: sqlite.unit(lambda s: s.execute(look)))[0] == (
        "BEGIN IMMEDIATE"
    )
    assert statements(sqlite, lambda: sqlite.read(lambda s: s.execute(look)))[0] == "BEGIN"


def test_sqlite_is_read_while_a_unit_is_under_way(sqlite: Database) -> None:
    def work(session: Session) -> dict[int, str]:
        add(session, "bench")
        return names_of(sqlite, things)

    assert sqlite.unit(work) == {}
    assert list(names_of(sqlite, things).values()) == ["bench"]


def test_sqlite_keeps_references_and_waits(sqlite: Database) -> None:
    ask = lambda pragma: sqlite.read(  # noqa: E731
        lambda s: s.execute(sa.text(f"PRAGMA {pragma}")).scalar()
    )
    assert [ask("foreign_keys"), ask("journal_mode"), ask("busy_timeout")] == [1, "wal", 5000]


def test_mariadb_reads_what_is_committed_and_waits_three_seconds(mariadb: Database) -> None:
    level = mariadb.read(lambda s: s.connection().get_isolation_level())
    wait = mariadb.read(lambda s: s.scalar(sa.text("SELECT @@innodb_lock_wait_timeout")))
    zone = mariadb.read(lambda s: s.scalar(sa.text("SELECT @@time_zone")))
    assert (level, wait, zone) == ("READ COMMITTED", 3, "+00:00")


def test_within_a_unit_later_commits_of_others_are_seen(mariadb: Database) -> None:
    def work(session: Session) -> tuple[int, int]:
        counted = sa.select(sa.func.count()).select_from(things)
        before = session.scalar(counted)
        mariadb.unit(lambda other: add(other, "bench"))
        return before or 0, session.scalar(counted) or 0

    assert mariadb.unit(work) == (0, 1)


def test_a_unit_knows_who_causes_it(database: Database) -> None:
    by = Origin(actor="user/7", request_id="r-1")
    assert database.unit(origin_of, origin=by) == by
    assert database.unit(origin_of) == SYSTEM


def test_what_is_left_for_the_end_is_done_once_before_the_commit(database: Database) -> None:
    done: list[str] = []

    def last(session: Session) -> None:
        add(session, "left by the last")
        done.append("last")

    def first(session: Session) -> None:
        done.append("first")
        at_end(session, last)

    def work(session: Session) -> None:
        at_end(session, first)
        at_end(session, first)
        done.append("work")

    database.unit(work)
    assert done == ["work", "first", "last"]
    assert list(names_of(database, things).values()) == ["left by the last"]


def test_inserting_what_is_there_says_so_and_changes_nothing(database: Database) -> None:
    row = {"id": 5, "name": "first"}
    insert = lambda name: database.unit(  # noqa: E731
        lambda s: insert_new(s, things, row | {"name": name})
    )
    assert [insert("first"), insert("second")] == [True, False]
    assert names_of(database, things) == {5: "first"}


def test_rows_found_are_counted_also_when_nothing_differs(database: Database) -> None:
    database.unit(lambda s: add(s, "bench"))
    same = sa.update(things).values(name="bench")
    assert database.unit(lambda s: rows_changed(s, same)) == 1
    assert database.unit(lambda s: rows_changed(s, sa.delete(things))) == 1
    assert database.unit(lambda s: rows_changed(s, same)) == 0
