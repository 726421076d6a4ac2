"""Every rule by every door: refused with the same words, whichever way somebody tries."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from labwright_scheduler.bookings.models import Booking

from .lab import at, problem_of
from .test_rules import make

BOOKINGS = "/api/v1/scheduler/bookings"
OPEN, SHUT = at(9), at(13)
"""What each door asks for: these four hours of tomorrow."""

LONG_AGO = datetime.now(UTC) - timedelta(days=9)
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
NIGHTS = [{"days": EVERY_DAY, "opens": "00:00", "closes": "08:00"}]
SEASON = {
    "kind": "season",
    "first_day": at(0, days=0)[:10],
    "last_day": at(0, days=3)[:10],
    "project_ids": [7],
}

RULES = {
    "longest_duration": {"kind": "duration", "longest": "PT2H"},
    "shortest_duration": {"kind": "duration", "shortest": "PT5H"},
    "lead_time": {"kind": "lead_time", "at_least": "P3D"},
    "horizon": {"kind": "horizon", "at_most": "PT1H"},
    "bookable_hours": {"kind": "bookable_hours", "weekly": NIGHTS},
    "buffer": {"kind": "buffer", "gap": "PT1H"},
    "max_devices": {"kind": "max_devices", "at_most": 1},
    "weekly_hours": {"kind": "weekly_hours", "at_most": "PT1H"},
    "required_role": {"kind": "required_role", "any_of": ["Admin"]},
    "required_qualification": {"kind": "required_qualification", "all_of": ["laser"]},
    "season_duration": SEASON | {"others_longest": "PT2H"},
    "season_horizon": SEASON | {"others_horizon": "PT1H"},
}

# What is as long as it was, begins no earlier, or takes no more of the week is no growth.
NO_GROWTH = {
    "longest_duration": {"move"},
    "season_duration": {"move"},
    "shortest_duration": {"move", "extend"},
    "lead_time": {"extend"},
    "weekly_hours": {"move", "swap"},
}


def booked(lab, device, start, end, **fields):
    """A booking that stands before there is any rule."""
    answer = lab.book((device, start, end), **fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def doors(lab):
    """Ways to ask for the same four hours, each on a device of its own."""
    slot = {"device_id": 4, "start": OPEN, "end": SHUT}
    asked = {"title": "Experiment", "slots": [slot]}
    held = booked(lab, 1, OPEN, SHUT, hold=True)
    short = booked(lab, 2, OPEN, at(10))
    late = booked(lab, 3, at(9, days=2), at(13, days=2))
    other = booked(lab, 6, OPEN, SHUT)
    former = booked(lab, 4, at(9, days=3), at(13, days=3))
    swapped = {"slots": [{"id": other["slots"][0]["id"], "device_id": 5}]}
    again = asked | {"rrule": "FREQ=DAILY;COUNT=1"}
    return {
        "create": ("POST", BOOKINGS, asked),
        "hold": ("POST", BOOKINGS, asked | {"hold": True}),
        "check": ("POST", f"{BOOKINGS}/check", asked),
        "confirm": ("POST", f"{BOOKINGS}/{held['id']}/confirm", None),
        "extend": ("POST", f"{BOOKINGS}/{short['id']}/extend", {"by": "PT3H"}),
        "move": ("POST", f"{BOOKINGS}/{late['id']}/move", {"by": "-P1D"}),
        "swap": ("PATCH", f"{BOOKINGS}/{other['id']}/slots", swapped),
        "rebook": ("POST", f"{BOOKINGS}/{former['id']}/rebook", {"by": "-P2D"}),
        "recur": ("POST", "/api/v1/scheduler/recurrences", again),
    }


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_refused_with_the_same_words_at_every_door(lab, rule):
    for device in range(1, 7):
        lab.device(device)
        booked(lab, device, at(13.5), at(14), user=2)
    lab.group(7, 2)
    ways = doors(lab)
    assert make(lab, RULES[rule], name="Of the lab").status_code == 201
    told = {}
    for door in ways.keys() - NO_GROWTH.get(rule, set()):
        method, path, body = ways[door]
        answer = lab.client.request(method, path, headers=lab.headers(1), json=body)
        told[door] = words(door, answer)
    assert {door: each for door, each in told.items() if each != [(rule, "Of the lab")]} == {}


def words(door, answer):
    """What a door said against it."""
    if door == "check":
        body = answer.json()
        assert body["passes"] is False
    else:
        assert answer.status_code == 409, (door, answer.text)
        body = problem_of(answer)
        assert body["type"] == "/problems/booking-refused"
        assert body["violations"][0]["rule"] in body["detail"]
    return [(violation["rule"], violation["name"]) for violation in body["violations"]]


def test_what_would_pass_passes_at_the_door(lab):
    lab.device(1)
    make(lab, RULES["bookable_hours"])
    refused = problem_of(lab.book((1, OPEN, SHUT)))
    found = refused["violations"][0]["nearest_passing"]
    assert lab.book((1, found["start"], found["end"])).status_code == 201


def test_a_hold_that_was_asked_for_in_time_is_confirmed_later(lab):
    lab.device(1)
    make(lab, {"kind": "lead_time", "at_least": "PT1H"})
    held = booked(lab, 1, OPEN, SHUT, hold=True)
    lab.database.unit(lambda s: s.execute(update(Booking).values(created_at=LONG_AGO)))
    make(lab, {"kind": "lead_time", "at_least": "P3D"})
    assert lab.post(f"/{held['id']}/confirm").status_code == 200


def test_slots_of_one_booking_need_no_distance(lab):
    lab.device(1)
    make(lab, RULES["buffer"])
    slots = [{"device_id": 1, "start": at(n), "end": at(n + 1)} for n in (15, 16)]
    two = {"title": "Two parts", "slots": slots}
    uid = lab.client.post(BOOKINGS, headers=lab.headers(), json=two).json()["id"]
    first = lab.get(f"/bookings/{uid}").json()["slots"][0]["id"]
    sooner = {"slots": [{"id": first, "start": at(14)}]}
    path = f"{BOOKINGS}/{uid}/slots"
    assert lab.client.patch(path, headers=lab.headers(), json=sooner).status_code == 200


def test_to_give_back_breaks_no_rule(lab):
    lab.device(1)
    uid = booked(lab, 1, OPEN, SHUT)["id"]
    for terms in RULES.values():
        if terms["kind"] != "season":
            make(lab, terms)
    assert lab.post(f"/{uid}/extend", json={"by": "-PT1H"}).status_code == 200
    assert lab.post(f"/{uid}/cancel").status_code == 200


def test_an_answer_names_no_more_of_a_rule_than_its_own_words(lab):
    lab.device(1)
    make(lab, RULES["longest_duration"], name="Short", description="because of Bob")
    assert "Bob" not in lab.book((1, OPEN, SHUT)).text
