"""Asking for devices: what stands, and what does not."""

import pytest
from sqlalchemy import event

from .lab import KEEPER, at, problem_of

FREE = "/problems/booking-refused"


def refused(answer):
    """The problem of a booking that may not stand."""
    assert answer.status_code == 409, answer.text
    body = problem_of(answer)
    assert body["type"] == FREE
    return body


def test_a_booking_of_several_devices_is_confirmed_at_once(any_lab):
    any_lab.device(1)
    any_lab.device(2)
    answer = any_lab.book((1, at(9), at(11)), (2, at(9), at(11)))
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert body["status"] == "CONFIRMED"
    assert body["owner"]["username"] == "user1"
    assert [slot["status"] for slot in body["slots"]] == ["CONFIRMED"] * 2
    assert answer.headers["location"] == f"/api/v1/scheduler/bookings/{body['id']}"


def test_a_taken_device_refuses_with_the_overlap(any_lab):
    any_lab.device(1)
    any_lab.book((1, at(9), at(11)))
    body = refused(any_lab.book((1, at(10), at(12)), user=2))
    [conflict] = body["conflicts"]
    assert conflict["kind"] == "slot"
    assert conflict["device_id"] == 1
    assert conflict["start"].startswith(at(10)[:16])
    assert conflict["end"].startswith(at(11)[:16])


def test_a_refused_booking_leaves_nothing_of_it_behind(any_lab):
    any_lab.device(1)
    any_lab.device(2)
    any_lab.book((1, at(9), at(11)))
    refused(any_lab.book((2, at(9), at(11)), (1, at(10), at(12)), user=2))
    assert any_lab.book((2, at(9), at(11)), user=3).status_code == 201


def test_slots_that_touch_do_not_overlap(lab):
    lab.device(1)
    assert lab.book((1, at(9), at(11))).status_code == 201
    assert lab.book((1, at(11), at(12))).status_code == 201
    assert lab.book((1, at(8), at(9))).status_code == 201


def test_capacity_counts_the_peak_not_the_overlaps(any_lab):
    any_lab.device(1, capacity=2)
    assert any_lab.book((1, at(9), at(10))).status_code == 201
    assert any_lab.book((1, at(10), at(11))).status_code == 201
    assert any_lab.book((1, at(9), at(11))).status_code == 201
    body = refused(any_lab.book((1, at(9, days=1), at(12))))
    assert len(body["conflicts"]) == 1


def test_two_overlapping_slots_of_one_request_count_against_each_other(lab):
    lab.device(1)
    body = refused(lab.book((1, at(9), at(11)), (1, at(10), at(12))))
    assert [c["kind"] for c in body["conflicts"]] == ["slot"]


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (at(11), at(9), "after start"),
        (at(9), at(9), "after start"),
        ("2099-01-01T10:00:00", at(9), "timezone"),
        (at(9)[:17] + "30+00:00", at(11), "whole minute"),
        (1_800_000_000, at(11), "text"),
        ("1800000000", at(11), "text"),
    ],
)
def test_times_that_cannot_be_understood_are_named(lab, start, end, why):
    lab.device(1)
    answer = lab.book((1, start, end))
    assert answer.status_code == 422
    body = problem_of(answer)
    assert why in body["errors"][0]["message"]
    assert body["errors"][0]["pointer"].startswith("/slots/0")


@pytest.mark.parametrize(
    ("start", "end", "rule"),
    [
        (at(0, days=-1), at(1, days=-1), "not_in_the_past"),
        (at(0), at(0, days=33), "max_slot_duration"),
        (at(0, days=368), at(1, days=368), "horizon"),
    ],
)
def test_a_booking_against_a_rule_says_what_would_pass(lab, start, end, rule):
    lab.device(1)
    [violation] = refused(lab.book((1, start, end)))["violations"]
    assert violation["rule"] == rule
    assert violation["nearest_passing"]


def test_all_conflicts_and_violations_come_at_once(lab):
    lab.device(1)
    lab.device(2, schedulable=False)
    lab.book((1, at(9), at(11)))
    body = refused(
        lab.book((1, at(9), at(11)), (2, at(9), at(11)), (1, at(0, days=368), at(1, days=368)))
    )
    assert {c["kind"] for c in body["conflicts"]} == {"slot", "block"}
    assert [v["rule"] for v in body["violations"]] == ["horizon"]


def test_an_unknown_device_is_pointed_at(lab):
    lab.device(1)
    answer = lab.book((1, at(9), at(10)), (77, at(9), at(10)))
    assert answer.status_code == 422
    assert problem_of(answer)["errors"][0]["pointer"] == "/slots/1/device_id"


