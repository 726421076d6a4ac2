"""Handing a booking over: to whom the lab's rules let have it, beside all that he has."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from labwright_chassis import clock
from labwright_chassis.tables import outbox
from labwright_scheduler.bookings.models import Booking

from .lab import BOOKER, KEEPER, at, problem_of
from .test_rules import make

FORCER = (*KEEPER, "scheduler:booking:force")
TUESDAY = 8 - datetime.now(UTC).weekday()
"""Days until the Tuesday of next week: all times of it lie in one week."""

RULES = {
    "weekly_hours": {"kind": "weekly_hours", "at_most": "PT2H"},
    "max_devices": {"kind": "max_devices", "at_most": 1},
    "required_role": {"kind": "required_role", "any_of": ["Admin"]},
    "required_qualification": {"kind": "required_qualification", "all_of": ["laser"]},
}


def week(hours):
    return at(hours, days=TUESDAY)


@pytest.fixture
def ours(any_lab):
    """Ann's booking, and one of Bob's at the same time."""
    for id in (1, 2, 3):
        any_lab.device(id)
    for id, name in ((1, "ann"), (2, "bob"), (3, "cy")):
        any_lab.person(id, name, roles=("User",))
    any_lab.book((2, week(9), week(10)), user=2)
    return any_lab.book((1, week(9), week(11))).json()


def hand_over(lab, booking, to="bob", user=1, rights=BOOKER, **how):
    return lab.post(f"/{booking['id']}/transfer", user, *rights, json={"username": to, **how})


@pytest.mark.parametrize("rule", RULES)
def test_it_goes_to_nobody_who_may_not_have_it_beside_all_that_he_has(any_lab, ours, rule):
    make(any_lab, RULES[rule], name="Of the lab")
    body = problem_of(hand_over(any_lab, ours))
    assert (body["status"], body["type"]) == (409, "/problems/booking-refused")
    assert [(v["rule"], v["name"]) for v in body["violations"]] == [(rule, "Of the lab")]
    assert any_lab.get(f"/bookings/{ours['id']}").json()["owner"]["username"] == "ann"


def test_all_that_is_against_it_is_told_at_once(any_lab, ours):
    for terms in RULES.values():
        make(any_lab, terms)
    found = problem_of(hand_over(any_lab, ours))["violations"]
    assert sorted(violation["rule"] for violation in found) == sorted(RULES)


def test_who_has_less_may_have_it_and_its_times_are_not_judged_again(any_lab, ours):
    make(any_lab, RULES["weekly_hours"])
    make(any_lab, {"kind": "duration", "longest": "PT1H"})
    make(any_lab, {"kind": "lead_time", "at_least": "P30D"})
    assert hand_over(any_lab, ours, "cy").json()["owner"]["username"] == "cy"


def test_what_ended_of_it_counts_as_used(lab, ours_in_part):
    make(lab, RULES["weekly_hours"] | {"at_most": "PT150M"})
    refused = problem_of(hand_over(lab, ours_in_part))
    assert [v["actual"] for v in refused["violations"]] == ["PT3H"]


def test_of_what_is_over_nothing_is_asked_but_how_much_it_was(lab, ours_in_part):
    lab.qualification(1, 2, "laser", valid_until=week(14))
    for name in ("max_devices", "required_qualification"):
        make(lab, RULES[name])
    assert hand_over(lab, ours_in_part).status_code == 200


def test_nobody_is_handed_what_only_he_needs_an_approval_for(any_lab, ours):
    make(any_lab, {"kind": "approval"}, name="Bob asks", target={"user_ids": [2]})
    [violation] = problem_of(hand_over(any_lab, ours))["violations"]
    assert (violation["rule"], violation["name"]) == ("approval", "Bob asks")
    assert hand_over(any_lab, ours, "cy").status_code == 200
    why = {"force": True, "reason": "he is ill"}
    assert hand_over(any_lab, ours, "bob", 9, FORCER, **why).status_code == 200


def test_what_both_need_an_approval_for_is_not_approved_anew(any_lab, ours):
    make(any_lab, {"kind": "approval"})
    assert hand_over(any_lab, ours).json()["status"] == "CONFIRMED"


@pytest.fixture
def ours_in_part(lab, monkeypatch):
    """A booking of an hour that is over and of one to come; Bob had another device then."""
    lab.device(1)
    lab.device(2)
    lab.person(2, "bob")
    lab.book((2, week(9), week(10)), user=2)
    slots = [{"device_id": 1, "start": week(n), "end": week(n + 1)} for n in (9, 12)]
    wish = {"title": "Two parts", "slots": slots}
    made = lab.client.post("/api/v1/scheduler/bookings", headers=lab.headers(), json=wish).json()
    between = datetime.fromisoformat(week(11))
    monkeypatch.setattr(clock, "database_now", lambda session: between)
    return made


def test_what_is_over_is_handed_to_nobody(lab):
    lab.device(1)
    lab.person(2, "bob")
    mine = lab.book((1, at(9), at(10))).json()
    lab.post(f"/{mine['id']}/cancel")
    assert problem_of(hand_over(lab, mine))["type"] == "/problems/booking-over"


def test_nobody_gets_a_hold_or_a_wait_too_many(lab):
    for id in range(1, 5):
        lab.device(id)
    lab.person(2, "bob")
    for id in (1, 2, 3):
        lab.book((id, at(9), at(10)), user=2, hold=True)
    mine = lab.book((4, at(9), at(10)), hold=True).json()
    lab.person(9, "keeper")
    for how in ({}, {"force": True, "reason": "he is ill"}):
        answer = hand_over(lab, mine, user=9, rights=FORCER, **how)
        assert problem_of(answer)["violations"][0]["rule"] == "max_open_holds"


def test_a_projects_booking_stays_with_its_members(lab):
    lab.device(1)
    lab.person(2, "bob")
    lab.group(7, 1)
    mine = lab.book((1, at(9), at(10)), project_id=7).json()
    refused = problem_of(hand_over(lab, mine))
    assert (refused["status"], refused["errors"][0]["pointer"]) == (422, "/username")
    lab.group(7, 1, 2, version=2)
    assert hand_over(lab, mine).json()["project_id"] == 7


@pytest.mark.parametrize(("name", "code"), [("nobody", "unknown_person"), ("ann", "owner")])
def test_there_must_be_somebody_else_to_have_it(lab, name, code):
    lab.device(1)
    lab.person(1, "ann")
    mine = lab.book((1, at(9), at(10))).json()
    error = problem_of(hand_over(lab, mine, name))["errors"][0]
    assert (error["pointer"], error["code"]) == ("/username", code)


def test_it_is_forced_by_who_may_and_the_override_is_audited(any_lab, ours):
    make(any_lab, RULES["required_role"])
    why = {"force": True, "reason": "he is the only one"}
    assert hand_over(any_lab, ours, force=True).status_code == 422
    assert hand_over(any_lab, ours, **why).status_code == 403
    answer = hand_over(any_lab, ours, user=9, rights=FORCER, **why)
    assert answer.json()["owner"]["username"] == "bob"
    payloads = any_lab.read(lambda session: list(session.scalars(select(outbox.c.payload))))
    entry = [each for each in payloads if each and "outcome" in each][-1]
    assert (entry["action"], entry["reason"]) == ("scheduler.booking.transfer", why["reason"])
    assert [each["rule"] for each in entry["after"]["overridden"]] == ["required_role"]


def test_a_refusal_is_audited(lab):
    lab.device(1)
    lab.person(2, "bob")
    mine = lab.book((1, at(9), at(10))).json()
    make(lab, RULES["required_role"])
    hand_over(lab, mine)
    payloads = lab.read(lambda session: list(session.scalars(select(outbox.c.payload))))
    entry = [each for each in payloads if each and each.get("outcome") == "refused"][-1]
    assert entry["action"] == "scheduler.booking.transfer"


def test_two_hand_overs_at_once_do_not_pass_one_limit_together(any_lab):
    givers = range(11, 19)
    any_lab.person(2, "bob")
    for id in givers:
        any_lab.device(id)
        any_lab.person(id, f"giver{id}")
    given = {id: any_lab.book((id, week(9), week(10)), user=id).json() for id in givers}
    make(any_lab, RULES["weekly_hours"])
    with ThreadPoolExecutor(8) as racers:
        answers = racers.map(lambda id: hand_over(any_lab, given[id], user=id), givers)
        codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] * 2 + [409] * 6
    bobs = select(Booking.id).where(Booking.owner_id == 2)
    assert len(any_lab.read(lambda session: list(session.scalars(bobs)))) == 2
