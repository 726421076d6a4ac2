"""Databases: engines set right for MariaDB, MySQL and SQLite, and the unit of work.

`Database.unit` is the only place in Labwright that commits.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    CursorResult,
    Delete,
    Engine,
    Insert,
    Table,
    Update,
    create_engine,
    event,
    insert,
    make_url,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker

from labwright_chassis import tracing
from labwright_chassis.errors import Unavailable

T = TypeVar("T")

ATTEMPTS = 3
LOCK_TIMEOUT = 1205
_DEADLOCK_OR_TIMEOUT = {1213, LOCK_TIMEOUT, 1020}
_CONNECTION_LOST = {2006, 2013, 4031}
_LOCK_WAIT_SECONDS = 3
_POOL_WAIT_SECONDS = 5  # less than a gateway waits for an answer
_SQLITE_BUSY_MS = 5000


@dataclass(frozen=True, slots=True)
class Origin:
    """Who causes a change and by which request; kept with history, audit and events."""

    actor: str = "system"
    actor_name: str = ""
    request_id: str = ""
    traceparent: str = ""
    org: str = "default"


SYSTEM = Origin()


class ReadSession(Session):
    """A session that cannot write: a flush, a DML statement or an event is an error."""


def origin_of(session: Session) -> Origin:
    """Who causes the change under way in this session."""
    origin: Origin = session.info.get("origin", SYSTEM)
    return origin


def at_end(session: Session, finish: Callable[[Session], None]) -> None:
    """Have `finish` called once, when the work of the unit is done and before its commit.

    Raises:
        RuntimeError: the session only reads, so that no commit will come.
    """
    if isinstance(session, ReadSession):
        raise RuntimeError("A read must not write.")
    session.info.setdefault("at_end", {})[finish] = None


class Database:
    """One service's database: `unit` changes, `read` only looks."""

    def __init__(self, url: str, *, pool_size: int = 20) -> None:
        self.engine = _engine(url, pool_size)
        tracing.watch(self.engine)
        self._writes = sessionmaker(self.engine, expire_on_commit=False)
        reading = self.engine.execution_options(labwright_reading=True)
        self._reads = sessionmaker(reading, class_=ReadSession, expire_on_commit=False)
        event.listen(self._reads, "before_flush", _refuse_flush)
        event.listen(self._reads, "do_orm_execute", _refuse_dml)

    def unit(
        self, work: Callable[[Session], T], *, origin: Origin = SYSTEM, attempts: int = ATTEMPTS
    ) -> T:
        """Run `work` in one transaction, commit, return its answer.

        A deadlock, a lock time-out or a connection lost before the commit rolls back and runs the
        whole of `work` again on a fresh session, so `work` must keep its effects in the session.

        Raises:
            Unavailable: the database stayed busy or away through all attempts.
        """
        for attempt in range(1, attempts + 1):
            session = self._writes(info={"origin": origin})
            try:
                result = work(session)
                _finish(session)
            except (DBAPIError, PoolTimeout) as error:
                _give_back(session)
                if isinstance(error, DBAPIError) and not is_transient(error):
                    raise
                if attempt == attempts or isinstance(error, PoolTimeout):
                    raise Unavailable("The database is busy or away.", retry_after=1) from error
                time.sleep(random.uniform(0.005, 0.05) * attempt)
                continue
            except BaseException:
                _give_back(session)
                raise
            try:
                session.commit()
            except DBAPIError as error:
                _give_back(session)
                # Nobody knows whether a commit that lost its connection took place.
                raise Unavailable("The database went away.", retry_after=1) from error
            session.close()
            return result
        raise AssertionError("unreachable")

    def read(self, look: Callable[[ReadSession], T]) -> T:
        """Run `look` in a session that cannot write.

        Raises:
            Unavailable: the database cannot be reached.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._reads() as session:
                    assert isinstance(session, ReadSession)
                    return look(session)
            except (DBAPIError, PoolTimeout) as error:
                if isinstance(error, DBAPIError) and not is_transient(error):
                    raise
                if attempt == ATTEMPTS or isinstance(error, PoolTimeout):
                    raise Unavailable("The database is busy or away.", retry_after=1) from error
                time.sleep(0.01 * attempt)
        raise AssertionError("unreachable")

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def rows_changed(session: Session, statement: Insert | Update | Delete) -> int:
    """Execute a DML statement; how many rows it found or, where ignored rows count not, wrote."""
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount


def insert_new(session: Session, table: Table, row: dict[str, Any]) -> bool:
    """Insert the row unless its key is taken; whether it was inserted.

    Waits while another transaction that has inserted the same key is open.
    """
    statement = insert(table).values(row)
    for dialect, words in (("mysql", "IGNORE"), ("mariadb", "IGNORE"), ("sqlite", "OR IGNORE")):
        statement = statement.prefix_with(words, dialect=dialect)
    return rows_changed(session, statement) == 1


def is_transient(error: DBAPIError) -> bool:
    """Whether the same work may succeed when it is run again."""
    if error.connection_invalidated:
        return True
    code = error.orig.args[0] if error.orig is not None and error.orig.args else None
    if code in _DEADLOCK_OR_TIMEOUT or code in _CONNECTION_LOST or code == 2003:
        return True
    return isinstance(code, str) and ("database is locked" in code or "is busy" in code)


def _finish(session: Session) -> None:
    session.flush()
    # One that finishes may itself leave something for the end.
    while waiting := session.info.pop("at_end", {}):
        for finish in waiting:
            finish(session)


def _give_back(session: Session) -> None:
    try:
        session.rollback()
    except DBAPIError:  # the connection is gone, and the transaction with it
        session.invalidate()
    session.close()


def _refuse_flush(session: Session, context: UOWTransaction, instances: Any) -> None:
    raise RuntimeError("A read must not write.")


def _refuse_dml(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("A read must not write.")


def _engine(url: str, pool_size: int) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            parsed, pool_size=pool_size, max_overflow=0, pool_timeout=_POOL_WAIT_SECONDS
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        parsed,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_POOL_WAIT_SECONDS,
        pool_recycle=1800,
        # Every session here ends its own transaction: one more ROLLBACK would be a journey more.
        pool_reset_on_return=None,
        # REPEATABLE READ would blind the check after a lock and let the relay block writers.
        isolation_level="READ COMMITTED",
        connect_args={"connect_timeout": 5},
    )
    event.listen(engine, "connect", _prepare_mysql)
    return engine


def _prepare_mysql(connection: Any, record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET SESSION innodb_lock_wait_timeout={_LOCK_WAIT_SECONDS}, time_zone='+00:00'"
        )


def _prepare_sqlite(connection: Any, record: Any) -> None:
    # The driver's own transaction control begins too late; see _begin_sqlite.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={_SQLITE_BUSY_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("labwright_reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
