"""Recurrences: previewed, booked whole or without what is refused, changed together."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from .lab import BOOKER, KEEPER, at, problem_of
from .test_rules import make

PATH = "/api/v1/scheduler/recurrences"
DUBLIN = ZoneInfo("Europe/Dublin")


def ask(lab, path="", *, user=1, rights=(), slots=((1, at(9), at(11)),), headers=None, **fields):
    wanted = [{"device_id": d, "start": s, "end": e} for d, s, e in slots]
    body = {"title": "Weekly run", "slots": wanted, "rrule": "FREQ=DAILY;COUNT=5", **fields}
    sent = lab.headers(user, *rights) | (headers or {})
    return lab.client.post(f"{PATH}{path}", headers=sent, json=body)


def times(lab, series, user=1):
    """Starts and ends of what stands of a series, in order."""
    found = lab.get("/bookings", user, series_id=series["id"], limit=500).json()["results"]
    slots = [slot for booking in found for slot in booking["slots"]]
    return [(s["start"], s["end"]) for s in slots if s["status"] == "CONFIRMED"]


def utc(text):
    return datetime.fromisoformat(text).astimezone(UTC).isoformat().replace("+00:00", "Z")


def spring():
    """Two days before the next change of Dublin's clock, with its time of nine."""
    day = datetime.now(DUBLIN).replace(hour=9, minute=0, second=0, microsecond=0)
    day += timedelta(days=2)
    while (day + timedelta(days=2)).utcoffset() == day.utcoffset():
        day += timedelta(days=1)
    return day


def test_a_recurrence_becomes_a_booking_for_each_occurrence(any_lab):
    any_lab.device(1)
    any_lab.device(2)
    slots = ((1, at(9), at(11)), (2, at(10), at(12)))
    made = ask(any_lab, slots=slots, rrule="FREQ=DAILY;COUNT=5", exdates=[at(0, days=3)[:10]])
    assert made.status_code == 201, made.text
    series = made.json()
    assert (series["count"], series["skipped"], series["time_zone"]) == (4, 0, "UTC")
    assert [o["status"] for o in series["occurrences"]] == ["CONFIRMED"] * 4
    assert [o["start"] for o in series["occurrences"]] == [
        utc(at(9, days=day)) for day in (1, 2, 4, 5)
    ]
    booking = any_lab.get(f"/bookings/{series['occurrences'][2]['booking_id']}").json()
    assert (booking["series_id"], len(booking["slots"])) == (series["id"], 2)
    assert any_lab.client.get(made.headers["Location"], headers=any_lab.headers()).json() == series


def test_it_keeps_the_clock_of_the_site_over_the_change_of_the_clock(lab):
    lab.device(1, site=3, time_zone="Europe/Dublin")
    lab.device(2, site=3, time_zone="Europe/Dublin")
    day = spring()
    slots = [(id, day.isoformat(), (day + timedelta(hours=2)).isoformat()) for id in (1, 2)]
    series = ask(lab, slots=slots, rrule="FREQ=DAILY;COUNT=4").json()
    assert series["time_zone"] == "Europe/Dublin"
    clock = [datetime.fromisoformat(o["start"]).astimezone(DUBLIN) for o in series["occurrences"]]
    assert [moment.hour for moment in clock] == [9] * 4
    assert len({moment.utcoffset() for moment in clock}) == 2


def test_devices_of_two_sites_follow_the_labs_clock(lab):
    lab.device(1, site=3, time_zone="Europe/Dublin")
    lab.device(2, site=4, time_zone="Asia/Tokyo")
    slots = ((1, at(9), at(11)), (2, at(9), at(11)))
    assert ask(lab, "/preview", slots=slots).json()["time_zone"] == "UTC"


def test_a_preview_tells_of_each_occurrence_and_writes_nothing(two_devices):
    two_devices.book((1, at(10, days=2), at(12, days=2)), user=2)
    found = ask(two_devices, "/preview", rrule="FREQ=DAILY;COUNT=3").json()
    assert (found["count"], found["refused"]) == (3, 1)
    assert [each["passes"] for each in found["occurrences"]] == [True, False, True]
    [conflict] = found["occurrences"][1]["conflicts"]
    assert (conflict["start"], conflict["end"]) == (utc(at(10, days=2)), utc(at(11, days=2)))
    assert two_devices.get("/recurrences").json()["count"] == 0
    assert two_devices.get("/bookings").json()["count"] == 1


def test_a_preview_says_whether_somebody_has_to_approve(two_devices):
    assert ask(two_devices, "/preview").json()["needs_approval"] is False
    make(two_devices, {"kind": "approval", "longer_than": "PT1H"}, name="Long runs")
    two_devices.book((1, at(9, days=2), at(10, days=2)), user=2)
    found = ask(two_devices, "/preview", mode="skip_refused").json()
    told = (found["refused"], found["needs_approval"], found["approval_reasons"])
    assert told == (1, True, ["Long runs"])
    made = ask(two_devices, mode="skip_refused").json()
    assert [o["status"] for o in made["occurrences"] if o["status"]] == ["PENDING"] * 4


def test_a_series_is_booked_for_a_project_by_its_members(two_devices):
    two_devices.group(7, 1)
    made = ask(two_devices, project_id=7).json()
    assert two_devices.get("/bookings", series_id=made["id"], project_id=7).json()["count"] == 5
    for path in ("", "/preview"):
        refused = problem_of(ask(two_devices, path, user=2, project_id=7))
        assert [error["pointer"] for error in refused["errors"]] == ["/project_id"]


def rules_of(answer):
    return {violation["rule"] for violation in problem_of(answer)["violations"]}


