"""Copies of another service's objects: guarded upsert, ordered by (epoch, version).

The version itself is the inbox: duplicates, reordering and replays change nothing.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, or_, select
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.orm import Session

Row = Mapping[str, Any]


def newest(rows: Iterable[Row]) -> list[Row]:
    """The newest row of each id, in id order (which is also the lock order)."""
    best: dict[int, Row] = {}
    for row in rows:
        kept = best.get(row["id"])
        if kept is None or _order(row) >= _order(kept):
            best[row["id"]] = row
    return [best[id] for id in sorted(best)]


def is_news(row: Row, present: Row | None, *, resync: bool) -> bool:
    """Whether `row` replaces `present`: a live event when higher, a resync row also when equal."""
    if present is None:
        return True
    return _order(row) >= _order(present) if resync else _order(row) > _order(present)


def upsert(session: Session, table: Table, rows: Sequence[Row], *, resync: bool = False) -> None:
    """Insert or replace rows (columns `id`, `epoch`, `version` and more) where they are news.

    Columns of the table that the rows do not name keep their value. One statement; the caller
    passes at most one row an id, in id order (`newest`).
    """
    if not rows:
        return
    columns = tuple(name for name in rows[0] if name not in ("id", "epoch", "version"))
    build = _for_sqlite if session.get_bind().dialect.name == "sqlite" else _for_mysql
    session.execute(build(table, columns, resync), list(rows))


def as_ended(
    session: Session, table: Table, ids: Sequence[int], *, epoch: int, now: datetime
) -> list[Row]:
    """The rows of these ids, locked, as they are once removed (`removed_at`) in that epoch."""
    found = select(table).where(table.c.id.in_(ids)).order_by(table.c.id).with_for_update()
    ended = {"epoch": epoch, "version": 0, "removed_at": now}
    return [{**row, **ended} for row in session.execute(found).mappings()]


def _order(row: Row) -> tuple[int, int]:
    return row["epoch"], row["version"]


def _newer(new: Any, old: Any, resync: bool) -> ColumnElement[bool]:
    same_epoch = new.version >= old.version if resync else new.version > old.version
    return or_(new.epoch > old.epoch, and_(new.epoch == old.epoch, same_epoch))


@functools.cache
def _for_mysql(table: Table, columns: tuple[str, ...], resync: bool) -> mysql.Insert:
    statement = mysql.insert(table)
    new = statement.inserted
    guard = _newer(new, table.c, resync)
    # Assignments run from left to right: the guard must still see the old version and epoch.
    pairs: list[tuple[str, Any]] = [
        (name, func.if_(guard, new[name], table.c[name])) for name in columns
    ]
    same_epoch_newer = and_(new.epoch == table.c.epoch, new.version > table.c.version)
    pairs.append(
        (
            "version",
            func.if_(
                or_(new.epoch > table.c.epoch, same_epoch_newer), new.version, table.c.version
            ),
        )
    )
    pairs.append(("epoch", func.greatest(new.epoch, table.c.epoch)))
    return statement.on_duplicate_key_update(pairs)


@functools.cache
def _for_sqlite(table: Table, columns: tuple[str, ...], resync: bool) -> sqlite.Insert:
    statement = sqlite.insert(table)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[table.c.id],
        set_={name: new[name] for name in [*columns, "version", "epoch"]},
        where=_newer(new, table.c, resync),
    )
