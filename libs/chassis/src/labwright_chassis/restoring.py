"""What a service must do after its database came back from a backup (docs/runbooks).

Others saw a future that this database does not know. A new epoch makes their copies give way;
higher numbers keep an object made from now on apart from one that was lost.
"""

from collections.abc import Iterator

from sqlalchemy import Column, MetaData, Table, func, select, text, update
from sqlalchemy.orm import Session

from labwright_chassis import outbox, tables
from labwright_chassis.db import Database
from labwright_chassis.tables import counters

Numbered = tuple[Table, Column[int]]

SKIPPED = 100_000
"""Numbers left out: more than were given since any backup."""


def begin_anew(database: Database, metadata: MetaData, *, skip: int = SKIPPED) -> int:
    """Raise epoch, position, and the next number of every table that counts up; the epoch.

    May run again after a failure: it only skips more. A SQLite table made without AUTOINCREMENT
    takes the number after its highest row, whatever it had before, and is left as it is.
    """
    numbered = list(_numbered(metadata))
    if database.engine.dialect.name == "sqlite":
        database.unit(lambda session: _raise_in_sqlite(session, numbered, skip))
    else:
        _raise_in_mariadb(database, numbered, skip)
    return database.unit(lambda session: _raise_counters(session, skip))


def _numbered(metadata: MetaData) -> Iterator[Numbered]:
    """Tables whose rows are numbered by the database; those of the outbox stay here."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None and table.name != tables.outbox.name:
            yield table, column


def _raise_in_sqlite(session: Session, numbered: list[Numbered], skip: int) -> None:
    names = [t.name for t, _ in numbered if t.dialect_options["sqlite"]["autoincrement"]]
    raised = text("UPDATE sqlite_sequence SET seq = seq + :skip WHERE name = :name")
    for name in names:
        session.execute(raised, {"skip": skip, "name": name})


def _raise_in_mariadb(database: Database, numbered: list[Numbered], skip: int) -> None:
    with database.engine.connect() as connection:
        quote = connection.dialect.identifier_preparer.format_table
        for table, column in numbered:
            highest = connection.scalar(select(func.coalesce(func.max(column), 0))) or 0
            connection.execute(
                text(f"ALTER TABLE {quote(table)} AUTO_INCREMENT = {highest + skip + 1}")
            )


def _raise_counters(session: Session, skip: int) -> int:
    position = counters.c.name == "position"
    session.execute(update(counters).where(position).values(value=counters.c.value + skip))
    return outbox.raise_epoch(session)
