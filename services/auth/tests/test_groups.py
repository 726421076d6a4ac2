"""Teams and projects, and who manages their members."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from labwright_auth.groups.adapters import render_groups
from tests.contracts.golden import schema

GROUPS = "/api/v1/auth/groups"


def make(lab: Any, name: str = "Coherent", by: str = "ada", **fields: Any) -> Any:
    body = {"name": name, "kind": "project", **fields}
    return lab.api.post(GROUPS, json=body, headers=lab.as_person(by))


def put(lab: Any, group: int, whom: str, by: str = "ada", **fields: Any) -> Any:
    path = f"{GROUPS}/{group}/members/{lab.person_id(whom)}"
    return lab.api.put(path, json=fields, headers=lab.as_person(by))


def take_out(lab: Any, group: int, whom: str, by: str = "ada") -> Any:
    path = f"{GROUPS}/{group}/members/{lab.person_id(whom)}"
    return lab.api.delete(path, headers=lab.as_person(by))


def led_by(lab: Any, lead: str = "grace") -> int:
    """A group with a lead, and people who may join."""
    for name in (lead, "linus", "edsger"):
        lab.register(name)
    group = int(make(lab).json()["id"])
    assert put(lab, group, lead, lead=True).status_code == 200
    return group


def told(lab: Any) -> list[tuple[str, str, int]]:
    kinds = ("auth.group.changed.v1", "auth.group.removed.v1")
    return [(r.type, r.aggregate_id, r.version) for kind in kinds for r in lab.sent(kind)]


def test_a_group_is_made_found_and_seen_with_its_members(any_lab):
    group = led_by(any_lab)
    put(any_lab, group, "linus")
    headers = any_lab.as_person("edsger")
    (found,) = any_lab.api.get(GROUPS, params={"q": "COH"}, headers=headers).json()["results"]
    assert (found["name"], found["kind"]) == ("Coherent", "project")
    seen = any_lab.api.get(f"{GROUPS}/{group}", headers=headers)
    members = {one["user"]["username"]: one["lead"] for one in seen.json()["members"]}
    assert members == {"grace": True, "linus": False}
    again = headers | {"If-None-Match": seen.headers["ETag"]}
    assert any_lab.api.get(f"{GROUPS}/{group}", headers=again).status_code == 304


def test_the_groups_of_a_person_are_found(any_lab):
    led_by(any_lab)
    make(any_lab, "Other", kind="team")
    headers = any_lab.as_person("linus")
    params = {"member": any_lab.person_id("grace")}
    found = any_lab.api.get(GROUPS, params=params, headers=headers).json()["results"]
    assert [group["name"] for group in found] == ["Coherent"]
    teams = any_lab.api.get(GROUPS, params={"kind": "team"}, headers=headers).json()
    assert teams["count"] == 1


def test_a_lead_manages_members_and_not_the_leads(any_lab):
    group = led_by(any_lab)
    assert put(any_lab, group, "linus", by="grace").status_code == 200
    assert put(any_lab, group, "edsger", by="grace", lead=True).status_code == 403
    assert put(any_lab, group, "grace", by="grace", lead=False).status_code == 403
    assert take_out(any_lab, group, "linus", by="grace").status_code == 200
    assert take_out(any_lab, group, "linus", by="grace").status_code == 404


def test_a_member_who_does_not_lead_manages_nobody(lab):
    group = led_by(lab)
    put(lab, group, "linus")
    answer = put(lab, group, "edsger", by="linus")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-lead")
    assert make(lab, "Mine", by="linus").status_code == 403


def test_every_change_is_told_once_and_audited(any_lab):
    group = led_by(any_lab)
    put(any_lab, group, "grace", lead=True)
    assert told(any_lab) == [("auth.group.changed.v1", str(group), n) for n in (1, 2)]
    entry = any_lab.audited("auth.group.put_member")[-1]
    assert entry.after["leads"] == [any_lab.person_id("grace")]


def test_a_removed_group_is_gone_its_name_is_free_and_others_hear(any_lab):
    group = led_by(any_lab)
    headers = any_lab.as_person("ada")
    assert any_lab.api.delete(f"{GROUPS}/{group}", headers=headers).status_code == 204
    assert any_lab.api.get(f"{GROUPS}/{group}", headers=headers).status_code == 404
    assert make(any_lab).status_code == 201
    assert told(any_lab)[-1] == ("auth.group.removed.v1", str(group), 3)


def test_what_others_are_told_of_a_group_fits_the_published_schema(any_lab):
    group = led_by(any_lab)
    any_lab.api.delete(f"{GROUPS}/{group}", headers=any_lab.as_person("ada"))
    (seen,) = any_lab.database.read(lambda session: list(render_groups(session, [group])))
    fits = Draft202012Validator(schema(seen.event_type), format_checker=FormatChecker())
    fits.validate(json.loads(seen.body.model_dump_json()))
    token = any_lab.service_token("scheduler").json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    page = any_lab.internal.get("/internal/snapshots/groups", headers=headers).json()
    assert page["rows"][0]["data"]["removed_at"] is not None


@pytest.mark.parametrize("name", ["Coherent", " coherent "])
def test_a_group_has_a_name_of_its_own(any_lab, name):
    make(any_lab)
    assert make(any_lab, name).json()["type"] == "/problems/taken"
    other = make(any_lab, "Other").json()["id"]
    path = f"{GROUPS}/{other}"
    answer = any_lab.api.patch(path, json={"name": name}, headers=any_lab.as_person("ada"))
    assert answer.status_code == 409


@pytest.mark.parametrize("fields", [{"kind": "club"}, {"name": ""}, {"colour": "red"}])
def test_a_group_that_cannot_be_understood_is_refused(lab, fields):
    assert (
        lab.api.post(
            GROUPS, json={"name": "A", "kind": "team"} | fields, headers=lab.as_person("ada")
        ).status_code
        == 422
    )


def test_groups_are_for_those_who_are_signed_in(lab):
    for method, path in (("GET", ""), ("POST", ""), ("PATCH", "/1"), ("PUT", "/1/members/1")):
        assert lab.api.request(method, GROUPS + path).status_code == 401


def test_what_is_not_there_is_not_found(lab):
    group = led_by(lab)
    headers = lab.as_person("ada")
    path = f"{GROUPS}/{group}/members/99"
    assert lab.api.put(path, json={}, headers=headers).status_code == 404
    assert lab.api.patch(f"{GROUPS}/99", json={}, headers=headers).status_code == 404


def test_a_change_from_an_old_version_is_refused(lab):
    group = led_by(lab)
    headers = lab.as_person("ada") | {"If-Match": '"v1"'}
    answer = lab.api.patch(f"{GROUPS}/{group}", json={"name": "New"}, headers=headers)
    assert answer.status_code == 412
