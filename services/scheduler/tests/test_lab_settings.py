"""What a lab sets about its bookings."""

import pytest

from labwright_scheduler import permissions
from labwright_scheduler.lab_settings import queries

from .lab import problem_of

SETTINGS = "/api/v1/scheduler/settings"
ADMIN = (permissions.SETTINGS_READ, permissions.SETTINGS_WRITE)


def change(lab, tag='"v0"', **fields):
    """PATCH by an admin who has seen that version."""
    headers = lab.headers(9, *ADMIN) | ({"If-Match": tag} if tag else {})
    return lab.client.patch(SETTINGS, headers=headers, json=fields)


def test_what_is_set_is_what_the_scheduler_goes_by(any_lab):
    assert any_lab.read(queries.get).time_zone == "UTC"
    answer = change(any_lab, time_zone="Europe/Dublin", hold_lasts="PT20M")
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"v1"')
    assert answer.json()["hold_lasts"] == "PT20M"
    assert any_lab.read(queries.get).time_zone == "Europe/Dublin"


def test_two_admins_do_not_overwrite_each_other(lab):
    assert change(lab, time_zone="Europe/Dublin").status_code == 200
    assert change(lab, time_zone="Europe/Rome").status_code == 412
    assert change(lab, None, time_zone="Europe/Rome").status_code == 428


@pytest.mark.parametrize(
    "fields",
    [
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"hold_lasts": 900},
        {"hold_lasts": "PT0S"},
        {"hold_lasts": "PT30S"},
        {"offer_lasts": "P31D"},
        {"no_show_grace": "-PT5M"},
        {"colour": "red"},
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(lab, fields):
    answer = change(lab, **fields)
    assert answer.status_code == 422
    assert problem_of(answer)["errors"][0]["pointer"] == f"/{next(iter(fields))}"


def test_everybody_may_know_where_the_labs_clock_hangs(lab):
    change(lab, time_zone="Europe/Dublin")
    assert lab.client.get(f"{SETTINGS}/public").json() == {"time_zone": "Europe/Dublin"}


def test_settings_are_changed_by_admins(lab):
    assert lab.client.patch(SETTINGS, json={}).status_code == 401
    headers = lab.headers() | {"If-Match": "*"}
    assert lab.client.patch(SETTINGS, headers=headers, json={}).status_code == 403
    assert lab.client.get(SETTINGS, headers=lab.headers()).status_code == 403
