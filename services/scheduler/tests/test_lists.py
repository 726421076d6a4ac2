"""Week and user views, and lists of bookable devices."""

import pytest
from sqlalchemy import event

from .lab import KEEPER, at, problem_of


@pytest.fixture
def week(lab):
    """Three bookings of two people on two days."""
    for id in (1, 2):
        lab.device(id, tags=("c-band",) if id == 1 else ())
    lab.person(2, "bob")
    lab.book((1, at(9), at(10)), title="first", collaborators=["bob"])
    lab.book((2, at(9, days=3), at(10, days=3)), title="second", user=2)
    lab.book((1, at(9, days=9), at(10, days=9)), title="third", user=3)
    return lab


def owners(answer):
    """The owners in the order of the list."""
    assert answer.status_code == 200, answer.text
    return [booking["owner"]["id"] for booking in answer.json()["results"]]


def test_a_week_shows_what_overlaps_it(week):
    assert owners(week.get("/bookings", start=at(0), end=at(0, days=8))) == [1, 2]
    assert owners(week.get("/bookings", start=at(9.5), end=at(12))) == [1]
    assert owners(week.get("/bookings", start=at(10), end=at(12))) == []


def test_mine_are_those_i_own_and_those_i_take_part_in(week):
    assert owners(week.get("/bookings", 2, mine=True)) == [1, 2]
    assert owners(week.get("/bookings", 3, mine=True)) == [3]


def test_a_repeated_device_means_any_of_them(week):
    assert owners(week.get("/bookings", device_id=[1])) == [1, 3]
    assert owners(week.get("/bookings", device_id=[1, 2])) == [1, 2, 3]


def test_words_find_devices_and_the_titles_that_one_may_read(week):
    assert owners(week.get("/bookings", q="FIRST")) == [1]
    assert owners(week.get("/bookings", 2, q="first")) == [1]
    assert owners(week.get("/bookings", 3, q="first")) == []
    assert owners(week.get("/bookings", 3, *KEEPER, q="first")) == [1]
    assert owners(week.get("/bookings", 3, q="device-1")) == [1, 3]
    assert owners(week.get("/bookings", 3, q="device-1", mine=True)) == [3]
    assert owners(week.get("/bookings", q="%")) == []


def test_lists_are_ordered_and_paged(week):
    answer = week.get("/bookings", ordering="-start", limit=2)
    assert owners(answer) == [3, 2]
    assert answer.json()["count"] == 3
    following = week.client.get(answer.json()["next"], headers=week.headers())
    assert owners(following) == [1]


def test_status_filters_by_what_it_reads_as(week):
    assert owners(week.get("/bookings", status="CONFIRMED")) == [1, 2, 3]
    assert owners(week.get("/bookings", status="EXPIRED")) == []


@pytest.mark.parametrize(
    "params",
    [
        {"nonsense": 1},
        {"limit": 501},
        {"ordering": "title"},
        {"start": "2026-01-01T00:00:00"},
        {"status": "nonsense"},
    ],
)
def test_parameters_that_cannot_be_understood_are_named(week, params):
    answer = week.get("/bookings", **params)
    assert answer.status_code == 422
    assert problem_of(answer)["errors"][0]["pointer"].startswith("?")


def test_a_poll_with_the_etag_is_not_modified(week):
    first = week.get("/bookings")
    again = {"If-None-Match": first.headers["etag"], **week.headers()}
    assert week.client.get("/api/v1/scheduler/bookings", headers=again).status_code == 304
    week.book((1, at(20), at(21)))
    assert week.client.get("/api/v1/scheduler/bookings", headers=again).status_code == 200


def test_a_list_of_bookings_costs_the_same_whatever_its_length(lab):
    for id in range(1, 31):
        lab.device(id)
        lab.book((id, at(9), at(10)), user=id)

    def statements(limit):
        seen = []
        event.listen(lab.database.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
        assert len(lab.get("/bookings", limit=limit).json()["results"]) == limit
        return len(seen)

    begin_now_count_page_bookings_slots_collaborators_people_devices = 9
    assert statements(3) == begin_now_count_page_bookings_slots_collaborators_people_devices
    assert statements(30) == begin_now_count_page_bookings_slots_collaborators_people_devices


def test_devices_are_searched_literally(week):
    assert week.get("/devices", q="device-1").json()["count"] == 1
    assert week.get("/devices", q="%").json()["count"] == 0


def test_tags_mean_all_of_them(week):
    assert week.get("/devices", tag=["C-Band"]).json()["count"] == 1
    assert week.get("/devices", tag=["c-band", "otdr"]).json()["count"] == 0


def test_a_device_says_whether_it_can_be_booked(lab):
    lab.device(1, status="planned")
    lab.device(2)
    assert lab.get("/devices/1").json()["bookable"] is False
    for bookable, id in ((False, 1), (True, 2)):
        [found] = lab.get("/devices", bookable=bookable).json()["results"]
        assert found["id"] == id


def test_lists_need_a_signed_in_caller(lab):
    for path in ("/devices", "/devices/1", "/bookings"):
        assert lab.client.get(f"/api/v1/scheduler{path}").status_code == 401
        answer = lab.client.get(
            f"/api/v1/scheduler{path}", headers=lab.headers(1, "scheduler:none:read")
        )
        assert answer.status_code == 403
