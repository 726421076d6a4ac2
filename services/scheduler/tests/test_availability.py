"""Timelines: what is free, what is taken, and that polling them is cheap and never wrong."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, update

from labwright_chassis import outbox
from labwright_contracts.auth import UserStatus
from labwright_scheduler import permissions
from labwright_scheduler.availability import service
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot

from .lab import KEEPER, at, problem_of

PATH = "/api/v1/scheduler/availability"
DAY = {"start": at(0), "end": at(24)}


def timelines(lab, **params):
    answer = lab.get("/availability", **{**DAY, **params})
    assert answer.status_code == 200, answer.text
    return answer.json()["devices"]


def hours(pieces):
    """Pieces of the day, in hours."""
    day = datetime.fromisoformat(at(0))
    return [
        tuple(
            (datetime.fromisoformat(piece[end]) - day) / timedelta(hours=1)
            for end in ("start", "end")
        )
        for piece in pieces
    ]


def left(timeline):
    capacities = [piece["capacity_left"] for piece in timeline["free"]]
    return list(zip(hours(timeline["free"]), capacities, strict=True))


def poll(lab, etag, **params):
    headers = {"If-None-Match": etag, **lab.headers()}
    return lab.client.get(PATH, headers=headers, params={**DAY, **params}).status_code


def test_the_day_of_a_device_is_free_or_taken(any_lab):
    any_lab.device(1)
    any_lab.person(1, "ann", display_name="Ann Bell")
    booked = any_lab.book((1, at(9), at(11))).json()
    answer = any_lab.get("/availability", **DAY).json()
    [timeline] = answer["devices"]
    assert left(timeline) == [((0, 9), 1), ((11, 24), 1)]
    [slot] = timeline["slots"]
    assert (slot["booking_id"], slot["status"], slot["owner_id"]) == (booked["id"], "CONFIRMED", 1)
    assert (hours([slot]), slot["overcommitted"]) == ([(9, 11)], False)
    assert answer["owners"] == [{"id": 1, "display_name": "Ann Bell"}]
    assert "Experiment" not in str(answer)


def test_capacity_is_what_is_left_of_it(lab):
    lab.device(1, capacity=3)
    lab.book((1, at(9), at(12)))
    lab.book((1, at(10), at(12)), user=2)
    [timeline] = timelines(lab)
    assert left(timeline) == [((0, 9), 3), ((9, 10), 2), ((10, 12), 1), ((12, 24), 3)]


def test_a_slot_that_reaches_beyond_the_time_is_whole_and_free_time_is_cut(lab):
    lab.device(1)
    lab.book((1, at(20), at(30)))
    [timeline] = timelines(lab)
    assert left(timeline) == [((0, 20), 1)]
    assert hours(timeline["slots"]) == [(20, 30)]


def test_what_was_given_up_is_free(lab):
    lab.device(1)
    uid = lab.book((1, at(9), at(11))).json()["id"]
    lab.post(f"/{uid}/cancel")
    [timeline] = timelines(lab)
    assert (left(timeline), timeline["slots"]) == ([((0, 24), 1)], [])


def test_closures_and_maintenance_block_with_their_reason(any_lab):
    any_lab.device(1, capacity=2)
    any_lab.maintenance(1, 1, at(8), at(9))
    close(any_lab, start=at(12), end=at(13))
    [timeline] = timelines(any_lab)
    assert hours(timeline["free"]) == [(0, 8), (9, 12), (13, 24)]
    told = [(b["kind"], b["reason"]) for b in timeline["blocks"]]
    assert told == [("maintenance", "New fans"), ("closure", "Power work")]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "planned"}, "planned"),
        ({"schedulable": False}, "not schedulable"),
        ({"status": "in_maintenance"}, "in_maintenance"),
    ],
)
def test_a_device_that_cannot_be_booked_is_blocked_by_its_status(lab, fields, reason):
    lab.device(1, **fields)
    [timeline] = timelines(lab)
    assert timeline["free"] == []
    [block] = timeline["blocks"]
    assert (block["kind"], block["reason"], hours([block])) == ("status", reason, [(0, 24)])


def test_maintenance_that_runs_blocks_its_window_and_not_what_comes_after(lab):
    lab.device(1, status="in_maintenance")
    lab.maintenance(1, 1, at(-30), at(3), state="in_progress")
    [timeline] = timelines(lab)
    assert hours(timeline["free"]) == [(3, 24)]
    lab.maintenance(1, 1, at(-50), at(-40), state="in_progress", version=2)
    [overrun] = timelines(lab)
    assert [block["kind"] for block in overrun["blocks"]] == ["status"]


def test_what_was_promised_too_often_says_so(lab):
    lab.device(1)
    lab.book((1, at(9), at(11)))
    close(lab, start=at(8), end=at(18))
    [timeline] = timelines(lab)
    assert [slot["overcommitted"] for slot in timeline["slots"]] == [True]


def test_devices_are_chosen_as_in_their_list(lab):
    lab.device(1, name="b", site=3, tags=("c-band",))
    lab.device(2, name="a", site=4)
    lab.device(3, name="c", removed_at=at(0, days=-1))
    for params, ids in (
        ({}, [2, 1]),
        ({"device_id": [1, 3]}, [1]),
        ({"site_id": 4}, [2]),
        ({"tag": "C-Band"}, [1]),
        ({"category": "OPTICAL", "type_id": 1}, [2, 1]),
        ({"type_id": 9}, []),
    ):
        assert [each["device_id"] for each in timelines(lab, **params)] == ids


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": at(24), "end": at(0)},
        {"end": at(0, days=93)},
        {"start": "2027-01-01T00:00:00"},
        {"end": None},
        {"limit": 3},
        {"device_id": "x"},
    ],
)
def test_a_question_that_cannot_be_understood_is_refused(lab, wrong):
    params = {name: value for name, value in (DAY | wrong).items() if value is not None}
    assert problem_of(lab.get("/availability", **params))["status"] == 422


def test_too_many_devices_are_refused_rather_than_cut(lab, monkeypatch):
    for module in ("queries", "service"):
        monkeypatch.setattr(f"labwright_scheduler.availability.{module}.MOST_DEVICES", 1)
    lab.device(1)
    assert len(timelines(lab)) == 1
    lab.device(2)
    [error] = problem_of(lab.get("/availability", **DAY))["errors"]
    assert error["pointer"] == "?device_id"


def test_timelines_are_for_those_who_may_read_bookings(lab):
    assert lab.client.get(PATH, params=DAY).status_code == 401
    assert lab.get("/availability", 1, permissions.DEVICE_READ, **DAY).status_code == 403


def test_the_owners_of_another_organisation_are_not_named(lab):
    lab.device(1)
    lab.book((1, at(9), at(11)))
    headers = lab.headers(2, org="other")
    answer = lab.client.get(PATH, headers=headers, params=DAY).json()
    [slot] = answer["devices"][0]["slots"]
    assert (slot["booking_id"], slot["owner_id"], answer["owners"]) == (None, None, [])


def close(lab, **fields):
    headers = lab.headers(9, *KEEPER, permissions.CLOSURE_WRITE)
    body = {"scope": "lab", "reason": "Power work", **fields}
    return lab.client.post("/api/v1/scheduler/closures", headers=headers, json=body)


def extend(lab, uid):
    return lab.post(f"/{uid}/extend", json={"by": "PT1H"})


def hand_over(lab, uid):
    lab.person(2, "bob")
    return lab.post(f"/{uid}/transfer", json={"username": "bob"})


WHAT_CHANGES = {
    "another booking": lambda lab, uid: lab.book((1, at(20), at(21))),
    "a hold": lambda lab, uid: lab.book((1, at(20), at(21)), hold=True),
    "an extension": extend,
    "a cancellation": lambda lab, uid: lab.post(f"/{uid}/cancel"),
    "another owner": hand_over,
    "a closure": lambda lab, uid: close(lab, start=at(8), end=at(18)),
    "a closure of a type": lambda lab, uid: close(
        lab, scope="type", target_ids=[1], start=at(8), end=at(18)
    ),
    "a maintenance": lambda lab, uid: lab.maintenance(1, 1, at(8), at(9)),
    "a capacity": lambda lab, uid: lab.device(1, version=2, capacity=2),
    "a status": lambda lab, uid: lab.device(1, version=2, status="spare"),
    "a name": lambda lab, uid: lab.device(1, version=2, name="other"),
    "a device that came": lambda lab, uid: lab.device(2),
    "a device that went": lambda lab, uid: lab.device(1, version=2, removed_at=at(0, days=-1)),
    "a restored backup": lambda lab, uid: lab.database.unit(outbox.raise_epoch),
}


@pytest.mark.parametrize("change", WHAT_CHANGES)
def test_a_poll_sees_what_changed(lab, change):
    lab.device(1)
    uid = lab.book((1, at(9), at(11))).json()["id"]
    etag = lab.get("/availability", **DAY).headers["etag"]
    assert poll(lab, etag) == 304
    WHAT_CHANGES[change](lab, uid)
    assert poll(lab, etag) == 200


def test_a_closure_that_moves_or_goes_is_seen(lab):
    lab.device(1)
    made = close(lab, start=at(8), end=at(18)).json()
    path = f"/api/v1/scheduler/closures/{made['id']}"
    headers = lab.headers(9, *KEEPER, permissions.CLOSURE_WRITE)
    for change in ({"reason": "Other"}, {"end": at(19)}, None):
        etag = lab.get("/availability", **DAY).headers["etag"]
        if change:
            assert lab.client.patch(path, headers=headers, json=change).status_code == 200
        else:
            assert lab.client.delete(path, headers=headers).status_code == 204
        assert poll(lab, etag) == 200


def test_what_happens_elsewhere_leaves_a_copy_good(lab):
    lab.device(1)
    lab.device(2)
    etag = lab.get("/availability", device_id=1, **DAY).headers["etag"]
    lab.book((2, at(9), at(11)))
    lab.person(7, "eve", status=UserStatus.ACTIVE)
    assert poll(lab, etag, device_id=1) == 304


def lasts(lab):
    """Seconds for which the copy is good as far as the clock is concerned."""
    now, _ = lab.read(service.queries.moment)
    etag = lab.get("/availability", start=at(-48), end=at(24)).headers["etag"]
    return int(etag.strip('"').rpartition(".")[2]) - now.timestamp()


def set_row(lab, row, **values):
    lab.database.unit(lambda session: session.execute(update(row).values(**values)))


def test_a_copy_is_good_until_the_clock_ends_something_of_it(lab):
    lab.device(1)
    assert 295 <= lasts(lab) <= 300
    lab.book((1, at(9), at(11)), hold=True)
    now, _ = lab.read(service.queries.moment)
    set_row(lab, Booking, held_until=now + timedelta(seconds=40))
    assert 35 <= lasts(lab) <= 40


def test_a_running_slot_is_good_until_it_ends_and_then_reads_as_completed(lab):
    lab.device(1)
    lab.book((1, at(9), at(11)))
    now, _ = lab.read(service.queries.moment)
    set_row(lab, Slot, start_at=now - timedelta(hours=1), end_at=now + timedelta(seconds=60))
    assert 55 <= lasts(lab) <= 60
    set_row(lab, Slot, end_at=now - timedelta(minutes=1))
    [timeline] = timelines(lab, start=at(-48), end=at(24))
    assert [slot["status"] for slot in timeline["slots"]] == ["COMPLETED"]
    assert 290 <= lasts(lab) <= 300


def test_running_maintenance_is_good_until_its_end(lab):
    lab.device(1, status="in_maintenance")
    now, _ = lab.read(service.queries.moment)
    end = (now + timedelta(seconds=30)).isoformat()
    lab.maintenance(1, 1, at(-30), end, state="in_progress")
    assert 25 <= lasts(lab) <= 30


def test_a_hold_that_ran_out_is_free_again_and_its_copy_is_not_good_any_more(lab):
    lab.device(1)
    lab.book((1, at(9), at(11)), hold=True)
    etag = lab.get("/availability", **DAY).headers["etag"]
    state = etag.strip('"').rpartition(".")[0]
    now, _ = lab.read(service.queries.moment)
    assert poll(lab, f'"{state}.{int(now.timestamp())}"') == 200
    assert poll(lab, f'"{state}.nonsense"') == 200
    set_row(lab, Booking, held_until=now - timedelta(seconds=1))
    [timeline] = timelines(lab)
    assert (left(timeline), timeline["slots"]) == ([((0, 24), 1)], [])


def test_timelines_cost_the_same_whatever_their_number(lab):
    seen = []
    event.listen(lab.database.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))

    def statements(**params):
        seen.clear()
        etag = lab.get("/availability", **DAY, **params).headers["etag"]
        whole = len(seen)
        seen.clear()
        assert poll(lab, etag, **params) == 304
        return whole, len(seen)

    for id in range(1, 21):
        lab.device(id)
        lab.book((id, at(9), at(10)), user=id)
    begin_moment_devices = 3
    blocks_slots_owners = 3
    costs = (begin_moment_devices + blocks_slots_owners, begin_moment_devices)
    assert statements(device_id=[1]) == costs
    assert statements() == costs
