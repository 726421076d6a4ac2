"""Challenges: two want the same, one of them waits, somebody decides."""

from uuid import uuid4

import pytest

from labwright_chassis import clock

from .lab import KEEPER, at, problem_of
from .test_changing import begun
from .test_rules import make


def challenge(lab, *slots, user=2, **fields):
    return lab.book(*slots, user=user, allow_conflict=True, **fields)


@pytest.fixture
def rivals(any_lab):
    """A booking, and a challenge of it by somebody else."""
    any_lab.device(1)
    mine = any_lab.book((1, at(9), at(11))).json()
    theirs = challenge(any_lab, (1, at(10), at(12))).json()
    return mine, theirs


def decide(lab, challenger, *losers, user=9, rights=KEEPER):
    body = {"gives_way": [each["id"] for each in losers], "reason": "priority"}
    return lab.post(f"/{challenger['id']}/decide", user, *rights, json=body)


def status(lab, booking):
    return lab.get(f"/bookings/{booking['id']}").json()["status"]


def rules_of(answer):
    assert answer.status_code == 409, answer.text
    return [violation["rule"] for violation in problem_of(answer)["violations"]]


def test_a_challenge_takes_no_place_and_waits(any_lab, rivals):
    mine, theirs = rivals
    assert (mine["status"], theirs["status"]) == ("CONFIRMED", "CONFLICTING")
    assert any_lab.book((1, at(11), at(12)), user=3).status_code == 201
    [waiting] = any_lab.get("/approvals", 9, *KEEPER, status="CONFLICTING").json()["results"]
    assert waiting["booking"]["id"] == theirs["id"]


def test_what_fits_is_no_challenge(lab):
    lab.device(1)
    assert challenge(lab, (1, at(9), at(10))).json()["status"] == "CONFIRMED"


def test_a_challenge_is_for_all_of_it(lab):
    lab.device(1)
    lab.device(2)
    lab.book((1, at(9), at(10)))
    booking = challenge(lab, (1, at(9), at(10)), (2, at(9), at(10))).json()
    assert booking["status_text"] == "conflicting"
    assert lab.book((2, at(9), at(10)), user=3).status_code == 201


def test_one_may_challenge_an_instant_and_no_more(any_lab, rivals):
    answer = challenge(any_lab, (1, at(9), at(11)), user=3)
    assert rules_of(answer) == ["challenge_one_at_a_time"]
    assert challenge(any_lab, (1, at(9), at(10)), user=3).status_code == 201


def test_neither_a_hold_nor_what_has_begun_nor_ones_own_is_challenged(lab):
    for id in (1, 2, 3):
        lab.device(id)
    lab.book((1, at(9), at(10)), hold=True)
    _, end = begun(lab, lab.book((2, at(9), at(10))).json())
    lab.book((3, at(9), at(10)), user=2)
    assert rules_of(challenge(lab, (1, at(9), at(10)))) == ["challenge_not_held"]
    soon = clock.now().replace(second=0, microsecond=0)
    answer = challenge(lab, (2, soon.isoformat(), end.isoformat()))
    assert rules_of(answer) == ["challenge_not_begun"]
    assert rules_of(challenge(lab, (3, at(9), at(10)))) == ["challenge_others"]


def test_what_is_closed_or_against_the_rules_is_not_challenged(lab):
    lab.device(1, status="planned")
    assert rules_of(challenge(lab, (1, at(9), at(10)))) == ["challenge_not_closed"]
    lab.device(2)
    lab.book((2, at(9), at(10)))
    assert rules_of(challenge(lab, (2, at(-99), at(10)))) == ["not_in_the_past"]


@pytest.mark.parametrize("body", [{"hold": True}, {"wait": True}, {"force": True, "reason": "x"}])
def test_one_asks_in_one_way(lab, body):
    lab.device(1)
    assert challenge(lab, (1, at(9), at(10)), **body).status_code == 422


def test_who_loses_gives_way_and_the_challenge_is_confirmed(any_lab, rivals):
    mine, theirs = rivals
    answer = decide(any_lab, theirs, mine)
    assert [each["status"] for each in answer.json()] == ["CONFIRMED", "CANCELLED"]
    assert any_lab.book((1, at(9), at(10)), user=3).status_code == 201


def test_or_the_challenge_is_rejected(any_lab, rivals):
    mine, theirs = rivals
    assert [each["status"] for each in decide(any_lab, theirs, theirs).json()] == ["REJECTED"]
    assert status(any_lab, mine) == "CONFIRMED"
    assert challenge(any_lab, (1, at(9), at(11)), user=3).status_code == 201


def test_both_sides_do_not_give_way_and_not_both_are_approved(any_lab, rivals):
    mine, theirs = rivals
    assert decide(any_lab, theirs, mine, theirs).status_code == 422
    assert decide(any_lab, theirs).status_code == 422
    assert (
        decide(any_lab, theirs, {"id": "0198b6c0-0000-7000-8000-000000000000"}).status_code == 422
    )
    both = any_lab.post(f"/{theirs['id']}/approve", 9, *KEEPER)
    assert "who gives way" in problem_of(both)["detail"]
    assert [status(any_lab, each) for each in rivals] == ["CONFIRMED", "CONFLICTING"]


