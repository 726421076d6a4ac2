"""Bare connections to a service's database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pymysql
from pymysql.connections import Connection
from pymysql.cursors import Cursor, DictCursor
from sqlalchemy import make_url


def connect(url: str) -> "Connection[Cursor]":
    """One connection as the services have theirs: READ COMMITTED, times in UTC."""
    parts = make_url(url)
    connection = pymysql.connect(
        host=parts.host,
        port=parts.port or 3306,
        user=parts.username,
        password=str(parts.password),
        database=parts.database,
        init_command="SET time_zone = '+00:00'",
    )
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
    return connection


@contextmanager
def transaction(url: str) -> Iterator[Cursor]:
    """A connection for one transaction, committed at the end."""
    connection = connect(url)
    try:
        with connection.cursor() as cursor:
            yield cursor
        connection.commit()
    finally:
        connection.close()


def rows(url: str, statement: str, values: Any = None) -> tuple[tuple[Any, ...], ...]:
    """What a statement finds."""
    with transaction(url) as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def named_rows(url: str, statement: str) -> tuple[dict[str, Any], ...]:
    """The same with names."""
    connection = connect(url)
    try:
        with connection.cursor(DictCursor) as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()


def unsent(url: str) -> int:
    """How many events of a service wait to be sent."""
    [(count,)] = rows(url, "SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL")
    return int(count)


def rows_read(url: str) -> int:
    """How many rows and index entries the server has read since its start, for whomever."""
    read = rows(url, "SHOW GLOBAL STATUS LIKE 'Handler_read%%'", ())
    return sum(int(count) for _, count in read)