def test_a_removed_device_is_unknown(lab):
    lab.device(1)
    lab.device(1, version=2, removed_at=at(0))
    assert lab.book((1, at(9), at(10))).status_code == 422


@pytest.mark.parametrize(
    "fields",
    [
        {"schedulable": False},
        {"status": "in_maintenance"},
        {"status": "planned"},
        {"status": "spare"},
        {"status": "retired"},
        {"status": "something new"},
    ],
)
def test_a_device_that_cannot_be_booked_is_a_block(lab, fields):
    lab.device(1, **fields)
    body = refused(lab.book((1, at(9), at(10))))
    assert [c["kind"] for c in body["conflicts"]] == ["block"]
    assert body["conflicts"][0]["reason"] in body["detail"]


def test_a_thousand_slots_are_booked_and_one_more_is_too_many(lab):
    for id in range(1, 11):
        lab.device(id)
    slots = [(id, at(n, days=2), at(n + 1, days=2)) for id in range(1, 11) for n in range(100)]
    assert lab.book(*slots).status_code == 201
    assert lab.book(*slots, (1, at(0, days=30), at(1, days=30))).status_code == 422


def test_an_unknown_collaborator_is_pointed_at(lab):
    lab.device(1)
    lab.person(2, "bob")
    answer = lab.book((1, at(9), at(10)), collaborators=["Bob", "nobody"])
    assert answer.status_code == 422
    assert problem_of(answer)["errors"][0]["pointer"] == "/collaborators/1"


def test_a_collaborator_is_found_however_the_name_is_written(lab):
    lab.device(1)
    lab.person(2, "bob")
    body = lab.book((1, at(9), at(10)), collaborators=["BOB", "bob"]).json()
    assert [person["username"] for person in body["collaborators"]] == ["bob"]


@pytest.mark.parametrize(
    "fields",
    [{"user_id": 7}, {"hold": "yes"}, {"title": "a\x00b"}, {"title": "\u200b"}, {"title": ""}],
)
def test_fields_that_cannot_be_understood_are_refused(lab, fields):
    lab.device(1)
    assert lab.book((1, at(9), at(10)), **fields).status_code == 422
    assert lab.book(("1", at(9), at(10))).status_code == 422


def test_the_same_idempotency_key_books_once(any_lab):
    any_lab.device(1)
    key = {"Idempotency-Key": "again"}
    first = any_lab.book((1, at(9), at(10)), headers=key)
    second = any_lab.book((1, at(9), at(10)), headers=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()


def test_a_device_at_a_foreign_site_is_not_allowed(lab):
    lab.device(1, site=5)
    here = lab.headers(1, sites=[4])
    assert lab.book((1, at(9), at(10)), headers=here).status_code == 403
    assert lab.book((1, at(9), at(10)), headers=lab.headers(1, sites=[5])).status_code == 201


def test_booking_needs_its_permission(lab):
    lab.device(1)
    viewer = lab.headers(1, "scheduler:booking:read")
    assert lab.book((1, at(9), at(10)), headers=viewer).status_code == 403
    stranger = lab.client.post("/api/v1/scheduler/bookings", json={})
    assert stranger.status_code == 401


def test_strangers_see_when_and_who_but_not_what(lab):
    lab.device(1)
    lab.person(2, "bob")
    uid = lab.book((1, at(9), at(10)), message="secret", collaborators=["bob"]).json()["id"]
    stranger = lab.get(f"/bookings/{uid}", 3).json()
    assert (stranger["title"], stranger["message"], stranger["collaborators"]) == (None,) * 3
    assert stranger["owner"]["display_name"] == "User 1"
    assert stranger["slots"][0]["status"] == "CONFIRMED"
    assert lab.get(f"/bookings/{uid}", 2).json()["message"] == "secret"
    assert lab.get(f"/bookings/{uid}", 4, *KEEPER).json()["title"] == "Experiment"


def test_a_refusal_leaves_a_trace_in_the_audit(lab):
    from sqlalchemy import select

    from labwright_chassis.tables import outbox

    lab.device(1)
    lab.book((1, at(9), at(10)))
    lab.book((1, at(9), at(10)), user=2)
    payloads = lab.read(lambda session: list(session.scalars(select(outbox.c.payload))))
    outcomes = [p["outcome"] for p in payloads if p and "outcome" in p]
    assert outcomes == ["done", "refused"]


def test_a_booking_asks_the_database_nothing_twice(lab):
    lab.device(1)
    lab.book((1, at(8), at(9)))
    seen = []
    event.listen(lab.database.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    lab.book((1, at(9), at(10)))
    begin_person_device_rules_now = 5
    slots_closures_booking_slot_version_history_outbox = 7
    assert len(seen) == (
        begin_person_device_rules_now + slots_closures_booking_slot_version_history_outbox
    )
