"""How people are reached, and who holds a permission, as the scheduler's worker asks."""

from typing import Any

import pytest

PATHS = ("/internal/contacts?id=1", "/internal/holders?permission=auth:user:read")


def ask(lab: Any, path: str, service: str = "scheduler", **params: Any) -> Any:
    headers = {"Authorization": f"Bearer {lab.service_token(service).json()['token']}"}
    return lab.internal.get(f"/internal{path}", params=params, headers=headers)


def confirm(lab: Any, address: str) -> None:
    answer = lab.api.post(
        "/api/v1/auth/email-confirmations/redeem", json={"secret": lab.link(address)}
    )
    assert answer.status_code < 300, answer.text


def test_only_an_address_that_was_confirmed_is_told(any_lab: Any) -> None:
    any_lab.register("grace", email="g@example.org")
    id = any_lab.person_id("grace")
    assert ask(any_lab, "/contacts", id=id).json() == [{"id": id, "email": None}]
    confirm(any_lab, "g@example.org")
    assert ask(any_lab, "/contacts", id=[id, 99]).json() == [{"id": id, "email": "g@example.org"}]


def test_who_may_not_act_is_reached_no_more_and_holds_nothing(lab: Any) -> None:
    lab.register("grace", email="g@example.org")
    id = lab.person_id("grace")
    lab.assign("grace", "Approver")
    lab.patch("grace", status="disabled")
    assert ask(lab, "/contacts", id=id).json() == []
    held = ask(lab, "/holders", permission="scheduler:booking:approve_any").json()
    assert id not in [one["id"] for one in held]


def test_holders_are_told_with_the_sites_of_their_roles(any_lab: Any) -> None:
    any_lab.register("grace")
    id = any_lab.person_id("grace")
    roles = {"roles": ["Approver", "User"], "sites": {"Approver": [4, 2]}}
    path = f"/api/v1/auth/users/{id}/roles"
    answer = any_lab.api.put(path, json=roles, headers=any_lab.as_person("ada"))
    assert answer.status_code == 200, answer.text
    held = ask(any_lab, "/holders", permission="scheduler:booking:approve_any").json()
    assert held == [{"id": 1, "sites": "*"}, {"id": id, "sites": [2, 4]}]


@pytest.mark.parametrize("path", PATHS)
def test_people_and_other_services_are_told_no_addresses(lab: Any, path: str) -> None:
    assert lab.internal.get(path).status_code == 401
    assert lab.internal.get(path, headers=lab.as_person("ada")).status_code == 401
    other = {"Authorization": f"Bearer {lab.service_token('inventory').json()['token']}"}
    assert lab.internal.get(path, headers=other).status_code == 403
    assert lab.api.get(path).status_code == 404
