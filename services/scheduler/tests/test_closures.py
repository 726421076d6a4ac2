"""Closures: refused while they last, recorded where they come later, at every scope."""

import pytest
from sqlalchemy import select

from labwright_scheduler import permissions
from labwright_scheduler.calendar.models import Overcommitment

from .lab import BOOKER, at, problem_of

KEEPER = (*BOOKER, permissions.CLOSURE_WRITE)
CLOSURES = "/api/v1/scheduler/closures"


def close(lab, *, user=9, rights=KEEPER, sites="*", **fields):
    body = {"scope": "lab", "start": at(8), "end": at(18), "reason": "Power work", **fields}
    headers = lab.headers(user, *rights, sites=sites)
    return lab.client.post(CLOSURES, headers=headers, json=body)


def causes(lab):
    standing = select(Overcommitment).where(Overcommitment.resolved_at.is_(None))
    return [row.cause for row in lab.read(lambda s: s.scalars(standing).all())]


@pytest.mark.parametrize(
    "what",
    [
        {"scope": "lab"},
        {"scope": "type", "target_ids": [1]},
        {"scope": "site", "target_ids": [3]},
        {"scope": "device", "target_ids": [1]},
    ],
)
def test_what_is_closed_cannot_be_booked_and_says_why(any_lab, what):
    any_lab.device(1, site=3)
    assert close(any_lab, **what).status_code == 201
    refused = problem_of(any_lab.book((1, at(17), at(19))))
    [conflict] = refused["conflicts"]
    assert (conflict["kind"], conflict["reason"]) == ("block", "Power work")
    assert (conflict["start"], conflict["end"]) == (
        at(17).replace("+00:00", "Z"),
        at(18)[:19] + "Z",
    )
    assert any_lab.book((1, at(18), at(19))).status_code == 201


def test_a_closure_of_something_else_stands_in_nobodys_way(lab):
    lab.device(1, site=3)
    lab.device(2, site=4)
    close(lab, scope="device", target_ids=[2])
    close(lab, scope="site", target_ids=[4])
    close(lab, scope="type", target_ids=[99])
    assert lab.book((1, at(9), at(10))).status_code == 201


def test_a_device_that_comes_later_is_closed_with_its_site(lab):
    close(lab, scope="site", target_ids=[3])
    lab.device(1, site=3)
    assert lab.book((1, at(9), at(10))).status_code == 409


def test_what_was_booked_before_is_recorded_with_its_cause_and_resolved(any_lab):
    any_lab.device(1)
    booked = any_lab.book((1, at(9), at(10))).json()["id"]
    made = close(any_lab).json()
    assert causes(any_lab) == [f"closure {made['id']}"]
    assert any_lab.get(f"/bookings/{booked}").json()["slots"][0]["overcommitted"] is True
    headers = any_lab.headers(9, *KEEPER)
    assert any_lab.client.delete(f"{CLOSURES}/{made['id']}", headers=headers).status_code == 204
    assert causes(any_lab) == []
    assert any_lab.book((1, at(11), at(12))).status_code == 201


def test_a_device_that_moves_into_a_closed_site_has_its_bookings_recorded(any_lab):
    any_lab.device(1, site=4)
    any_lab.book((1, at(9), at(10)))
    close(any_lab, scope="site", target_ids=[3])
    assert causes(any_lab) == []
    any_lab.device(1, site=3, version=2)
    assert len(causes(any_lab)) == 1


def test_a_hold_is_not_confirmed_into_a_closure(lab):
    lab.device(1)
    held = lab.book((1, at(9), at(10)), hold=True).json()["id"]
    close(lab)
    refused = problem_of(lab.post(f"/{held}/confirm"))
    assert [c["kind"] for c in refused["conflicts"]] == ["block"]


def test_a_closure_that_moves_hits_and_frees(lab):
    lab.device(1)
    made = close(lab, start=at(8), end=at(9)).json()
    lab.book((1, at(9), at(10)))
    change = {"end": at(12)}
    headers = lab.headers(9, *KEEPER)
    moved = lab.client.patch(f"{CLOSURES}/{made['id']}", headers=headers, json=change)
    assert (moved.status_code, moved.json()["version"]) == (200, 2)
    assert len(causes(lab)) == 1
    stale = lab.client.patch(
        f"{CLOSURES}/{made['id']}", headers=headers | {"If-Match": '"v1"'}, json=change
    )
    assert stale.status_code == 412


def test_closing_raises_the_calendar_version_of_what_is_closed(lab):
    lab.device(1)
    before = lab.get("/devices/1").json()["calendar_version"]
    close(lab)
    assert lab.get("/devices/1").json()["calendar_version"] > before


def test_who_keeps_a_site_closes_what_stands_there_and_no_more(lab):
    lab.device(1, site=3)
    lab.device(2, site=4)
    assert close(lab, sites=[3], scope="device", target_ids=[1]).status_code == 201
    assert close(lab, sites=[3], scope="site", target_ids=[3]).status_code == 201
    for beyond in (
        {"scope": "device", "target_ids": [1, 2]},
        {"scope": "site", "target_ids": [4]},
        {"scope": "type", "target_ids": [1]},
        {"scope": "lab"},
    ):
        assert close(lab, sites=[3], **beyond).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": at(10), "end": at(9)},
        {"start": at(8, days=-2), "end": at(9, days=-2)},
        {"scope": "site"},
        {"scope": "lab", "target_ids": [1]},
        {"scope": "device", "target_ids": [77]},
        {"scope": "planet"},
        {"reason": " "},
        {"start": "2027-01-01T10:00:00"},
    ],
)
def test_a_closure_that_cannot_be_is_refused(lab, wrong):
    assert problem_of(close(lab, **wrong))["status"] == 422


def test_only_keepers_close_and_everybody_sees_it(lab):
    assert close(lab, rights=BOOKER).status_code == 403
    assert lab.client.post(CLOSURES, json={}).status_code == 401
    made = close(lab).json()
    listed = lab.get("/closures", start=at(9), end=at(10)).json()
    assert [found["id"] for found in listed["results"]] == [made["id"]]
    assert lab.get("/closures", start=at(19)).json()["count"] == 0
    assert lab.get(f"/closures/{made['id']}").json()["reason"] == "Power work"
    assert lab.get("/closures/77").status_code == 404
