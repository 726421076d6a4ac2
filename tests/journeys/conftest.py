"""Both forms of the platform, each started once for the whole session.

Where LABWRIGHT_ADDRESS names a gateway (`make compose-test`), the journeys go through that instead.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from labwright_chassis.testing.servers import BrokerServer, MakeDatabase
from tests.dev import one_process
from tests.dev.processes import ADMIN, SERVICES, platform
from tests.journeys.person import Person, eventually

# The mails of a gateway that runs already are out of reach.
collect_ignore = ["test_account.py"] if "LABWRIGHT_ADDRESS" in os.environ else []


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each form has a folder of its name for its data, secrets and mails."""
    return tmp_path_factory.mktemp("journeys")


@pytest.fixture(scope="session")
def standalone(folder: Path) -> Iterator[str]:
    """The address of a standalone process without the sample lab."""
    data_dir = folder / "standalone"
    data_dir.mkdir()
    with one_process.standalone(data_dir) as address:
        yield address


@pytest.fixture(scope="session")
def distributed(
    make_session_database: MakeDatabase, broker_server: BrokerServer, folder: Path
) -> Iterator[str]:
    """The address of the gateway of the distributed form."""
    databases = {service: make_session_database(service) for service in SERVICES}
    amqp_url = broker_server.create_vhost(f"journeys-{os.getpid()}")
    with platform(databases, amqp_url, folder / "distributed") as running:
        yield running.address


@pytest.fixture(scope="session")
def given() -> str:
    """The address of a gateway that runs already."""
    return os.environ["LABWRIGHT_ADDRESS"]


FORMS = ["given"] if "LABWRIGHT_ADDRESS" in os.environ else ["standalone", "distributed"]


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """The name of each form."""
    name: str = request.param
    return name


@pytest.fixture
def door(request: pytest.FixtureRequest, form: str) -> str:
    """The gateway's address of each form."""
    address: str = request.getfixturevalue(form)
    return address


@pytest.fixture
def mail_to(folder: Path, form: str) -> Callable[[str], str]:
    """Waits for the mail to an address, which a lab without mail server writes to a file."""

    def found(address: str) -> str:
        texts = [file.read_text("utf-8") for file in (folder / form / "mail").glob("*.txt")]
        return next((text for text in texts if f"To: {address}" in text), "")

    return lambda address: eventually(lambda: found(address))


@pytest.fixture
def admin(door: str) -> Iterator[Person]:
    """The first admin, signed in."""
    with Person(door) as person:
        yield person.sign_in(*ADMIN)


@pytest.fixture
def anybody(door: str) -> Iterator[Person]:
    """Somebody who is not signed in."""
    with Person(door) as person:
        yield person


@pytest.fixture
def ann(door: str) -> Iterator[Person]:
    """A new user, signed in."""
    with Person(door) as person:
        yield person.sign_in(person.register())


@pytest.fixture
def bob(door: str) -> Iterator[Person]:
    """Another new user, signed in."""
    with Person(door) as person:
        yield person.sign_in(person.register())
