"""What the lab says about itself."""

from typing import Any

import pytest
from sqlalchemy import update

from labwright_chassis.tables import runtime_settings

SETTINGS = "/api/v1/auth/settings"


def change(lab: Any, tag: str | None = '"v0"', by: str = "ada", **fields: Any) -> Any:
    headers = lab.as_person(by) | ({"If-Match": tag} if tag else {})
    return lab.api.patch(SETTINGS, json=fields, headers=headers)


def test_a_lab_begins_with_defaults_and_its_configured_registration(any_lab):
    answer = any_lab.api.get(SETTINGS, headers=any_lab.as_person("ada"))
    assert answer.headers["ETag"] == '"v0"'
    assert answer.json() == {"lab_name": "Labwright", "time_zone": "UTC", "registration": "open"}


def test_what_is_set_holds_at_once_and_is_audited(any_lab):
    answer = change(any_lab, lab_name="Photonics", registration="closed")
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"v1"')
    assert any_lab.register("grace").status_code == 403
    (entry,) = any_lab.audited("auth.settings.update")
    assert (entry.before["registration"], entry.after["registration"]) == ("open", "closed")


def test_null_lets_a_value_follow_its_default_again(any_lab):
    change(any_lab, lab_name="Photonics", time_zone="Europe/Dublin")
    answer = change(any_lab, '"v1"', lab_name=None)
    assert (answer.json()["lab_name"], answer.json()["time_zone"]) == ("Labwright", "Europe/Dublin")


def test_two_who_change_the_same_setting_do_not_overwrite_each_other(any_lab):
    assert change(any_lab, lab_name="One").status_code == 200
    assert change(any_lab, lab_name="Two").status_code == 412
    assert change(any_lab, None, lab_name="Two").status_code == 428
    assert change(any_lab, "*", lab_name="Two").status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"registration": "sometimes"},
        {"lab_name": ""},
        {"lab_name": 7},
        {"colour": "red"},
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(lab, fields):
    answer = change(lab, **fields)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(fields))}"


def test_the_sign_in_page_reads_the_public_part(lab):
    change(lab, lab_name="Photonics")
    assert lab.api.get(f"{SETTINGS}/public").json()["lab_name"] == "Photonics"


def test_every_setting_says_what_it_is_for(lab):
    schema = lab.api.get(f"{SETTINGS}/schema", headers=lab.as_person("ada")).json()
    assert all(field["description"] for field in schema["properties"].values())


def test_settings_are_for_admins(lab):
    for method in ("GET", "PATCH"):
        assert lab.api.request(method, SETTINGS).status_code == 401
    assert lab.api.get(SETTINGS, headers=lab.as_person("linus")).status_code == 403
    assert change(lab, by="linus", lab_name="Mine").status_code == 403


def test_a_change_that_changes_nothing_keeps_the_version(lab):
    change(lab, lab_name="One")
    assert change(lab, '"v1"', lab_name="One").headers["ETag"] == '"v1"'
    assert len(lab.audited("auth.settings.update")) == 1


def test_what_a_newer_release_no_longer_takes_falls_back_to_its_default(lab):
    change(lab, lab_name="One")
    gone = {"lab_name": "One", "time_zone": "Mars/Olympus", "colour": "red"}
    lab.database.unit(lambda s: s.execute(update(runtime_settings).values(explicit=gone)))
    assert lab.api.get(f"{SETTINGS}/public").json() == {
        "lab_name": "One",
        "time_zone": "UTC",
        "registration": "open",
    }
