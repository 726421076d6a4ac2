"""Extending, shrinking, moving, handing over, giving back, booking once more."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from labwright_chassis import clock
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.people import queries as people

from .lab import BOOKER, KEEPER, at, create_lab, problem_of


def booked(lab, *slots, **fields):
    answer = lab.book(*slots, **fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def times(answer):
    assert answer.status_code in (200, 201), answer.text
    return [(s["device_id"], s["start"], s["end"]) for s in answer.json()["slots"]]


def z(text):
    return text.replace("+00:00", "Z")


def begun(lab, booking):
    """Let what was booked for tomorrow have begun two hours ago, by the database."""
    now = clock.now().replace(second=0, microsecond=0)
    start, end = now - 2 * HOUR, now + 2 * HOUR
    ids = [slot["id"] for slot in booking["slots"]]
    changed = update(Slot).where(Slot.id.in_(ids)).values(start_at=start, end_at=end)
    lab.database.unit(lambda session: session.execute(changed))
    return start, end


HOUR = timedelta(hours=1)


@pytest.fixture
def pair(any_lab):
    any_lab.device(1)
    any_lab.device(2)
    return booked(any_lab, (1, at(9), at(10)), (2, at(9), at(10)))


def test_a_booking_is_extended_as_a_whole_and_shrunk_again(any_lab, pair):
    longer = any_lab.post(f"/{pair['id']}/extend", json={"by": "PT2H"})
    assert times(longer) == [(1, z(at(9)), z(at(12))), (2, z(at(9)), z(at(12)))]
    assert any_lab.book((1, at(11), at(13)), user=2).status_code == 409
    shorter = any_lab.post(f"/{pair['id']}/extend", json={"end": at(10)})
    assert times(shorter) == [(1, z(at(9)), z(at(10))), (2, z(at(9)), z(at(10)))]
    assert any_lab.book((1, at(10), at(13)), user=2).status_code == 201


def test_an_extension_over_somebody_elses_hold_changes_nothing(any_lab, pair):
    booked(any_lab, (2, at(11), at(12)), user=2, hold=True)
    refused = problem_of(any_lab.post(f"/{pair['id']}/extend", json={"end": at(12)}))
    assert refused["type"] == "/problems/booking-refused"
    [conflict] = refused["conflicts"]
    assert (conflict["device_id"], conflict["start"]) == (2, z(at(11)))
    assert times(any_lab.get(f"/bookings/{pair['id']}"))[0][2] == z(at(10))


def test_one_device_or_one_slot_is_extended(lab):
    lab.device(1)
    lab.device(2)
    pair = booked(lab, (1, at(9), at(10)), (2, at(9), at(10)))
    one = lab.post(f"/{pair['id']}/extend", json={"by": "PT1H", "device_ids": [2]})
    assert [end for _, _, end in times(one)] == [z(at(10)), z(at(11))]
    slot = pair["slots"][0]["id"]
    one = lab.post(f"/{pair['id']}/extend", json={"by": "PT1H", "slot_ids": [slot]})
    assert [end for _, _, end in times(one)] == [z(at(11)), z(at(11))]


def test_the_last_slot_of_each_device_is_extended(lab):
    lab.device(1)
    days = booked(lab, (1, at(9), at(10)), (1, at(9, days=2), at(10, days=2)))
    longer = lab.post(f"/{days['id']}/extend", json={"by": "PT1H"})
    assert [end for _, _, end in times(longer)] == [z(at(10)), z(at(11, days=2))]


def test_a_booking_moves_over_its_own_old_time(any_lab, pair):
    moved = any_lab.post(f"/{pair['id']}/move", json={"by": "PT30M"})
    assert times(moved)[0][1:] == (z(at(9.5)), z(at(10.5)))
    moved = any_lab.post(f"/{pair['id']}/move", json={"start": at(8)})
    assert times(moved)[1][1:] == (z(at(8)), z(at(9)))
    assert any_lab.book((1, at(9), at(10)), user=2).status_code == 201


def test_slots_of_one_booking_swap_their_devices(any_lab, pair):
    first, second = (slot["id"] for slot in pair["slots"])
    swap = {"slots": [{"id": first, "device_id": 2}, {"id": second, "device_id": 1}]}
    headers = any_lab.headers()
    path = f"/api/v1/scheduler/bookings/{pair['id']}/slots"
    answer = any_lab.client.patch(path, headers=headers, json=swap)
    assert {slot["id"]: slot["device_id"] for slot in answer.json()["slots"]} == {
        first: 2,
        second: 1,
    }


def test_shrinking_passes_on_a_closed_device_and_growing_does_not(lab):
    lab.device(1)
    mine = booked(lab, (1, at(9), at(12)))
    lab.device(1, version=2, schedulable=False)
    assert lab.post(f"/{mine['id']}/extend", json={"end": at(11)}).status_code == 200
    refused = problem_of(lab.post(f"/{mine['id']}/extend", json={"end": at(12)}))
    [conflict] = refused["conflicts"]
    assert (conflict["kind"], conflict["start"]) == ("block", z(at(11)))


def test_a_hold_keeps_its_state_when_it_moves(lab):
    lab.device(1)
    held = booked(lab, (1, at(9), at(10)), hold=True)
    assert lab.post(f"/{held['id']}/move", json={"by": "PT1H"}).json()["status"] == "HELD"
    assert lab.post(f"/{held['id']}/confirm").json()["status"] == "CONFIRMED"


@pytest.mark.parametrize(
    ("what", "wish", "status"),
    [
        ("extend", {}, 422),
        ("extend", {"by": "PT1H", "end": at(12)}, 422),
        ("extend", {"by": 3600}, 422),
        ("extend", {"by": "PT30S"}, 422),
        ("extend", {"by": "P999D"}, 422),
        ("extend", {"end": at(8)}, 422),
        ("extend", {"by": "PT1H", "slot_ids": [77]}, 422),
        ("extend", {"by": "P32D"}, 409),
        ("move", {"by": "-P30D"}, 409),
        ("move", {"by": "P399D"}, 409),
        ("move", {"start": "2027-01-01T10:00:00"}, 422),
        ("transfer", {"username": "nobody"}, 422),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(lab, what, wish, status):
    lab.device(1)
    mine = booked(lab, (1, at(9), at(10)))
    assert problem_of(lab.post(f"/{mine['id']}/{what}", json=wish))["status"] == status
    assert lab.get(f"/bookings/{mine['id']}").json()["version"] == 1


def test_what_is_over_is_neither_moved_nor_extended(lab):
    lab.device(1)
    mine = booked(lab, (1, at(9), at(10)))
    lab.post(f"/{mine['id']}/cancel")
    slot = mine["slots"][0]["id"]
    wish = {"by": "PT1H", "slot_ids": [slot]}
    assert (
        problem_of(lab.post(f"/{mine['id']}/extend", json=wish))["type"] == "/problems/booking-over"
    )


def test_devices_given_back_are_free_at_once_and_keep_their_plan(any_lab):
    any_lab.device(1)
    mine = booked(any_lab, (1, at(9), at(10)))
    _, planned = begun(any_lab, mine)
    answer = any_lab.post(f"/{mine['id']}/release")
    [slot] = answer.json()["slots"]
    assert (slot["status"], slot["planned_end"][:16]) == ("COMPLETED", planned.isoformat()[:16])
    now = clock.now().replace(second=0, microsecond=0)
    assert any_lab.book((1, now.isoformat(), (now + HOUR).isoformat()), user=2).status_code == 201
    assert any_lab.post(f"/{mine['id']}/release").status_code == 409


def test_one_device_of_a_booking_is_cancelled_and_the_rest_stays(any_lab, pair):
    answer = any_lab.post(f"/{pair['id']}/cancel", json={"device_ids": [2]})
    assert [slot["status"] for slot in answer.json()["slots"]] == ["CONFIRMED", "CANCELLED"]
    assert answer.json()["status_text"] == "1 of 2 confirmed"


def test_a_booking_is_booked_once_more_and_a_cancelled_one_restored(any_lab, pair):
    again = any_lab.post(f"/{pair['id']}/rebook", json={"by": "P7D"})
    assert again.status_code == 201
    assert times(again)[0][1] == z(at(9, days=8))
    assert any_lab.post(f"/{pair['id']}/rebook", json={"by": "PT0S"}).status_code == 409
    any_lab.post(f"/{pair['id']}/cancel")
    assert any_lab.post(f"/{pair['id']}/rebook", json={"by": "PT0S"}).status_code == 201


def test_words_and_collaborators_change(lab):
    lab.device(1)
    lab.person(2, "bob")
    lab.person(3, "cleo")
    mine = booked(lab, (1, at(9), at(10)), collaborators=["bob"])
    path, headers = f"/api/v1/scheduler/bookings/{mine['id']}", lab.headers()
    change = {"title": "Another", "collaborators": ["cleo"]}
    answer = lab.client.patch(path, headers=headers, json=change).json()
    assert (answer["title"], [c["username"] for c in answer["collaborators"]]) == (
        "Another",
        ["cleo"],
    )
    assert lab.get(f"/bookings/{mine['id']}", user=2).json()["title"] is None


def test_a_booking_handed_over_is_the_others(lab):
    lab.device(1)
    lab.person(2, "bob")
    mine = booked(lab, (1, at(9), at(10)))
    answer = lab.post(f"/{mine['id']}/transfer", json={"username": "bob"}).json()
    assert answer["owner"]["username"] == "bob"
    assert [c["id"] for c in answer["collaborators"]] == [1]
    assert lab.post(f"/{mine['id']}/move", json={"by": "PT1H"}).status_code == 403
    assert lab.post(f"/{mine['id']}/move", 2, json={"by": "PT1H"}).status_code == 200


@pytest.mark.parametrize("what", ["extend", "move", "release", "transfer", "rebook"])
def test_others_change_nothing_unless_they_keep_bookings(lab, what):
    lab.device(1)
    lab.person(3, "cleo")
    mine = booked(lab, (1, at(9), at(10)))
    begun(lab, mine) if what == "release" else None
    wish = {"transfer": {"username": "cleo"}, "release": {}, "rebook": {"by": "P1D"}}
    body = wish.get(what, {"by": "PT1H"})
    assert lab.post(f"/{mine['id']}/{what}", 2, json=body).status_code == 403
    assert lab.client.post(f"/api/v1/scheduler/bookings/{mine['id']}/{what}").status_code == 401
    assert lab.post(f"/{mine['id']}/{what}", 2, *KEEPER, json=body).status_code in (200, 201)


def test_a_check_says_what_booking_would_say_and_writes_nothing(any_lab, pair):
    slots = [{"device_id": 1, "start": at(9), "end": at(11)}]
    found = any_lab.post("/check", json={"title": "x", "slots": slots}).json()
    assert (found["passes"], [c["kind"] for c in found["conflicts"]]) == (False, ["slot"])
    slots[0] |= {"start": at(10)}
    assert any_lab.post("/check", json={"title": "x", "slots": slots}).json()["passes"] is True
    assert any_lab.get("/bookings").json()["count"] == 1
    slots[0] |= {"device_id": 77}
    assert any_lab.post("/check", json={"title": "x", "slots": slots}).status_code == 422


def test_a_check_counts_no_hold_whose_time_is_over(lab):
    lab.device(1)
    booked(lab, (1, at(9), at(10)), hold=True)
    slots = [{"device_id": 1, "start": at(9), "end": at(10)}]
    wish = {"title": "x", "slots": slots}
    assert lab.post("/check", 2, json=wish).json()["passes"] is False

    over = update(Booking).values(held_until=clock.now() - HOUR)
    lab.database.unit(lambda session: session.execute(over))
    assert lab.post("/check", 2, *BOOKER, json=wish).json()["passes"] is True


@pytest.mark.parametrize(
    "tag_of", [lambda seen: seen.headers["ETag"], lambda seen: f'"v{seen.json()["version"]}"']
)
def test_a_change_from_a_version_that_is_no_more_is_refused(any_lab, tag_of):
    any_lab.device(1)
    path = f"/api/v1/scheduler/bookings/{any_lab.book((1, at(9), at(11))).json()['id']}"

    def change(seen, part, body):
        headers = any_lab.headers() | {"If-Match": tag_of(seen)}
        return any_lab.client.patch(path + part, json=body, headers=headers)

    seen = any_lab.client.get(path, headers=any_lab.headers())
    named = change(seen, "", {"title": "Named"})
    shorter = {"slots": [{"id": named.json()["slots"][0]["id"], "end": at(10)}]}
    assert problem_of(change(seen, "/slots", shorter))["type"] == "/problems/stale"
    assert change(named, "/slots", shorter).status_code == 200
    assert problem_of(change(named, "", {"title": "Late"}))["type"] == "/problems/stale"


def test_a_booking_that_gets_another_device_meanwhile_is_asked_for_again(
    make_database, monkeypatch
):
    lab = create_lab(make_database("scheduler"))  # SQLite has one writer
    lab.device(1)
    lab.device(2)
    booking = lab.book((1, at(9), at(11))).json()
    swap = {"slots": [{"id": booking["slots"][0]["id"], "device_id": 2}]}
    lock_all = people.lock_all

    def swap_first(session, ids):
        monkeypatch.undo()
        path = f"/api/v1/scheduler/bookings/{booking['id']}/slots"
        assert lab.client.patch(path, json=swap, headers=lab.headers()).status_code == 200
        return lock_all(session, ids)

    monkeypatch.setattr(people, "lock_all", swap_first)
    assert lab.post(f"/{booking['id']}/cancel").status_code == 409
    assert lab.post(f"/{booking['id']}/cancel").status_code == 200
    lab.database.dispose()
