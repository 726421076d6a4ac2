"""Databases with a service's newest schema, in a fraction of the time that migrating takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, MetaData, Table, insert, inspect, select, text

from labwright_chassis.db import Database
from labwright_chassis.migrations import Migrations


@dataclass(frozen=True, slots=True)
class _Copy:
    """What makes an empty database equal to a migrated one."""

    statements: Sequence[str]
    rows: Sequence[tuple[Table, list[dict[str, Any]]]]


class SchemaCopies:
    """Migrates the first database of each kind, and makes the later ones equal to it."""

    def __init__(self, migrations: Migrations) -> None:
        self._migrations = migrations
        self._copies: dict[str, _Copy] = {}

    def put_into(self, database: Database) -> None:
        """Give a database the newest schema, with the rows that migrations write.

        One that has tables is migrated, as at every start.
        """
        kind = database.engine.dialect.name
        if inspect(database.engine).get_table_names():
            self._migrations.upgrade(database)
            return
        if kind not in self._copies:
            self._migrations.upgrade(database)
            with database.engine.connect() as connection:
                self._copies[kind] = _look(connection)
            return
        with database.engine.begin() as connection:
            _make(connection, self._copies[kind])


def _look(connection: Connection) -> _Copy:
    tables = MetaData()
    tables.reflect(connection)
    if connection.dialect.name == "sqlite":
        made = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        statements = list(connection.scalars(text(f"{made} ORDER BY rowid")))
    else:
        statements = [
            connection.execute(text(f"SHOW CREATE TABLE `{name}`")).one()[1]
            for name in tables.tables
        ]
    rows = [
        (table, [dict(row._mapping) for row in connection.execute(select(table))])
        for table in tables.tables.values()
    ]
    return _Copy(statements, [(table, found) for table, found in rows if found])


def _make(connection: Connection, copy: _Copy) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.execute(text("SET foreign_key_checks = 0"))
    for statement in copy.statements:
        connection.exec_driver_sql(statement)
    for table, rows in copy.rows:
        connection.execute(insert(table), rows)
    if not sqlite:
        connection.execute(text("SET foreign_key_checks = 1"))
