"""Roles that admins make, their ranks, and assignments limited to sites."""

import threading
from typing import Any

import pytest
from sqlalchemy import select

from labwright_auth.accounts.adapters import render_people
from labwright_auth.roles.rules import Held, covers, site_claims
from labwright_chassis.tables import outbox
from labwright_chassis.tokens import Verifier

ROLES = "/api/v1/auth/roles"
CREATE = "scheduler:booking:create"
READ = "inventory:device:read"


def role_id(lab: Any, name: str) -> int:
    roles = lab.api.get(ROLES, headers=lab.as_person("ada")).json()["results"]
    return int(next(role["id"] for role in roles if role["name"] == name))


def make(lab: Any, name: str, by: str = "ada", **fields: Any) -> Any:
    body = {"name": name, "permissions": [READ], **fields}
    return lab.api.post(ROLES, json=body, headers=lab.as_person(by))


def change(lab: Any, role: str, /, by: str = "ada", **fields: Any) -> Any:
    return lab.api.patch(f"{ROLES}/{role_id(lab, role)}", json=fields, headers=lab.as_person(by))


def remove(lab: Any, name: str, by: str = "ada") -> Any:
    return lab.api.delete(f"{ROLES}/{role_id(lab, name)}", headers=lab.as_person(by))


def admin(lab: Any, name: str = "grace") -> str:
    lab.register(name)
    lab.assign(name, "Admin")
    return name


def newest_of(user_id: int) -> Any:
    """Which version of a person others were told of last."""
    statement = select(outbox.c.version).where(outbox.c.aggregate_id == str(user_id))
    return statement.where(outbox.c.aggregate == "user").order_by(outbox.c.version.desc())


def claims(lab: Any, username: str, audience: str) -> Any:
    verifier = Verifier(audience, lambda: lab.api.get("/api/v1/auth/jwks").json())
    return verifier.verify(lab.identify(lab.secret(username), audience).json()["token"])


def test_an_admin_makes_a_role_and_gives_it(any_lab):
    answer = make(any_lab, "Guide", description="Shows guests around", position=7)
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"v1"')
    assert answer.json()["permissions"] == [READ]
    any_lab.register("linus")
    assert any_lab.assign("linus", "Guide").json()["roles"] == ["Guide"]
    assert claims(any_lab, "linus", "inventory").permissions == (READ,)
    (entry,) = any_lab.audited("auth.role.create")
    assert entry.after["permissions"] == [READ]


def test_every_declared_permission_can_be_found(lab):
    headers = lab.as_person("ada")
    found = lab.api.get("/api/v1/auth/permissions", params={"q": "lab's dev"}, headers=headers)
    assert [one["name"] for one in found.json()["results"]] == [READ]


@pytest.mark.parametrize("name", ["Admin", "  ADMIN ", "super  admin"])
def test_a_role_has_a_name_of_its_own(any_lab, name):
    answer = make(any_lab, name, position=9)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/taken")
    make(any_lab, "Guide")
    assert change(any_lab, "Guide", name=name).status_code == 409


def test_a_permission_that_nobody_declares_is_named(lab):
    answer = make(lab, "Guide", permissions=[READ, "inventory:laser:fire"])
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/permissions/1"


@pytest.mark.parametrize("position", [1, 2])
def test_nobody_makes_a_role_that_ranks_with_his_own(lab, position):
    answer = make(lab, "Vice", by=admin(lab), position=position)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/beyond-own-reach")


def test_nobody_puts_into_a_role_what_he_lacks(any_lab):
    by = admin(any_lab)
    everything = any_lab.api.get(ROLES, headers=any_lab.as_person("ada")).json()["results"][0]
    kept = [name for name in everything["permissions"] if name != CREATE]
    change(any_lab, "Admin", permissions=kept)
    answer = make(any_lab, "Booker", by=by, permissions=[CREATE])
    assert answer.status_code == 403
    assert CREATE in answer.json()["detail"]
    assert change(any_lab, "User", by=by, permissions=[]).status_code == 403


def test_nobody_changes_or_removes_a_role_of_his_own_rank(lab):
    by = admin(lab)
    assert change(lab, "Admin", by=by, description="us").status_code == 403
    assert change(lab, "Super Admin", by=by, permissions=[]).status_code == 403
    assert change(lab, "Approver", by=by, description="decides").status_code == 200


def test_super_admin_is_changed_by_nobody(lab):
    assert change(lab, "Super Admin", permissions=[READ]).status_code == 403
    assert remove(lab, "Super Admin").status_code == 403


@pytest.mark.parametrize("fields", [{"name": "Guest"}, {"position": 9}])
def test_a_role_that_every_lab_has_keeps_name_and_rank(lab, fields):
    answer = change(lab, "Viewer", **fields)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/built-in-role")
    assert remove(lab, "Viewer").status_code == 409


def test_what_a_role_permits_changes_for_who_has_it_and_the_gateways_hear(any_lab):
    any_lab.register("linus")
    secret, id = any_lab.secret("linus"), any_lab.person_id("linus")
    assert change(any_lab, "User", permissions=[READ]).status_code == 200
    told = [row.payload for row in any_lab.sent("auth.session.revoked.v1")]
    assert {"user_id": id, "session_id": None, "reason": "role User changed"} in told
    assert any_lab.identify(secret, "scheduler").status_code == 200
    assert claims(any_lab, "linus", "scheduler").permissions == ()


