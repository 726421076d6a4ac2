"""Column types: the same value comes back from both databases."""

import uuid
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
import sqlalchemy as sa

from labwright_chassis import clock, columns
from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, UuidText, create_metadata
from labwright_chassis.db import Database

MOMENT = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"
    DEEP_BLUE = "deep-blue"


metadata = create_metadata()
values = sa.Table(
    "kept_values",
    metadata,
    sa.Column("id", BigId, primary_key=True),
    sa.Column("at", UtcDateTime),
    sa.Column("data", JsonValue),
    sa.Column("uid", UuidText),
    sa.Column("colour", columns.enum_text(Colour)),
    sa.Column("key", columns.key_text(80), unique=True),
)


@pytest.fixture(autouse=True)
def _tables(database: Database) -> None:
    metadata.create_all(database.engine)


def kept(database: Database, name: str, value: Any) -> Any:
    """The value as it comes back."""
    column = values.c[name]
    database.unit(lambda s: s.execute(sa.insert(values).values({name: value})))
    return database.read(lambda s: s.scalar(sa.select(column).order_by(values.c.id.desc())))


def test_a_time_without_offset_is_refused(database: Database) -> None:
    with pytest.raises(sa.exc.StatementError, match="needs an offset"):
        kept(database, "at", MOMENT.replace(tzinfo=None))


def test_a_time_is_kept_in_utc_with_its_microseconds(database: Database) -> None:
    east = MOMENT.astimezone(timezone(timedelta(hours=2)))
    found = kept(database, "at", east)
    assert (found, found.tzinfo, found.microsecond) == (MOMENT, UTC, 123456)


def test_times_are_compared_and_ordered_as_instants(database: Database) -> None:
    kept(database, "at", MOMENT)
    west = MOMENT.astimezone(timezone(-timedelta(hours=7)))
    same = sa.select(values.c.id).where(values.c.at == west)
    later = sa.select(values.c.id).where(values.c.at > west - timedelta(microseconds=1))
    assert database.read(lambda s: (s.scalar(same), s.scalar(later))) == (1, 1)


def test_the_clock_of_the_database_is_utc(database: Database) -> None:
    there = database.read(clock.database_now)
    assert there.tzinfo is UTC
    assert abs(there - clock.now()) < timedelta(seconds=5)


def test_the_clock_of_the_database_can_be_written_and_compared(database: Database) -> None:
    database.unit(lambda s: s.execute(sa.insert(values).values(at=clock.utc_now())))
    past = sa.select(values.c.at).where(values.c.at <= clock.utc_now())
    found = database.read(lambda s: s.scalar(past))
    assert found is not None
    assert abs(found - clock.now()) < timedelta(seconds=5)


@pytest.mark.parametrize("value", [{"a": [1, None, "ü"]}, [], "text", 7, True, None])
def test_json_comes_back_as_it_was(database: Database, value: Any) -> None:
    assert kept(database, "data", value) == value


def test_no_json_is_null(database: Database) -> None:
    kept(database, "data", None)
    nothing = sa.select(sa.func.count()).where(values.c.data.is_(None))
    assert database.read(lambda s: s.scalar(nothing)) == 1


def test_uuids_and_enumerations_come_back_as_they_were(database: Database) -> None:
    one = uuid.uuid4()
    assert kept(database, "uid", one) == one
    assert kept(database, "colour", Colour.DEEP_BLUE) is Colour.DEEP_BLUE
    text = sa.select(sa.type_coerce(values.c.colour, sa.String)).where(values.c.colour.isnot(None))
    assert database.read(lambda s: s.scalar(text)) == "deep-blue"


@pytest.mark.parametrize("other", ["ANNA", " anna  ", "Ａnna", "anna\t"])
def test_spellings_of_one_name_share_a_key(database: Database, other: str) -> None:
    kept(database, "key", columns.normalised("Anna"))
    with pytest.raises(sa.exc.IntegrityError):
        kept(database, "key", columns.normalised(other))


def test_names_that_differ_have_keys_that_differ(database: Database) -> None:
    for name in ("Anna", "Ännа", "Anna B", "Straße"):
        assert kept(database, "key", columns.normalised(name)) == columns.normalised(name)


def test_every_constraint_has_a_name() -> None:
    table = sa.Table(
        "named",
        create_metadata(),
        sa.Column("id", BigId, primary_key=True),
        sa.Column("other", sa.ForeignKey("named.id"), unique=True),
        sa.CheckConstraint("id > 0", name="positive"),
    )
    names = {str(constraint.name) for constraint in table.constraints}
    assert names == {"pk_named", "fk_named_other", "uq_named_other", "ck_named_positive"}
