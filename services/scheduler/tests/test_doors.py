"""Every rule by every door: refused with the same words, whichever way somebody tries."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from labwright_chassis.tables import outbox
from labwright_scheduler.bookings.jobs import serve_queue
from labwright_scheduler.bookings.models import Booking

from .lab import BOOKER, at, problem_of
from .test_recurrences import PATH as RECURRENCES
from .test_recurrences import ask
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

MOVES = {"move", "move_this", "move_following", "move_all"}
EXTENSIONS = {"extend", "extend_this", "extend_following", "extend_all"}

# What is as long as it was, begins no earlier, or takes no more of the week is no growth; who takes
# a booking over is judged as a person, and not by its times.
NO_GROWTH = {
    "longest_duration": MOVES | {"transfer"},
    "season_duration": MOVES | {"transfer"},
    "shortest_duration": MOVES | EXTENSIONS | {"transfer"},
    "lead_time": EXTENSIONS | {"transfer"},
    "weekly_hours": MOVES | {"swap"},
} | {name: {"transfer"} for name in ("horizon", "bookable_hours", "buffer", "season_horizon")}

FORCE = {"force": True, "reason": "for the board"}
SENDERS = {"force": (1, *BOOKER, "scheduler:booking:force"), "transfer": (5,)}
"""Whose token is sent where it is not Ann's usual one."""


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
    theirs = booked(lab, 7, OPEN, SHUT, user=2)["slots"][0]["device_id"]
    taken = asked | {"slots": [slot | {"device_id": theirs}]}
    given = booked(lab, 9, OPEN, SHUT, user=5)
    return {
        "create": ("POST", BOOKINGS, asked),
        "hold": ("POST", BOOKINGS, asked | {"hold": True}),
        "force": ("POST", BOOKINGS, asked | FORCE),
        "challenge": ("POST", BOOKINGS, taken | {"allow_conflict": True}),
        "wait": ("POST", BOOKINGS, taken | {"wait": True}),
        "check": ("POST", f"{BOOKINGS}/check", asked),
        "confirm": ("POST", f"{BOOKINGS}/{held['id']}/confirm", None),
        "offer": ("POST", f"{BOOKINGS}/{offered(lab)['id']}/confirm", None),
        "extend": ("POST", f"{BOOKINGS}/{short['id']}/extend", {"by": "PT3H"}),
        "move": ("POST", f"{BOOKINGS}/{late['id']}/move", {"by": "-P1D"}),
        "swap": ("PATCH", f"{BOOKINGS}/{other['id']}/slots", swapped),
        "rebook": ("POST", f"{BOOKINGS}/{former['id']}/rebook", {"by": "-P2D"}),
        "transfer": ("POST", f"{BOOKINGS}/{given['id']}/transfer", {"username": "ann"}),
        "recur": ("POST", RECURRENCES, again),
        "preview": ("POST", f"{RECURRENCES}/preview", again),
        **series_doors(lab, "move", "-P1D", (10, at(9, days=2), at(13, days=2))),
        **series_doors(lab, "extend", "PT3H", (11, OPEN, at(10))),
    }


def offered(lab):
    """An offer to Ann of room that somebody gave up."""
    first = booked(lab, 8, OPEN, SHUT, user=3)
    waiting = booked(lab, 8, OPEN, SHUT, wait=True)
    lab.post(f"/{first['id']}/cancel", 3)
    serve_queue(lab.database)
    return waiting


def series_doors(lab, verb, by, slot):
    """The ways to change a series of two days."""
    series = ask(lab, slots=[slot], rrule="FREQ=DAILY;COUNT=2").json()
    path = f"{RECURRENCES}/{series['id']}/{verb}"
    first = {"by": by, "booking_id": series["occurrences"][0]["booking_id"]}
    return {
        f"{verb}_{scope}": ("POST", path, first | {"scope": scope})
        for scope in ("this", "following", "all")
    }


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_refused_with_the_same_words_at_every_door(lab, rule):
    for device in range(1, 12):
        lab.device(device)
        booked(lab, device, at(13.5), at(14), user=2)
    lab.group(7, 2)
    lab.person(1, "ann")
    ways = doors(lab)
    assert make(lab, RULES[rule], name="Of the lab").status_code == 201
    told = {}
    for door in ways.keys() - NO_GROWTH.get(rule, set()):
        method, path, body = ways[door]
        headers = lab.headers(*SENDERS.get(door, (1,)))
        answer = lab.client.request(method, path, headers=headers, json=body)
        told[door] = words(lab, door, answer)
    assert {door: each for door, each in told.items() if each != [(rule, "Of the lab")]} == {}


def words(lab, door, answer):
    """What a door said against it, each once."""
    found = against(lab, door, answer)
    return list(dict.fromkeys((violation["rule"], violation["name"]) for violation in found))


def against(lab, door, answer):
    if door == "check":
        assert answer.json()["passes"] is False
        return answer.json()["violations"]
    if door == "preview":
        return answer.json()["occurrences"][0]["violations"]
    if door == "force":
        assert lab.post(f"/{answer.json()['id']}/cancel").status_code == 200
        return overridden(lab, answer.json()["id"])
    assert answer.status_code == 409, (door, answer.text)
    body = problem_of(answer)
    assert body["type"] == "/problems/booking-refused"
    assert body["violations"][0]["rule"] in body["detail"]
    return body["violations"]


def overridden(lab, uid):
    """What the audit log says that a forced booking has overridden."""
    entries = lab.read(lambda session: list(session.scalars(select(outbox.c.payload))))
    [found] = [
        entry["after"]["overridden"]
        for entry in entries
        if entry and entry.get("target") == f"booking/{uid}" and "overridden" in entry["after"]
    ]
    return found


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
