"""Bookings as a table and as a calendar file."""

import csv
import io
from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from labwright_scheduler.exports import routes

from .lab import KEEPER, at, problem_of

UNKNOWN = "0197a3c0-0000-7000-8000-000000000000"


def table(lab, user=1, *rights, **params):
    """The lines of the export, by column."""
    answer = lab.get("/bookings/export", user, *rights, **params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def calendar(lab, uid, user=1, *rights):
    """The events of the file, in its order."""
    answer = lab.get(f"/bookings/{uid}/calendar", user, *rights)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


@pytest.fixture
def booked(lab):
    """A booking of two devices by Ann, with Bob."""
    lab.device(1)
    lab.device(2)
    lab.person(1, "ann", display_name="Ann Bell")
    lab.person(2, "bob")
    return lab.book(
        (1, at(9), at(10)),
        (2, at(9), at(11)),
        title="=HYPERLINK(1); C-band, sweep",
        message="First line\nsecond, with; signs\\",
        collaborators=["bob"],
    ).json()["id"]


def test_a_table_has_a_line_for_each_slot(lab, booked):
    first, second = table(lab)
    assert (first["booking_id"], first["device"], second["device"]) == (
        booked,
        "DEVICE-1",
        "DEVICE-2",
    )
    start = datetime.fromisoformat(at(9)).astimezone(UTC)
    assert first["start"] == f"{start:%Y-%m-%dT%H:%M:%SZ}"
    assert (first["owner"], first["collaborators"]) == ("Ann Bell", "bob")
    assert (first["status"], first["overcommitted"], first["planned_end"]) == (
        "CONFIRMED",
        "no",
        "",
    )


def test_no_text_is_a_formula(lab, booked):
    assert table(lab)[0]["title"] == "'=HYPERLINK(1); C-band, sweep"


def test_a_table_shows_what_the_reader_may_see(lab, booked):
    private = [(line["title"], line["message"], line["collaborators"]) for line in table(lab, 7)]
    assert private == [("", "", "")] * 2
    assert table(lab, 7, *KEEPER)[0]["collaborators"] == "bob"
    assert table(lab, 2)[0]["message"].startswith("First line")


def test_a_table_has_the_filters_and_the_order_of_the_list(lab, booked):
    other = lab.book((1, at(20), at(21)), user=2).json()["id"]
    assert {line["booking_id"] for line in table(lab, 2, mine=True)} == {booked, other}
    assert table(lab, device_id=1, ordering="-start")[0]["booking_id"] == other
    assert table(lab, start=at(15))[0]["booking_id"] == other
    assert table(lab, status="EXPIRED") == []
    for wrong in ({"limit": 3}, {"ordering": "title"}, {"nonsense": 1}):
        assert problem_of(lab.get("/bookings/export", **wrong))["status"] == 422


def test_a_table_is_read_in_portions(any_lab, monkeypatch):
    monkeypatch.setattr(routes, "_PORTION", 2)
    any_lab.device(1)
    for hour in range(5):
        any_lab.book((1, at(hour), at(hour + 1)), title=f"No. {hour}")
    assert [line["title"] for line in table(any_lab)] == [f"No. {hour}" for hour in range(5)]


def test_a_calendar_has_an_event_for_each_slot(lab, booked):
    first, second = calendar(lab, booked)
    assert first["summary"] == "=HYPERLINK(1); C-band, sweep: DEVICE-1"
    assert first["dtstart"].dt == datetime.fromisoformat(at(9))
    assert second["dtend"].dt == datetime.fromisoformat(at(11))
    assert (first["status"], first["transp"], first["location"]) == (
        "CONFIRMED",
        "OPAQUE",
        "DEVICE-1",
    )
    assert first["description"].endswith("With Bob.\n\nFirst line\nsecond, with; signs\\")


def test_an_event_stays_the_same_one_and_counts_its_changes(lab, booked):
    before = calendar(lab, booked)
    lab.post(f"/{booked}/extend", json={"by": "PT1H"})
    lab.post(f"/{booked}/cancel", json={"device_ids": [1]})
    after = calendar(lab, booked)
    assert [event["uid"] for event in before] == [event["uid"] for event in after]
    assert [event["sequence"] for event in after] == [3, 3]
    assert [event["status"] for event in after] == ["CANCELLED", "CONFIRMED"]
    assert after[0]["transp"] == "TRANSPARENT"


def test_a_hold_is_tentative(lab):
    lab.device(1)
    held = lab.book((1, at(9), at(10)), hold=True).json()["id"]
    [event] = calendar(lab, held)
    assert (event["status"], event["transp"]) == ("TENTATIVE", "OPAQUE")


def test_a_calendar_tells_strangers_no_more_than_the_list_does(lab, booked):
    [event, _] = calendar(lab, booked, 7)
    assert event["summary"] == "Ann Bell: DEVICE-1"
    assert event["description"] == "Confirmed, booked by Ann Bell."


def test_a_calendar_that_is_known_is_not_sent_again(lab, booked):
    path = f"/api/v1/scheduler/bookings/{booked}/calendar"
    etag = lab.client.get(path, headers=lab.headers()).headers["etag"]
    again = lab.headers() | {"If-None-Match": etag}
    assert lab.client.get(path, headers=again).status_code == 304
    lab.post(f"/{booked}/cancel")
    assert lab.client.get(path, headers=again).status_code == 200


def test_files_are_for_those_who_may_read_bookings(lab, booked):
    for path in ("/export", f"/{booked}/calendar"):
        assert lab.client.get(f"/api/v1/scheduler/bookings{path}").status_code == 401
        assert lab.get(f"/bookings{path}", 1, "scheduler:none:read").status_code == 403
    assert lab.get(f"/bookings/{UNKNOWN}/calendar").status_code == 404
    assert lab.get("/bookings/nonsense/calendar").status_code == 422
