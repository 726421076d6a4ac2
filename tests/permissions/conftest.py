"""A lab with one person of each role, walked through once."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from tests.dev.one_process import standalone
from tests.dev.processes import ADMIN
from tests.journeys.person import PASSWORD, Person
from tests.permissions.walk import Operation, operations

# Many requests in a short time from one address are what is wanted here.
UNLIMITED = {f"GATEWAY_RATE_{kind}": "" for kind in ("SIGN_IN", "READ", "WRITE", "REFUSED")}

MakePerson = Callable[[str], str]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The gateway of a lab in which people may register."""
    folder = tmp_path_factory.mktemp("permissions")
    with standalone(folder, extra={"AUTH_REGISTRATION": "open", **UNLIMITED}) as address:
        yield address


@pytest.fixture(scope="session")
def every_operation(address: str) -> list[Operation]:
    """What the merged document shows."""
    with Person(address) as anybody:
        return list(operations(anybody.get("/openapi.json").json()))


@pytest.fixture
def admin(address: str) -> Iterator[Person]:
    """The first admin, a Super Admin."""
    with Person(address) as person:
        yield person.sign_in(*ADMIN)


@pytest.fixture
def make_person(admin: Person) -> MakePerson:
    """Makes somebody with one role; the name."""

    def make(role: str) -> str:
        name = f"walker-{uuid4().hex[:8]}"
        body = {"username": name, "password": PASSWORD}
        id = admin.post("/api/v1/auth/register", json=body).json()["id"]
        answer = admin.put(f"/api/v1/auth/users/{id}/roles", json={"roles": [role]})
        assert answer.status_code == 200, answer.text
        return name

    return make