def test_other_services_know_people_by_the_names_of_their_roles(lab):
    make(lab, "Guide", position=7)
    lab.register("linus")
    lab.assign("linus", "Guide")
    change(lab, "Guide", name="Host")
    [told] = lab.database.read(lambda session: list(render_people(session, [2])))
    assert (told.body.roles, told.version) == (("Host",), 3)
    assert lab.database.read(lambda session: session.scalars(newest_of(2)).first()) == 3


def test_a_role_that_somebody_has_stays(lab):
    make(lab, "Guide")
    lab.register("linus")
    lab.assign("linus", "Guide")
    answer = remove(lab, "Guide")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/role-in-use")
    lab.assign("linus", "User")
    assert remove(lab, "Guide").status_code == 204
    assert remove(lab, "User").status_code == 409


def test_a_change_from_an_old_version_is_refused(lab):
    make(lab, "Guide")
    headers = lab.as_person("ada") | {"If-Match": '"v7"'}
    path = f"{ROLES}/{role_id(lab, 'Guide')}"
    assert lab.api.patch(path, json={"position": 8}, headers=headers).status_code == 412
    assert lab.api.delete(path, headers=headers).status_code == 412


def test_roles_are_for_those_who_may(lab):
    for method, path in (("GET", ROLES), ("POST", ROLES), ("PATCH", f"{ROLES}/1")):
        assert lab.api.request(method, path).status_code == 401
        answer = lab.api.request(method, path, json={}, headers=lab.as_person("linus"))
        assert answer.status_code == 403
    assert lab.api.delete(f"{ROLES}/99", headers=lab.as_person("ada")).status_code == 404


def test_a_role_counts_at_the_sites_it_is_given_for(any_lab):
    any_lab.register("linus")
    answer = limit(any_lab, "linus", {"Approver": [3, 1]})
    assert answer.json()["sites"] == {"Approver": [1, 3]}
    seen = claims(any_lab, "linus", "scheduler")
    assert seen.sites == (1, 3)
    assert seen.permission_sites[CREATE] == "*"
    assert "scheduler:booking:cancel_any" not in seen.permission_sites


def limit(lab: Any, whom: str, sites: dict[str, Any], by: str = "ada") -> Any:
    return lab.api.put(
        f"/api/v1/auth/users/{lab.person_id(whom)}/roles",
        json={"roles": ["Approver", "User"], "sites": sites},
        headers=lab.as_person(by),
    )


def test_nobody_gives_a_role_at_more_sites_than_he_has_it(any_lab):
    by = admin(any_lab)
    any_lab.register("linus")
    id = any_lab.person_id(by)
    given = {"roles": ["Admin", "User"], "sites": {"Admin": [1, 2]}}
    path = f"/api/v1/auth/users/{id}/roles"
    any_lab.api.put(path, json=given, headers=any_lab.as_person("ada"))
    assert limit(any_lab, "linus", {}, by=by).status_code == 403
    assert limit(any_lab, "linus", {"Approver": [3]}, by=by).status_code == 403
    assert limit(any_lab, "linus", {"Approver": [2]}, by=by).status_code == 200
    assert limit(any_lab, "linus", {"Approver": [1]}, by=by).status_code == 200


@pytest.mark.parametrize(
    "sites", [{"Viewer": [1]}, {"Approver": []}, {"Approver": [0]}, {"Approver": "*"}]
)
def test_sites_that_cannot_be_understood_are_refused(lab, sites):
    lab.register("linus")
    assert limit(lab, "linus", sites).status_code == 422


def test_two_admins_who_remove_each_others_role_do_not_both_succeed(any_lab):
    headers = {name: any_lab.as_person(admin(any_lab, name)) for name in ("grace", "linus")}
    ids = {name: any_lab.person_id(name) for name in headers}
    statuses: list[int] = []

    def unmake(by: str, whom: str) -> None:
        path = f"/api/v1/auth/users/{ids[whom]}/roles"
        answer = any_lab.api.put(path, json={"roles": ["User"]}, headers=headers[by])
        statuses.append(answer.status_code)

    pairs = (("grace", "linus"), ("linus", "grace"))
    threads = [threading.Thread(target=unmake, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 403]


def test_what_holds_at_several_sites_is_said_once_and_the_rest_by_name():
    one, two, everywhere = frozenset({1}), frozenset({1, 2}), "*"
    assert site_claims({"a": everywhere}) == ("*", {})
    assert site_claims({"a": two, "b": two}) == (two, {})
    assert site_claims({"a": two, "b": one, "c": everywhere}) == (one, {"a": two, "c": "*"})
    assert covers(everywhere, one)
    assert not covers(two, everywhere)
    assert not covers(None, one)


def test_a_token_exercises_no_more_than_it_is_limited_to():
    held = Held(("User",), 5, {"inventory:a:b": "*", "scheduler:a:b": "*"})
    assert held.limited_to(["scheduler:a:b", "auth:x:y"]).permissions == ("scheduler:a:b",)
    assert held.limited_to(None) is held
