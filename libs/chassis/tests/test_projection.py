"""The guarded upsert: whatever the order and number of events, the newest state stands."""

from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labwright_chassis import projection
from labwright_chassis.db import Database

from .things import copies, rows_of

Row = dict[str, Any]

ORDERS = st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 4))


def row(id: int, version: int, name: str = "", *, epoch: int = 1) -> Row:
    return {"id": id, "epoch": epoch, "version": version, "name": name or f"{id}.{epoch}.{version}"}


def apply(database: Database, *rows: Row, resync: bool = False) -> None:
    newest = projection.newest(rows)
    database.unit(lambda s: projection.upsert(s, copies, newest, resync=resync))


def present(database: Database) -> list[tuple[Any, ...]]:
    return [(r.id, r.epoch, r.version, r.name) for r in rows_of(database, copies)]


@pytest.mark.parametrize(
    ("arrives", "stands"),
    [
        (row(1, 6, "higher version"), (1, 2, 5, "present")),
        (row(1, 6, "new", epoch=2), (1, 2, 6, "new")),
        (row(1, 5, "same", epoch=2), (1, 2, 5, "present")),
        (row(1, 4, "lower", epoch=2), (1, 2, 5, "present")),
        (row(1, 1, "restored", epoch=3), (1, 3, 1, "restored")),
    ],
    ids=["lower epoch", "higher version", "same", "lower version", "higher epoch"],
)
def test_a_live_event_applies_only_when_higher(
    database: Database, arrives: Row, stands: tuple[Any, ...]
) -> None:
    apply(database, row(1, 5, "present", epoch=2))
    apply(database, arrives)
    assert present(database) == [stands]


@pytest.mark.parametrize(("version", "stands"), [(4, "present"), (5, "resynced"), (6, "resynced")])
def test_a_resync_row_applies_when_equal_or_higher(
    database: Database, version: int, stands: str
) -> None:
    apply(database, row(1, 5, "present"))
    apply(database, row(1, version, "resynced"), resync=True)
    assert present(database) == [(1, 1, max(5, version), stands)]


def test_columns_that_are_not_named_keep_their_value(database: Database) -> None:
    apply(database, row(1, 1), row(2, 1))
    note = sa.update(copies).where(copies.c.id == 1).values(note="ours")
    database.unit(lambda s: s.execute(note))
    apply(database, row(1, 2), row(2, 2), row(3, 1))
    assert [r.note for r in rows_of(database, copies)] == ["ours", "", ""]


def test_a_batch_holds_the_newest_of_each_in_id_order() -> None:
    rows = [row(2, 1), row(1, 3), row(1, 9, epoch=0), row(2, 2), row(1, 2)]
    assert projection.newest(rows) == [row(1, 3), row(2, 2)]


def test_of_equal_rows_the_later_one_counts() -> None:
    assert projection.newest([row(1, 1, "a"), row(1, 1, "b")]) == [row(1, 1, "b")]


def test_nothing_to_apply_is_no_statement(sqlite: Database) -> None:
    apply(sqlite)
    assert present(sqlite) == []


def test_a_newer_row_is_news_as_the_upsert_sees_it() -> None:
    old, same, new = row(1, 1), row(1, 1, "again"), row(1, 1, epoch=2)
    assert projection.is_news(old, None, resync=False)
    assert not projection.is_news(same, old, resync=False)
    assert projection.is_news(same, old, resync=True)
    assert projection.is_news(new, old, resync=False)
    assert not projection.is_news(old, new, resync=True)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(events=st.lists(ORDERS, min_size=1, max_size=24), data=st.data())
def test_any_order_and_repetition_gives_the_newest_state(
    database: Database, events: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    database.unit(lambda s: s.execute(sa.delete(copies)))
    rows = [row(id, version, epoch=epoch) for id, epoch, version in events]
    expected = projection.newest(rows)
    while rows:
        size = data.draw(st.integers(1, len(rows)))
        apply(database, *rows[:size], resync=data.draw(st.booleans()))
        rows = rows[size:]
    assert present(database) == [tuple(r.values()) for r in expected]
