"""Recurrences: previewed, booked whole or without what is refused, changed together."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select

from labwright_chassis.tables import outbox
from labwright_contracts.catalogue import AUDIT_RECORDED, BOOKING_CHANGED

from .lab import BOOKER, KEEPER, at, problem_of
from .test_rules import make

PATH = "/api/v1/scheduler/recurrences"
DUBLIN = ZoneInfo("Europe/Dublin")


def ask(lab, path="", *, user=1, rights=(), slots=((1, at(9), at(11)),), headers=None, **fields):
    wanted = [{"device_id": d, "start": s, "end": e} for d, s, e in slots]
    body = {"title": "Weekly run", "slots": wanted, "rrule": "FREQ=DAILY;COUNT=5", **fields}
    sent = lab.headers(user, *rights) | (headers or {})
    return lab.client.post(f"{PATH}{path}", headers=sent, json=body)


def edit(lab, series, what, *, user=1, rights=(), **body):
    headers = lab.headers(user, *rights)
    return lab.client.post(f"{PATH}/{series['id']}/{what}", headers=headers, json=body)


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


@pytest.fixture
def pair(lab):
    """Two devices."""
    lab.device(1)
    lab.device(2)
    return lab


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


def test_a_preview_tells_of_each_occurrence_and_writes_nothing(pair):
    pair.book((1, at(10, days=2), at(12, days=2)), user=2)
    found = ask(pair, "/preview", rrule="FREQ=DAILY;COUNT=3").json()
    assert (found["count"], found["refused"]) == (3, 1)
    assert [each["passes"] for each in found["occurrences"]] == [True, False, True]
    [conflict] = found["occurrences"][1]["conflicts"]
    assert (conflict["start"], conflict["end"]) == (utc(at(10, days=2)), utc(at(11, days=2)))
    assert pair.get("/recurrences").json()["count"] == 0
    assert pair.get("/bookings").json()["count"] == 1


def test_a_preview_says_whether_somebody_has_to_approve(pair):
    assert ask(pair, "/preview").json()["needs_approval"] is False
    make(pair, {"kind": "approval", "longer_than": "PT1H"}, name="Long runs")
    pair.book((1, at(9, days=2), at(10, days=2)), user=2)
    found = ask(pair, "/preview", mode="skip_refused").json()
    told = (found["refused"], found["needs_approval"], found["approval_reasons"])
    assert told == (1, True, ["Long runs"])
    made = ask(pair, mode="skip_refused").json()
    assert [o["status"] for o in made["occurrences"] if o["status"]] == ["PENDING"] * 4


def test_a_series_is_booked_for_a_project_by_its_members(pair):
    pair.group(7, 1)
    made = ask(pair, project_id=7).json()
    assert pair.get("/bookings", series_id=made["id"], project_id=7).json()["count"] == 5
    for path in ("", "/preview"):
        refused = problem_of(ask(pair, path, user=2, project_id=7))
        assert [error["pointer"] for error in refused["errors"]] == ["/project_id"]


def test_occurrences_keep_the_distance_that_bookings_have_to_keep(pair):
    make(pair, {"kind": "buffer", "gap": "PT20H"})
    assert rules_of(ask(pair, slots=((1, at(9), at(14)),))) == {"buffer"}
    series = ask(pair, slots=((1, at(9), at(13)),)).json()
    assert rules_of(edit(pair, series, "extend", scope="all", by="PT1H")) == {"buffer"}
    assert edit(pair, series, "move", scope="all", by="PT1H").status_code == 200
    assert edit(pair, series, "extend", scope="all", by="-PT1H").status_code == 200


def rules_of(answer):
    return {violation["rule"] for violation in problem_of(answer)["violations"]}


def test_a_series_is_changed_by_as_many_statements_however_long_it_is(any_lab):
    for id in (1, 2):
        any_lab.device(id)
    short = ask(any_lab, slots=((2, at(9), at(10)),), rrule="FREQ=DAILY;COUNT=2").json()
    long = ask(any_lab, rrule="FREQ=DAILY;COUNT=40").json()
    statements = []
    event.listen(
        any_lab.database.engine, "before_cursor_execute", lambda *call: statements.append(call[2])
    )
    counted = []
    for what in ("move", "extend", "cancel"):
        body = {"scope": "all"} | ({"by": "PT1H"} if what != "cancel" else {})
        for series in (short, long):
            assert edit(any_lab, series, what, **body).status_code == 200
            # The history goes in by one statement, but on SQLite, which has no way to do so.
            counted.append((what, sum("booking_steps" not in each for each in statements)))
            statements.clear()
    assert counted[0::2] == counted[1::2]
    assert max(count for _, count in counted) <= 45


def test_what_somebody_else_took_over_of_a_series_moves_along(any_lab):
    any_lab.device(1)
    any_lab.person(2, "bob")
    series = ask(any_lab, slots=((1, at(9), at(8, days=2)),)).json()
    third = series["occurrences"][2]["booking_id"]
    any_lab.post(f"/{third}/transfer", json={"username": "bob"})
    assert edit(any_lab, series, "move", scope="all", by="P1D").status_code == 403
    moved = edit(any_lab, series, "move", scope="all", by="P1D", user=9, rights=KEEPER)
    assert moved.status_code == 200, moved.text
    assert len(times(any_lab, series)) == 5
    make(any_lab, {"kind": "duration", "longest": "PT1H"}, target={"user_ids": [2]})
    refused = edit(any_lab, series, "extend", scope="all", by="PT30M", user=9, rights=KEEPER)
    assert rules_of(refused) == {"longest_duration"}


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


def test_what_lies_too_far_ahead_is_skipped_by_the_rule(pair):
    start = at(9, days=360)
    series = ask(
        pair,
        slots=((1, start, at(10, days=360)),),
        mode="skip_refused",
        rrule="FREQ=DAILY;COUNT=12",
    ).json()
    assert series["skipped"] >= 4
    assert series["occurrences"][-1]["violations"][0]["rule"] == "horizon"


def test_where_all_would_be_skipped_it_is_refused(pair):
    pair.book((1, at(0), at(23, days=8)), user=2)
    assert ask(pair, mode="skip_refused").status_code == 409
    assert pair.get("/recurrences").json()["count"] == 0


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
def test_what_cannot_be_meant_is_refused_where_it_stands(pair, path, fields, pointer):
    refused = problem_of(ask(pair, path, **fields))
    assert (refused["status"], [e["pointer"] for e in refused["errors"]]) == (422, [pointer])


def test_a_thousand_slots_are_taken_and_no_more(pair):
    most = "FREQ=DAILY;COUNT=501"
    slots = ((1, at(9), at(10)), (2, at(9), at(10)))
    refused = problem_of(ask(pair, slots=slots, rrule=most))
    assert "at most 500" in refused["detail"]


def test_the_same_key_makes_one_series(pair):
    key = {"Idempotency-Key": "once"}
    first, second = ask(pair, headers=key), ask(pair, headers=key)
    assert first.json() == second.json()
    assert pair.get("/recurrences").json()["count"] == 1


@pytest.mark.parametrize(("scope", "moved"), [("this", 1), ("following", 4), ("all", 5)])
def test_this_or_what_follows_or_all_is_moved(any_lab, scope, moved):
    any_lab.device(1)
    series = ask(any_lab).json()
    second = series["occurrences"][1]["booking_id"]
    answer = edit(any_lab, series, "move", scope=scope, booking_id=second, start=at(13, days=2))
    assert answer.status_code == 200, answer.text
    hours = [start[11:13] for start, _ in sorted(times(any_lab, series))]
    assert hours.count("13") == moved
    [change] = answer.json()["changes"]
    assert (change["action"], change["scope"], change["bookings"]) == ("move", scope, moved)


def test_a_move_runs_into_no_occurrence_that_moves_too(any_lab):
    any_lab.device(1)
    series = ask(any_lab, slots=((1, at(9), at(8, days=2)),)).json()
    for by in ("P1D", "-P1DT30M"):
        assert edit(any_lab, series, "move", scope="all", by=by).status_code == 200
    assert times(any_lab, series)[0][0] == utc(at(8.5))


def test_what_moves_at_once_runs_into_nothing_that_waits_in_its_place(any_lab):
    any_lab.device(1)
    make(any_lab, {"kind": "approval"})
    series = ask(any_lab, rrule="FREQ=DAILY;COUNT=2").json()
    second = series["occurrences"][1]["booking_id"]
    assert any_lab.post(f"/{second}/approve", 9, *KEEPER, json={}).status_code == 200
    cannot_move_by_a_day(any_lab, series)


def test_what_moves_runs_into_nothing_of_somebody_elses_that_has_to_wait(any_lab):
    any_lab.device(1)
    any_lab.person(2, "bob")
    series = ask(any_lab, rrule="FREQ=DAILY;COUNT=2").json()
    second = series["occurrences"][1]["booking_id"]
    any_lab.post(f"/{second}/transfer", json={"username": "bob"})
    make(any_lab, {"kind": "approval"}, target={"user_ids": [2]})
    cannot_move_by_a_day(any_lab, series)


def cannot_move_by_a_day(lab, series):
    """The second occurrence stays until somebody approves, and so is in the way of the first."""
    moved = edit(lab, series, "move", scope="all", by="P1D", user=9, rights=KEEPER)
    assert moved.status_code == 409, moved.text
    [conflict] = problem_of(moved)["conflicts"]
    assert (conflict["kind"], conflict["start"]) == ("slot", utc(at(9, days=2)))
    found = lab.get("/bookings", 9, *KEEPER, series_id=series["id"]).json()["results"]
    slots = [slot for booking in found for slot in booking["slots"]]
    assert [slot["start"] for slot in slots] == [utc(at(9)), utc(at(9, days=2))]


def test_a_move_keeps_the_clock_over_its_change(lab):
    lab.device(1, site=3, time_zone="Europe/Dublin")
    day = spring()
    slots = [(1, day.isoformat(), (day + timedelta(hours=1)).isoformat())]
    series = ask(lab, slots=slots, rrule="FREQ=DAILY;COUNT=3").json()
    assert edit(lab, series, "move", scope="all", by="P1DT1H").status_code == 200
    moved = [datetime.fromisoformat(start).astimezone(DUBLIN) for start, _ in times(lab, series)]
    assert [moment.hour for moment in moved] == [10] * 3


def test_one_that_cannot_move_keeps_all_in_place_and_each_reason_is_told(any_lab):
    any_lab.device(1)
    series = ask(any_lab).json()
    before = times(any_lab, series)
    for day in (2, 4):
        any_lab.book((1, at(12, days=day), at(13, days=day)), user=2)
    refused = problem_of(edit(any_lab, series, "move", scope="all", by="PT2H"))
    assert (refused["status"], len(refused["conflicts"])) == (409, 2)
    assert times(any_lab, series) == before
    assert any_lab.get(f"/recurrences/{series['id']}").json()["changes"] == []


def test_it_is_extended_from_one_on(pair):
    series = ask(pair, slots=((1, at(9), at(10)), (2, at(9), at(10)))).json()
    third = series["occurrences"][2]["booking_id"]
    wish = {"scope": "following", "booking_id": third, "device_ids": [2]}
    assert edit(pair, series, "extend", **wish, end=at(12, days=3)).status_code == 200
    ends = [end[11:13] for _, end in times(pair, series)]
    assert (ends.count("10"), ends.count("12")) == (7, 3)


@pytest.mark.parametrize("by", ["-PT2H", "-P3D"])
def test_no_occurrence_is_left_without_time(pair, by):
    series = ask(pair).json()
    refused = problem_of(edit(pair, series, "extend", scope="all", by=by))
    assert (refused["status"], refused["errors"][0]["pointer"]) == (422, "/by")


def test_it_is_cancelled_from_one_on_and_its_days_are_free(any_lab):
    any_lab.device(1)
    series = ask(any_lab).json()
    third = series["occurrences"][2]["booking_id"]
    wish = {"scope": "following", "booking_id": third, "reason": "Paper is out"}
    left = edit(any_lab, series, "cancel", **wish).json()
    states = [o["status"] for o in left["occurrences"]]
    assert states == ["CONFIRMED"] * 2 + ["CANCELLED"] * 3
    assert any_lab.book((1, at(9, days=4), at(10, days=4)), user=2).status_code == 201
    assert edit(any_lab, series, "cancel", **wish).status_code == 409


def test_a_change_names_an_occurrence_of_the_series(pair):
    series, other = ask(pair).json(), pair.book((2, at(9), at(10))).json()
    wrong = [
        {"scope": "this", "by": "PT1H"},
        {"scope": "this", "by": "PT1H", "booking_id": other["id"]},
        {"scope": "all"},
        {"scope": "all", "by": "PT1H", "start": at(9)},
        {"scope": "sometimes", "by": "PT1H"},
    ]
    for body in wrong:
        assert edit(pair, series, "move", **body).status_code == 422


@pytest.mark.parametrize("what", ["move", "extend", "cancel"])
def test_others_change_it_only_with_the_permission(pair, what):
    series = ask(pair).json()
    body = {"scope": "all", **({} if what == "cancel" else {"by": "PT1H"})}
    assert edit(pair, series, what, user=2, **body).status_code == 403
    assert pair.client.post(f"{PATH}/{series['id']}/{what}", json=body).status_code == 401
    unknown = {"id": "018f0000-0000-7000-8000-000000000000"}
    assert edit(pair, unknown, what, **body).status_code == 404
    assert edit(pair, series, what, user=2, rights=KEEPER, **body).status_code == 200


def test_who_may_not_book_makes_no_series(pair):
    viewer = (BOOKER[0], BOOKER[1])
    for path in ("", "/preview"):
        assert ask(pair, path, rights=viewer).status_code == 403
        assert pair.client.post(f"{PATH}{path}", json={}).status_code == 401
    pair.device(3, site=5)
    answer = pair.client.post(
        PATH,
        headers=pair.headers(1, sites=[4]),
        json={
            "title": "x",
            "slots": [{"device_id": 3, "start": at(9), "end": at(10)}],
            "rrule": "FREQ=DAILY;COUNT=2",
        },
    )
    assert answer.status_code == 403


def test_the_title_is_for_those_whom_it_concerns(pair):
    series = ask(pair).json()
    for reader, title in ((1, "Weekly run"), (2, None)):
        assert pair.get(f"/recurrences/{series['id']}", reader).json()["title"] == title
        [listed] = pair.get("/recurrences", reader).json()["results"]
        assert (listed["title"], listed["count"], listed["start"]) == (title, 5, utc(at(9)))
    assert pair.get("/recurrences", 2, mine=True).json()["count"] == 0
    assert pair.get(f"/recurrences/{series['id']}", 2, *KEEPER).json()["title"] == "Weekly run"


def test_a_series_is_read_by_as_many_statements_however_long_it_is(pair):
    short = ask(pair, slots=((2, at(9), at(10)),), rrule="FREQ=DAILY;COUNT=2").json()
    long = ask(pair, rrule="FREQ=DAILY;COUNT=40").json()
    statements = []
    event.listen(
        pair.database.engine, "before_cursor_execute", lambda *call: statements.append(call[2])
    )
    counted = []
    for series in (short, long):
        pair.get(f"/recurrences/{series['id']}")
        counted.append(len(statements))
        statements.clear()
    assert counted[0] == counted[1] <= 8


def test_a_series_and_each_of_its_bookings_leave_a_trace(pair):
    series = ask(pair, rrule="FREQ=DAILY;COUNT=3").json()
    edit(pair, series, "cancel", scope="all")
    rows = pair.read(lambda session: session.execute(select(outbox)).mappings().all())
    told = [row["payload"]["action"] for row in rows if row["type"] == AUDIT_RECORDED]
    assert told.count("scheduler.booking.create") == told.count("scheduler.booking.cancel") == 3
    assert told.count("scheduler.series.create") == told.count("scheduler.series.cancel") == 1
    assert sum(row["type"] == BOOKING_CHANGED for row in rows) == 6
