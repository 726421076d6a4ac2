"""Finding people, disabling them, and their roles."""

import threading
from typing import Any

import pytest
from sqlalchemy import event

USERS = "/api/v1/auth/users"


def found(lab: Any, by: str = "ada", **params: Any) -> Any:
    return lab.api.get(USERS, params=params, headers=lab.as_person(by))


def test_everybody_finds_people_by_name_and_sees_names_alone(any_lab):
    any_lab.register("grace", email="g@example.org", display_name="Grace Hopper")
    people = found(any_lab, by="linus", q="HOPP").json()
    assert people["count"] == 1
    assert set(people["results"][0]) == {"id", "username", "display_name"}


def test_an_admin_sees_more_of_them(any_lab):
    any_lab.register("grace", email="g@example.org")
    (person,) = found(any_lab, q="g@example").json()["results"]
    assert (person["email"], person["status"], person["roles"]) == (
        "g@example.org",
        "active",
        ["User"],
    )
    assert {"created_at", "last_seen_at"} <= set(person)


def test_nobody_else_searches_by_email_or_finds_the_disabled(lab):
    lab.register("grace", email="g@example.org")
    assert found(lab, by="linus", q="g@example").json()["count"] == 0
    lab.patch("grace", status="disabled")
    assert found(lab, by="linus", q="grace").json()["count"] == 0
    assert found(lab, q="grace", status="disabled").json()["count"] == 1


def test_free_text_knows_no_wildcards(any_lab):
    any_lab.register("grace_hopper")
    assert found(any_lab, q="gr%pper").json()["count"] == 0
    assert found(any_lab, q="e_h").json()["count"] == 1


def test_people_come_in_pages_and_in_the_order_asked_for(any_lab):
    for name in ("carol", "bob", "dave"):
        any_lab.register(name)
    page = found(any_lab, limit=2, offset=1).json()
    assert [person["username"] for person in page["results"]] == ["bob", "carol"]
    assert page["count"] == 4
    assert "offset=3" in page["next"]
    last = found(any_lab, ordering="-username", limit=1).json()["results"]
    assert last[0]["username"] == "dave"


def test_admins_filter_by_role(any_lab):
    any_lab.register("grace")
    assert found(any_lab, role="Super Admin").json()["count"] == 1
    assert found(any_lab, role=["User", "Super Admin"]).json()["count"] == 2


@pytest.mark.parametrize("params", [{"limit": 0}, {"ordering": "password"}, {"colour": "red"}])
def test_a_list_that_cannot_be_understood_is_refused(lab, params):
    assert found(lab, **params).status_code == 422


def test_nobody_orders_by_what_he_may_not_see(lab):
    assert found(lab, by="linus", ordering="last_seen_at").status_code == 422


def test_a_list_takes_as_many_statements_for_one_as_for_many(any_lab):
    headers = any_lab.as_person("ada")
    counts = []
    for names in ([], ["b1", "b2", "b3", "b4"]):
        for name in names:
            any_lab.register(name + "x")
        any_lab.api.get(USERS, headers=headers)
        statements: list[str] = []

        def note(conn: Any, cursor: Any, text: str, *rest: Any, into: Any = statements) -> None:
            into.append(text)

        event.listen(any_lab.database.engine, "before_cursor_execute", note)
        assert any_lab.api.get(USERS, headers=headers).status_code == 200
        event.remove(any_lab.database.engine, "before_cursor_execute", note)
        counts.append(len([text for text in statements if not text.startswith("BEGIN")]))
    assert counts == [3, 3]


