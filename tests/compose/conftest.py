"""The stack under test, which every test leaves running; without one, no test is collected."""

import os
from collections.abc import Iterator

import pytest

from deploy.containers.stack import Stack
from tests.compose import running
from tests.dev.processes import ADMIN
from tests.journeys.person import Person

if running.PROJECT not in os.environ:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def stack() -> Stack:
    """The containers."""
    return running.attach()


@pytest.fixture(scope="session")
def address(stack: Stack) -> str:
    """Where the gateway is."""
    return running.address(stack)


@pytest.fixture
def admin(address: str) -> Iterator[Person]:
    """The first admin, signed in."""
    with Person(address) as person:
        yield person.sign_in(*ADMIN)
