"""Databases of both kinds with the tiny service's tables, and its event types."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labwright_chassis.db import Database
from labwright_chassis.testing.identities import Identities
from labwright_chassis.testing.servers import MakeDatabase
from labwright_contracts import catalogue

from . import things
from .shop import Shop, open_shop


@pytest.fixture(autouse=True)
def event_types(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue also knows the tests' own events."""
    for event in things.EVENTS:
        monkeypatch.setitem(catalogue.BY_TYPE, event.name, event)


@pytest.fixture(scope="session")
def free_urls() -> list[str]:
    """MariaDB databases with the tiny service's tables, empty: making one takes far longer."""
    return []


@pytest.fixture
def open_database(
    request: pytest.FixtureRequest, tmp_path: Path, free_urls: list[str]
) -> Iterator[things.OpenDatabase]:
    """Opens a database of a kind (`sqlite`, `mariadb`) with the tiny service's tables."""
    opened: list[Database] = []

    def mariadb_url() -> str:
        make: MakeDatabase = request.getfixturevalue("make_session_database")
        return free_urls.pop() if free_urls else make("chassis")

    def open_one(kind: str) -> Database:
        is_file = kind == "sqlite"
        url = f"sqlite:///{tmp_path}/{len(opened)}.sqlite3" if is_file else mariadb_url()
        database = Database(url)
        opened.append(database)
        things.METADATA.create_all(database.engine)
        return database

    yield open_one
    for database in opened:
        if database.engine.dialect.name != "sqlite":
            things.empty(database)
            free_urls.append(database.engine.url.render_as_string(hide_password=False))
        database.dispose()


@pytest.fixture(params=["sqlite", "mariadb"])
def database(request: pytest.FixtureRequest, open_database: things.OpenDatabase) -> Database:
    """A database of either kind."""
    return open_database(request.param)


@pytest.fixture
def sqlite(open_database: things.OpenDatabase) -> Database:
    return open_database("sqlite")


@pytest.fixture
def mariadb(open_database: things.OpenDatabase) -> Database:
    return open_database("mariadb")


@pytest.fixture
def identities() -> Identities:
    return Identities()


@pytest.fixture
def shop(sqlite: Database, identities: Identities) -> Shop:
    """The tiny service's API on SQLite."""
    return open_shop(sqlite, identities)


@pytest.fixture
def any_shop(database: Database, identities: Identities) -> Shop:
    """The tiny service's API on either database."""
    return open_shop(database, identities)
