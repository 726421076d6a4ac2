"""Nobody gets anywhere he does not belong: every operation, tried as everybody."""

from collections.abc import Callable

import pytest

from labwright_contracts.permissions import ROLES, exported
from tests.journeys.person import PASSWORD, Person, eventually
from tests.permissions.conftest import MakePerson
from tests.permissions.walk import SIGNED_IN, Operation

HELD = {permission.name: permission.roles for permission in exported()}
NARROW = "inventory:catalog:read"


def answers(
    every: list[Operation], ask: Callable[[Operation], int | str], *, public: bool = False
) -> dict[str, int | str]:
    """What each operation answers; of the public ones only when told so."""
    return {str(it): ask(it) for it in every if public or it.permission is not None}


def refused(operation: Operation, caller: Person, **headers: str) -> bool:
    """Whether the permission that the operation declares was what was missing."""
    answer = operation.ask(caller, **headers)
    needed = f"{operation.permission} is needed for this."
    return answer.status_code == 403 and answer.json()["detail"] == needed


def stay_signed_in(walker: Person, name: str) -> None:
    """Sign in again where the last operation ended the session."""
    if walker.get("/api/v1/auth/me").status_code == 401:
        walker.sign_in(name)


def wait_until_known(walker: Person) -> None:
    """The gateways hear of an ended session a moment later; auth itself knows at once."""
    eventually(lambda: walker.get("/api/v1/inventory/sites").status_code == 401)


def test_every_permission_that_an_operation_declares_is_a_known_one(every_operation):
    declared = {it.permission for it in every_operation} - {None, SIGNED_IN}
    assert declared <= set(HELD)
    assert len(every_operation) > 100


def test_nobody_is_asked_to_sign_in_everywhere_but_at_public_doors(address, every_operation):
    with Person(address) as nobody:
        found = answers(every_operation, lambda it: it.ask(nobody).status_code)
        public = [it for it in every_operation if it.permission is None]
        assert [it for it in public if it.ask(nobody).status_code == 401] == []
    assert {name: status for name, status in found.items() if status != 401} == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_where_it_may_and_nowhere_else(role, address, every_operation, make_person):
    name = make_person(role)
    wrong = []
    with Person(address) as walker:
        for operation in every_operation:
            stay_signed_in(walker, name)
            may = operation.permission in (None, SIGNED_IN) or role in _holders(operation)
            if refused(operation, walker) == may:
                wrong.append(str(operation))
    assert wrong == []


def test_a_token_gets_no_further_than_its_permissions(address, every_operation, make_person):
    name = make_person("Super Admin")
    with Person(address) as owner:
        owner.sign_in(name)
        body = {"name": "narrow", "permissions": [NARROW]}
        secret = owner.post("/api/v1/auth/tokens", json=body).json()["token"]
    with Person(address) as program:
        wide = [it for it in every_operation if it.permission not in (None, SIGNED_IN)]
        by_token = {"Authorization": f"Bearer {secret}"}
        let_in = {str(it) for it in wide if not refused(it, program, **by_token)}
    assert let_in == {str(it) for it in wide if it.permission == NARROW}


def test_a_disabled_user_gets_nowhere(address, admin, every_operation, make_person: MakePerson):
    name = make_person("Admin")
    with Person(address) as walker:
        walker.sign_in(name)
        id = walker.get("/api/v1/auth/me").json()["id"]
        answer = admin.patch(f"/api/v1/auth/users/{id}", json={"status": "disabled"})
        assert answer.status_code == 200, answer.text
        wait_until_known(walker)
        found = answers(every_operation, lambda it: it.ask(walker).status_code)
        body = {"username": name, "password": PASSWORD}
        assert walker.post("/api/v1/auth/login", json=body).status_code == 401
    assert {name: status for name, status in found.items() if status != 401} == {}


def test_a_revoked_session_gets_nowhere(address, every_operation, make_person: MakePerson):
    name = make_person("Admin")
    with Person(address) as walker, Person(address) as elsewhere:
        walker.sign_in(name)
        elsewhere.sign_in(name)
        assert elsewhere.post("/api/v1/auth/sessions/revoke-all").is_success
        wait_until_known(walker)
        found = answers(every_operation, lambda it: it.ask(walker).status_code)
    assert {name: status for name, status in found.items() if status != 401} == {}


def _holders(operation: Operation) -> tuple[str, ...]:
    return ("Super Admin", *HELD[operation.permission or ""])
