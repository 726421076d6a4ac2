"""Changes of a series: this of it, this and what follows, or all, as one request."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select

from labwright_chassis.tables import outbox
from labwright_contracts.catalogue import AUDIT_RECORDED, BOOKING_CHANGED

from .lab import KEEPER, at, problem_of
from .test_recurrences import DUBLIN, PATH, ask, rules_of, spring, times, utc
from .test_rules import make


def edit(lab, series, what, *, user=1, rights=(), **body):
    headers = lab.headers(user, *rights)
    return lab.client.post(f"{PATH}/{series['id']}/{what}", headers=headers, json=body)


def test_occurrences_keep_the_distance_that_bookings_have_to_keep(two_devices):
    make(two_devices, {"kind": "buffer", "gap": "PT20H"})
    assert rules_of(ask(two_devices, slots=((1, at(9), at(14)),))) == {"buffer"}
    series = ask(two_devices, slots=((1, at(9), at(13)),)).json()
    assert rules_of(edit(two_devices, series, "extend", scope="all", by="PT1H")) == {"buffer"}
    assert edit(two_devices, series, "move", scope="all", by="PT1H").status_code == 200
    assert edit(two_devices, series, "extend", scope="all", by="-PT1H").status_code == 200


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


def test_it_is_extended_from_one_on(two_devices):
    series = ask(two_devices, slots=((1, at(9), at(10)), (2, at(9), at(10)))).json()
    third = series["occurrences"][2]["booking_id"]
    wish = {"scope": "following", "booking_id": third, "device_ids": [2]}
    assert edit(two_devices, series, "extend", **wish, end=at(12, days=3)).status_code == 200
    ends = [end[11:13] for _, end in times(two_devices, series)]
    assert (ends.count("10"), ends.count("12")) == (7, 3)


@pytest.mark.parametrize("by", ["-PT2H", "-P3D"])
def test_no_occurrence_is_left_without_time(two_devices, by):
    series = ask(two_devices).json()
    refused = problem_of(edit(two_devices, series, "extend", scope="all", by=by))
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


def test_a_change_names_an_occurrence_of_the_series(two_devices):
    series, other = ask(two_devices).json(), two_devices.book((2, at(9), at(10))).json()
    wrong = [
        {"scope": "this", "by": "PT1H"},
        {"scope": "this", "by": "PT1H", "booking_id": other["id"]},
        {"scope": "all"},
        {"scope": "all", "by": "PT1H", "start": at(9)},
        {"scope": "sometimes", "by": "PT1H"},
    ]
    for body in wrong:
        assert edit(two_devices, series, "move", **body).status_code == 422


@pytest.mark.parametrize("what", ["move", "extend", "cancel"])
def test_others_change_it_only_with_the_permission(two_devices, what):
    series = ask(two_devices).json()
    body = {"scope": "all", **({} if what == "cancel" else {"by": "PT1H"})}
    assert edit(two_devices, series, what, user=2, **body).status_code == 403
    assert two_devices.client.post(f"{PATH}/{series['id']}/{what}", json=body).status_code == 401
    unknown = {"id": "018f0000-0000-7000-8000-000000000000"}
    assert edit(two_devices, unknown, what, **body).status_code == 404
    assert edit(two_devices, series, what, user=2, rights=KEEPER, **body).status_code == 200


def test_a_series_and_each_of_its_bookings_leave_a_trace(two_devices):
    series = ask(two_devices, rrule="FREQ=DAILY;COUNT=3").json()
    edit(two_devices, series, "cancel", scope="all")
    rows = two_devices.read(lambda session: session.execute(select(outbox)).mappings().all())
    told = [row["payload"]["action"] for row in rows if row["type"] == AUDIT_RECORDED]
    assert told.count("scheduler.booking.create") == told.count("scheduler.booking.cancel") == 3
    assert told.count("scheduler.series.create") == told.count("scheduler.series.cancel") == 1
    assert sum(row["type"] == BOOKING_CHANGED for row in rows) == 6