def test_all_or_nothing_is_nothing_where_one_is_refused(any_lab):
    any_lab.device(1)
    any_lab.book((1, at(10, days=2), at(12, days=2)), user=2)
    any_lab.book((1, at(10, days=4), at(12, days=4)), user=2)
    refused = problem_of(ask(any_lab))
    assert (refused["status"], len(refused["conflicts"])) == (409, 2)
    assert any_lab.get("/bookings").json()["count"] == 2
    assert any_lab.get("/recurrences").json()["count"] == 0


def test_what_is_refused_can_be_skipped_and_says_why(any_lab):
    any_lab.device(1)
    any_lab.book((1, at(10, days=2), at(12, days=2)), user=2)
    series = ask(any_lab, mode="skip_refused").json()
    assert (series["count"], series["skipped"]) == (5, 1)
    assert [o["booking_id"] is None for o in series["occurrences"]] == [False, True, *[False] * 3]
    assert [c["kind"] for c in series["occurrences"][1]["conflicts"]] == ["slot"]
    assert len(times(any_lab, series)) == 4


def test_what_lies_too_far_ahead_is_skipped_by_the_rule(two_devices):
    start = at(9, days=360)
    series = ask(
        two_devices,
        slots=((1, start, at(10, days=360)),),
        mode="skip_refused",
        rrule="FREQ=DAILY;COUNT=12",
    ).json()
    assert series["skipped"] >= 4
    assert series["occurrences"][-1]["violations"][0]["rule"] == "horizon"


def test_where_all_would_be_skipped_it_is_refused(two_devices):
    two_devices.book((1, at(0), at(23, days=8)), user=2)
    assert ask(two_devices, mode="skip_refused").status_code == 409
    assert two_devices.get("/recurrences").json()["count"] == 0


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"rrule": "FREQ=DAILY"}, "/rrule"),
        ({"rrule": "FREQ=SECONDLY;COUNT=3"}, "/rrule"),
        ({"rrule": "FREQ=DAILY;COUNT=10000"}, "/rrule"),
        ({"rrule": "FREQ=DAILY;UNTIL=99991231"}, "/rrule"),
        ({"rrule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3"}, "/rrule"),
        ({"slots": ((1, at(9), at(10, days=2)),)}, "/rrule"),
        ({"exdates": [at(0, days=n)[:10] for n in range(1, 6)]}, "/exdates"),
        ({"exdates": ["soon"]}, "/exdates/0"),
        ({"slots": ((77, at(9), at(10)),)}, "/slots/0/device_id"),
        ({"collaborators": ["nobody"]}, "/collaborators/0"),
        ({"mode": "whatever"}, "/mode"),
        ({"hold": True}, "/hold"),
    ],
)
@pytest.mark.parametrize("path", ["", "/preview"])
def test_what_cannot_be_meant_is_refused_where_it_stands(two_devices, path, fields, pointer):
    refused = problem_of(ask(two_devices, path, **fields))
    assert (refused["status"], [e["pointer"] for e in refused["errors"]]) == (422, [pointer])


def test_a_thousand_slots_are_taken_and_no_more(two_devices):
    most = "FREQ=DAILY;COUNT=501"
    slots = ((1, at(9), at(10)), (2, at(9), at(10)))
    refused = problem_of(ask(two_devices, slots=slots, rrule=most))
    assert "at most 500" in refused["detail"]


def test_the_same_key_makes_one_series(two_devices):
    key = {"Idempotency-Key": "once"}
    first, second = ask(two_devices, headers=key), ask(two_devices, headers=key)
    assert first.json() == second.json()
    assert two_devices.get("/recurrences").json()["count"] == 1


def test_who_may_not_book_makes_no_series(two_devices):
    viewer = (BOOKER[0], BOOKER[1])
    for path in ("", "/preview"):
        assert ask(two_devices, path, rights=viewer).status_code == 403
        assert two_devices.client.post(f"{PATH}{path}", json={}).status_code == 401
    two_devices.device(3, site=5)
    answer = two_devices.client.post(
        PATH,
        headers=two_devices.headers(1, sites=[4]),
        json={
            "title": "x",
            "slots": [{"device_id": 3, "start": at(9), "end": at(10)}],
            "rrule": "FREQ=DAILY;COUNT=2",
        },
    )
    assert answer.status_code == 403


def test_the_title_is_for_those_whom_it_concerns(two_devices):
    series = ask(two_devices).json()
    for reader, title in ((1, "Weekly run"), (2, None)):
        assert two_devices.get(f"/recurrences/{series['id']}", reader).json()["title"] == title
        [listed] = two_devices.get("/recurrences", reader).json()["results"]
        assert (listed["title"], listed["count"], listed["start"]) == (title, 5, utc(at(9)))
    assert two_devices.get("/recurrences", 2, mine=True).json()["count"] == 0
    assert (
        two_devices.get(f"/recurrences/{series['id']}", 2, *KEEPER).json()["title"] == "Weekly run"
    )


def test_a_series_is_read_by_as_many_statements_however_long_it_is(two_devices):
    short = ask(two_devices, slots=((2, at(9), at(10)),), rrule="FREQ=DAILY;COUNT=2").json()
    long = ask(two_devices, rrule="FREQ=DAILY;COUNT=40").json()
    statements = []
    event.listen(
        two_devices.database.engine,
        "before_cursor_execute",
        lambda *call: statements.append(call[2]),
    )
    counted = []
    for series in (short, long):
        two_devices.get(f"/recurrences/{series['id']}")
        counted.append(len(statements))
        statements.clear()
    assert counted[0] == counted[1] <= 8
