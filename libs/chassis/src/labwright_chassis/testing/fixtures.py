"""Pytest fixtures for real servers: `pytest_plugins = ["labwright_chassis.testing.fixtures"]`.

One pair of servers serves the whole session, all pytest-xdist workers included; it starts with
the first test that needs it and ends with the session's main process. Databases and virtual
hosts keep tests apart. A test that stops a server opens one of its own:
`with broker_server(private=True) as broker`.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from labwright_chassis.testing.servers import (
    BrokerServer,
    DatabaseServer,
    MakeDatabase,
    broker,
    database,
    keeping,
)


@pytest.fixture(scope="session")
def database_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DatabaseServer]:
    """The database server of this session."""
    if database.URL_VARIABLE in os.environ:
        with database.database_server() as server:
            yield server
        return
    yield database.at(_shared(keeping.Kind.DATABASE, request, tmp_path_factory), shared=True)


@pytest.fixture(scope="session")
def broker_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrokerServer]:
    """The broker of this session."""
    if broker.URL_VARIABLE in os.environ:
        with broker.broker_server() as server:
            yield server
        return
    yield broker.at(_shared(keeping.Kind.BROKER, request, tmp_path_factory), shared=True)


@pytest.fixture
def make_database(database_server: DatabaseServer) -> Iterator[MakeDatabase]:
    """Makes databases for one test and drops them after it."""
    with _making_databases(database_server) as make:
        yield make


@pytest.fixture(scope="session")
def make_session_database(database_server: DatabaseServer) -> Iterator[MakeDatabase]:
    """Makes databases that live as long as the session, for fixtures of a wider scope."""
    with _making_databases(database_server) as make:
        yield make


@pytest.fixture
def broker_vhost(broker_server: BrokerServer) -> Iterator[str]:
    """AMQP URL of a virtual host for one test, deleted after it."""
    name = _unique("test")
    yield broker_server.create_vhost(name)
    broker_server.delete_vhost(name)


@contextmanager
def _making_databases(server: DatabaseServer) -> Iterator[MakeDatabase]:
    made: list[str] = []

    def make(prefix: str = "test") -> str:
        name = _unique(prefix)
        url = server.create_database(name)
        made.append(name)
        return url

    yield make
    for name in made:
        server.drop_database(name)


def _unique(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(5)}"


def _shared(
    kind: keeping.Kind, request: pytest.FixtureRequest, folders: pytest.TempPathFactory
) -> keeping.Address:
    """The session's server: launched by the first process that asks, read by the others."""
    folder, owner = folders.getbasetemp(), os.getpid()
    if hasattr(request.config, "workerinput"):
        folder, owner = folder.parent, os.getppid()
    with _locked(folder / f"{kind}.lock"):
        return _remembered(folder / f"{kind}.json", lambda: keeping.launch(kind, owner=owner))


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _remembered(file: Path, launch: Callable[[], keeping.Address]) -> keeping.Address:
    if file.exists():
        return keeping.Address(**json.loads(file.read_text()))
    address = launch()
    file.touch(mode=0o600)
    file.write_text(json.dumps(asdict(address)))
    return address
