"""Fixtures of the scheduler's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .lab import Lab, create_lab


@pytest.fixture(params=["sqlite", "mariadb"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/scheduler.sqlite3"
    url: str = request.getfixturevalue("make_database")("scheduler")
    return url


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """A scheduler on SQLite: fast, for what does not depend on the database."""
    lab = create_lab(f"sqlite:///{tmp_path}/scheduler.sqlite3")
    yield lab
    lab.database.dispose()


@pytest.fixture
def any_lab(database_url: str) -> Iterator[Lab]:
    """A scheduler on either database, for what does."""
    lab = create_lab(database_url)
    yield lab
    lab.database.dispose()


@pytest.fixture
def two_devices(lab: Lab) -> Lab:
    """A scheduler on SQLite with two devices."""
    lab.device(1)
    lab.device(2)
    return lab