def test_one_person_is_got_with_a_validator(any_lab):
    id, headers = any_lab.person_id("ada"), any_lab.as_person("ada")
    answer = any_lab.api.get(f"{USERS}/{id}", headers=headers)
    assert answer.json()["username"] == "ada"
    again = any_lab.api.get(
        f"{USERS}/{id}", headers=headers | {"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_another_person_is_got_by_his_names_alone(lab):
    headers = lab.as_person("linus")
    body = lab.api.get(f"{USERS}/1", headers=headers).json()
    assert body == {"id": 1, "username": "ada", "display_name": "ada"}


def test_a_person_who_does_not_exist_is_not_found(lab):
    headers = lab.as_person("ada")
    assert lab.api.get(f"{USERS}/99", headers=headers).status_code == 404
    assert lab.api.patch(f"{USERS}/99", json={}, headers=headers).status_code == 404
    answer = lab.api.put(f"{USERS}/99/roles", json={"roles": []}, headers=headers)
    assert answer.status_code == 404


def test_a_number_that_no_database_holds_is_refused(lab):
    assert lab.api.get(f"{USERS}/{10**30}", headers=lab.as_person("ada")).status_code == 422


def test_people_are_for_those_who_are_signed_in(lab):
    assert lab.api.get(USERS).status_code == 401
    assert lab.api.get(f"{USERS}/1").status_code == 401
    assert lab.api.patch(f"{USERS}/1", json={}).status_code == 401
    assert lab.api.put(f"{USERS}/1/roles", json={"roles": []}).status_code == 401


def test_only_an_admin_changes_people(lab):
    lab.register("grace")
    assert lab.patch("grace", by="linus", status="disabled").status_code == 403
    assert lab.assign("grace", "Admin", by="linus").status_code == 403


def test_disabling_signs_a_person_out_and_tells_the_others(any_lab):
    any_lab.register("grace")
    secret = any_lab.secret("grace")
    id = any_lab.person_id("grace")
    answer = any_lab.patch("grace", status="disabled")
    assert (answer.status_code, answer.json()["status"]) == (200, "disabled")
    assert any_lab.identify(secret).status_code == 401
    revoked = any_lab.sent("auth.session.revoked.v1")[-1].payload
    assert (revoked["user_id"], revoked["session_id"]) == (id, None)
    pointer = any_lab.sent("auth.user.changed.v1")[-1]
    assert (pointer.aggregate_id, pointer.version) == (str(id), 2)


def test_an_enabled_person_signs_in_again_but_not_with_the_old_secret(lab):
    lab.register("grace")
    secret = lab.secret("grace")
    lab.patch("grace", status="disabled")
    lab.patch("grace", status="active")
    assert lab.identify(secret).status_code == 401
    assert lab.login("grace").status_code == 200


def test_a_change_is_audited_with_before_and_after(lab):
    lab.register("grace")
    lab.patch("grace", display_name="Grace H.")
    entry = lab.audited("auth.user.update")[-1]
    assert entry.actor == "user/1"
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["display_name"], entry.after["display_name"]) == ("grace", "Grace H.")
    assert "hash" not in entry.model_dump_json()


def test_only_what_is_sent_is_changed_and_null_takes_the_username(lab):
    lab.register("grace", display_name="Grace H.")
    assert lab.patch("grace", status="active").json()["display_name"] == "Grace H."
    assert lab.patch("grace", display_name=None).json()["display_name"] == "grace"


def test_a_change_that_changes_nothing_tells_nobody(lab):
    lab.register("grace")
    before = len(lab.sent("auth.user.changed.v1"))
    assert lab.patch("grace", status="active").status_code == 200
    assert len(lab.sent("auth.user.changed.v1")) == before


@pytest.mark.parametrize(
    "changes", [{"status": "removed"}, {"status": None}, {"username": "x"}, {"display_name": ""}]
)
def test_a_change_that_cannot_be_understood_is_refused(lab, changes):
    lab.register("grace")
    assert lab.patch("grace", **changes).status_code == 422


def test_a_change_made_from_an_old_version_is_refused(any_lab):
    any_lab.register("grace")
    id, headers = any_lab.person_id("grace"), any_lab.as_person("ada")
    first = any_lab.api.get(f"{USERS}/{id}", headers=headers).headers["ETag"]
    headers |= {"If-Match": first}
    change = {"display_name": "One"}
    assert any_lab.api.patch(f"{USERS}/{id}", json=change, headers=headers).status_code == 200
    change = {"display_name": "Two"}
    assert any_lab.api.patch(f"{USERS}/{id}", json=change, headers=headers).status_code == 412


def test_roles_are_given_and_the_person_signs_in_anew(any_lab):
    any_lab.register("grace")
    secret = any_lab.secret("grace")
    answer = any_lab.assign("grace", "Approver", "User")
    assert (answer.status_code, answer.json()["roles"]) == (200, ["Approver", "User"])
    assert any_lab.identify(secret).status_code == 401
    me = any_lab.api.get("/api/v1/auth/me", headers=any_lab.as_person("grace")).json()
    assert "scheduler:booking:cancel_any" in me["permissions"]
    entry = any_lab.audited("auth.user.assign_roles")[-1]
    assert entry.after is not None
    assert entry.after["roles"] == ["Approver", "User"]


def test_giving_the_same_roles_signs_nobody_out(lab):
    lab.register("grace")
    secret = lab.secret("grace")
    assert lab.assign("grace", "User", "User").status_code == 200
    assert lab.identify(secret).status_code == 200


def test_a_role_that_does_not_exist_is_named(lab):
    lab.register("grace")
    answer = lab.assign("grace", "User", "King")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/roles/1"


def test_nobody_makes_himself_more_than_he_is(any_lab):
    any_lab.register("grace")
    any_lab.assign("grace", "Admin")
    answer = any_lab.assign("grace", "Super Admin", by="grace")
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/beyond-own-reach"


def test_nobody_gives_what_he_lacks_himself(any_lab):
    any_lab.register("grace")
    any_lab.register("linus")
    any_lab.assign("grace", "Admin")
    take_from_role(any_lab, "Admin", "scheduler:booking:cancel_any")
    answer = any_lab.assign("linus", "Approver", by="grace")
    assert answer.status_code == 403
    assert "scheduler:booking:cancel_any" in answer.json()["detail"]
    assert any_lab.assign("linus", "Viewer", by="grace").status_code == 200


def test_nobody_takes_what_he_lacks_himself(lab):
    lab.register("grace")
    lab.register("linus")
    lab.assign("grace", "Admin")
    lab.assign("linus", "Super Admin")
    assert lab.assign("linus", "User", by="grace").status_code == 403


def test_nobody_disables_or_enables_who_may_do_more_than_he(any_lab):
    for name, role in (("grace", "Admin"), ("linus", "Super Admin"), ("edsger", "Admin")):
        any_lab.register(name)
        any_lab.assign(name, role)
    refused = any_lab.patch("linus", by="grace", status="disabled")
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/beyond-own-reach")
    assert any_lab.login("linus").status_code == 200
    any_lab.patch("linus", status="disabled")
    assert any_lab.patch("linus", by="grace", status="active").status_code == 403
    assert any_lab.patch("linus", by="grace", display_name="Linus T.").status_code == 200
    assert any_lab.patch("edsger", by="grace", status="disabled").status_code == 200


def take_from_role(lab: Any, role: str, permission: str) -> None:
    from labwright_auth.roles import queries

    def take(session: Any) -> None:
        (row,) = queries.named(session, [role])
        row.granted = [granted for granted in row.granted if granted.name != permission]

    lab.database.unit(take)


def test_the_last_super_admin_is_neither_demoted_nor_disabled(any_lab):
    demoted = any_lab.assign("ada", "Admin")
    assert demoted.status_code == 409
    assert demoted.json()["type"] == "/problems/last-super-admin"
    assert any_lab.patch("ada", status="disabled").status_code == 409
    assert any_lab.login("ada").status_code == 200


def test_a_disabled_super_admin_does_not_count(lab):
    lab.register("grace")
    lab.assign("grace", "Super Admin")
    assert lab.patch("grace", status="disabled").status_code == 200
    assert lab.assign("ada", "Admin").status_code == 409


def test_a_super_admin_who_is_not_the_last_may_step_down(lab):
    lab.register("grace")
    lab.assign("grace", "Super Admin")
    assert lab.assign("ada", "Admin").status_code == 200


def test_two_super_admins_who_unmake_each_other_leave_one(any_lab):
    any_lab.register("grace")
    any_lab.assign("grace", "Super Admin")
    headers = {name: any_lab.as_person(name) for name in ("ada", "grace")}
    ids = {name: any_lab.person_id(name) for name in headers}
    statuses: list[int] = []

    def unmake(by: str, whom: str) -> None:
        path = f"{USERS}/{ids[whom]}/roles"
        answer = any_lab.api.put(path, json={"roles": ["User"]}, headers=headers[by])
        statuses.append(answer.status_code)

    threads = [
        threading.Thread(target=unmake, args=pair) for pair in (("ada", "grace"), ("grace", "ada"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(200) == 1