def test_a_challenge_that_does_not_fit_even_then_changes_nothing(any_lab):
    any_lab.device(1)
    first = any_lab.book((1, at(9), at(10)), user=1).json()
    second = any_lab.book((1, at(10), at(11)), user=3).json()
    theirs = challenge(any_lab, (1, at(9), at(11))).json()
    assert problem_of(decide(any_lab, theirs, first))["type"] == "/problems/booking-refused"
    assert status(any_lab, first) == "CONFIRMED"
    assert len(decide(any_lab, theirs, first, second).json()) == 3


def test_who_has_a_side_does_not_decide(lab):
    lab.device(1, site=1)
    mine = lab.book((1, at(9), at(11))).json()
    theirs = challenge(lab, (1, at(10), at(12))).json()
    assert decide(lab, theirs, mine, user=1).status_code == 403
    assert decide(lab, theirs, mine, user=2).status_code == 403
    assert decide(lab, theirs, mine, rights=()).status_code == 403
    assert lab.client.post(f"/api/v1/scheduler/bookings/{theirs['id']}/decide").status_code == 401
    assert decide(lab, {"id": "0198b6c0-0000-7000-8000-000000000000"}, mine).status_code == 404
    assert decide(lab, mine, theirs).status_code == 409


def test_a_challenge_is_promoted_when_room_appears(any_lab, rivals):
    mine, theirs = rivals
    any_lab.post(f"/{mine['id']}/cancel")
    assert status(any_lab, theirs) == "PENDING"
    assert any_lab.book((1, at(11), at(12)), user=3).status_code == 409


def test_also_by_shrinking_and_by_a_rejection(any_lab, rivals):
    mine, theirs = rivals
    any_lab.post(f"/{mine['id']}/extend", json={"end": at(10)})
    assert status(any_lab, theirs) == "PENDING"


def test_both_sides_are_shown_with_what_else_would_do(any_lab, rivals):
    mine, theirs = rivals
    any_lab.device(2)
    any_lab.device(3, type={"id": 7, "name": "OTDR", "category": "TEST"})
    for booking in rivals:
        [conflict] = any_lab.get(f"/bookings/{booking['id']}/conflict", 9, *KEEPER).json()[
            "conflicts"
        ]
        assert conflict["challenger"]["id"] == theirs["id"]
        assert [each["id"] for each in conflict["challenged"]] == [mine["id"]]
    [overlap] = conflict["overlaps"]
    assert (overlap["start"], overlap["end"]) == (
        at(10).replace("+00:00", "Z"),
        at(11).replace("+00:00", "Z"),
    )
    by_slot = {each["slot_id"]: each for each in conflict["alternatives"]}
    asked = by_slot[overlap["challenging_slot"]]
    assert [each["device_id"] for each in asked["equivalents"]] == [2]
    assert asked["nearest"]["start"] == at(11).replace("+00:00", "Z")


def test_a_booking_in_no_conflict_has_none_to_show(lab):
    lab.device(1)
    booking = lab.book((1, at(9), at(10))).json()
    assert lab.get(f"/bookings/{booking['id']}/conflict").json() == {"conflicts": []}
    assert lab.get(f"/bookings/{uuid4()}/conflict").status_code == 404
    address = f"/api/v1/scheduler/bookings/{booking['id']}/conflict"
    assert lab.client.get(address).status_code == 401


def test_strangers_see_who_and_when_but_not_what(lab):
    lab.device(1)
    lab.book((1, at(9), at(11)))
    theirs = challenge(lab, (1, at(10), at(12))).json()
    [conflict] = lab.get(f"/bookings/{theirs['id']}/conflict", 5).json()["conflicts"]
    assert conflict["challenger"]["title"] is None


def test_a_check_says_that_it_would_be_a_challenge(lab):
    lab.device(1)
    lab.book((1, at(9), at(10)))
    body = {"title": "x", "slots": [{"device_id": 1, "start": at(9), "end": at(10)}]}
    assert lab.post("/check", 2, json=body).json()["enters"] is None
    assert (
        lab.post("/check", 2, json=body | {"allow_conflict": True}).json()["enters"]
        == "CONFLICTING"
    )
    assert lab.post("/check", 2, json=body | {"wait": True}).json()["enters"] == "WAITLISTED"
    mine = lab.post("/check", json=body | {"allow_conflict": True}).json()
    assert [v["rule"] for v in mine["violations"]] == ["challenge_others"]


def test_a_challenge_that_only_a_maintenance_hinders_has_nobody_on_the_other_side(any_lab, rivals):
    mine, theirs = rivals
    any_lab.maintenance(1, 1, at(11), at(12))
    any_lab.post(f"/{mine['id']}/cancel")
    [conflict] = any_lab.get(f"/bookings/{theirs['id']}/conflict").json()["conflicts"]
    assert (conflict["challenged"], conflict["alternatives"]) == ([], [])
    any_lab.maintenance(1, 1, at(11), at(12), version=2, state="done")
    assert status(any_lab, theirs) == "PENDING"


def test_challenges_count_for_what_one_may_have(lab):
    lab.device(1)
    lab.device(2)
    for id in (1, 2):
        lab.book((id, at(9), at(10)))
    make(lab, {"kind": "max_devices", "at_most": 1})
    assert challenge(lab, (1, at(9), at(10))).status_code == 201
    assert rules_of(challenge(lab, (2, at(9), at(10)))) == ["max_devices"]
    assert rules_of(lab.book((2, at(9.5), at(10.5)), user=2)) == ["max_devices"]
