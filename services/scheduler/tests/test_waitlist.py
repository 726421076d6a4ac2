"""Waiting for room, and being offered it in one's turn."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from labwright_chassis import clock
from labwright_scheduler.bookings import rules
from labwright_scheduler.bookings.jobs import serve_queue, serve_waiting, settle_ended
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot

from .lab import KEEPER, at, problem_of


def wait(lab, *slots, user=2, **fields):
    answer = lab.book(*slots, user=user, wait=True, **fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def status(lab, booking):
    return lab.get(f"/bookings/{booking['id']}").json()["status"]


@pytest.fixture
def taken(any_lab):
    """A booking of device 1 that others wait for."""
    any_lab.device(1)
    return any_lab.book((1, at(9), at(11))).json()


def occupied(lab, device=1):
    statement = select(Slot.state, Booking.owner_id).join(Booking, Booking.id == Slot.booking_id)
    held = statement.where(Slot.device_id == device, Slot.occupies)
    return lab.read(lambda session: [tuple(row) for row in session.execute(held)])


def test_who_waits_takes_no_place(any_lab, taken):
    waiting = wait(any_lab, (1, at(10), at(12)))
    assert waiting["status"] == "WAITLISTED"
    assert any_lab.book((1, at(11), at(12)), user=3).status_code == 201


def test_what_fits_waits_for_nothing(lab):
    lab.device(1)
    assert wait(lab, (1, at(9), at(10)))["status"] == "CONFIRMED"


def test_room_is_kept_at_once_and_then_offered(any_lab, taken):
    waiting = wait(any_lab, (1, at(9), at(10)))
    any_lab.post(f"/{taken['id']}/cancel")
    assert occupied(any_lab) == [("HELD", 0)]
    assert any_lab.book((1, at(9), at(10)), user=3).status_code == 409
    assert any_lab.book((1, at(10), at(11)), user=3).status_code == 201
    serve_queue(any_lab.database)
    offer = any_lab.get(f"/bookings/{waiting['id']}").json()
    assert offer["status"] == "HELD"
    left = datetime.fromisoformat(offer["held_until"]) - clock.now()
    assert timedelta(hours=1, minutes=55) < left <= timedelta(hours=2)
    assert any_lab.post(f"/{waiting['id']}/confirm", 2).json()["status"] == "CONFIRMED"


def test_an_offer_ends_with_the_start(any_lab):
    any_lab.device(1)
    soon = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=30)
    hours = (soon.isoformat(), (soon + timedelta(hours=1)).isoformat())
    taken = any_lab.book((1, *hours)).json()
    waiting = wait(any_lab, (1, *hours))
    any_lab.post(f"/{taken['id']}/cancel")
    serve_queue(any_lab.database)
    until = any_lab.get(f"/bookings/{waiting['id']}").json()["held_until"]
    assert datetime.fromisoformat(until) == soon


def test_the_one_who_asked_first_is_first_and_the_next_follows(any_lab, taken):
    first, second = (wait(any_lab, (1, at(9), at(10)), user=user) for user in (2, 3))
    any_lab.post(f"/{taken['id']}/cancel")
    serve_queue(any_lab.database)
    assert (status(any_lab, first), status(any_lab, second)) == ("HELD", "WAITLISTED")
    any_lab.post(f"/{first['id']}/cancel", 2)
    serve_queue(any_lab.database)
    assert (status(any_lab, first), status(any_lab, second)) == ("CANCELLED", "HELD")


def test_the_higher_priority_comes_before_the_earlier(any_lab, taken):
    first, second = (wait(any_lab, (1, at(9), at(10)), user=user) for user in (2, 3))
    higher = update(Booking).where(Booking.owner_id == 3).values(priority=5)
    any_lab.database.unit(lambda session: session.execute(higher))
    any_lab.post(f"/{taken['id']}/cancel")
    serve_queue(any_lab.database)
    assert (status(any_lab, first), status(any_lab, second)) == ("WAITLISTED", "HELD")


def test_an_offer_that_runs_out_goes_to_the_next(any_lab, taken):
    first, second = (wait(any_lab, (1, at(9), at(10)), user=user) for user in (2, 3))
    any_lab.post(f"/{taken['id']}/cancel")
    serve_queue(any_lab.database)
    past = (
        update(Booking)
        .where(Booking.owner_id == 2)
        .values(held_until=clock.now() - timedelta(minutes=1))
    )
    any_lab.database.unit(lambda session: session.execute(past))
    settle_ended(any_lab.database)
    serve_queue(any_lab.database)
    assert (status(any_lab, first), status(any_lab, second)) == ("EXPIRED", "HELD")


def test_an_offer_is_for_all_of_it_or_goes_by(any_lab, taken):
    any_lab.device(2)
    other = any_lab.book((2, at(9), at(10)), user=4).json()
    both = wait(any_lab, (1, at(9), at(10)), (2, at(9), at(10)), user=2)
    one = wait(any_lab, (1, at(9), at(10)), user=3)
    any_lab.post(f"/{taken['id']}/cancel")
    serve_queue(any_lab.database)
    assert (status(any_lab, both), status(any_lab, one)) == ("WAITLISTED", "HELD")
    any_lab.post(f"/{one['id']}/cancel", 3)
    any_lab.post(f"/{other['id']}/cancel", 4)
    serve_queue(any_lab.database)
    assert status(any_lab, both) == "HELD"


def test_a_place_that_nobody_can_use_is_free_again(any_lab, taken):
    any_lab.device(2)
    any_lab.book((2, at(9), at(10)), user=4)
    wait(any_lab, (1, at(9), at(10)), (2, at(9), at(10)))
    any_lab.post(f"/{taken['id']}/cancel")
    serve_queue(any_lab.database)
    assert occupied(any_lab) == []


def test_nobody_depends_on_the_worker(any_lab, taken):
    wait(any_lab, (1, at(9), at(10)))
    any_lab.post(f"/{taken['id']}/cancel")
    past = (
        update(Booking)
        .where(Booking.owner_id == 0)
        .values(held_until=clock.now() - timedelta(minutes=1))
    )
    any_lab.database.unit(lambda session: session.execute(past))
    assert any_lab.book((1, at(9), at(10)), user=3).status_code == 201


def test_what_was_missed_is_offered_later(any_lab, taken):
    waiting = wait(any_lab, (1, at(9), at(10)))
    gone = update(Slot).where(Slot.state == "CONFIRMED").values(state="CANCELLED")
    any_lab.database.unit(lambda session: session.execute(gone))
    serve_waiting(any_lab.database)
    assert status(any_lab, waiting) == "HELD"


def test_room_that_an_expired_hold_left_goes_to_who_needs_it_and_the_rest_to_who_waits(any_lab):
    any_lab.device(1)
    any_lab.book((1, at(9), at(11)), hold=True)
    waiting = wait(any_lab, (1, at(10), at(11)))
    past = (
        update(Booking)
        .where(Booking.owner_id == 1)
        .values(held_until=clock.now() - timedelta(minutes=1))
    )
    any_lab.database.unit(lambda session: session.execute(past))
    assert any_lab.book((1, at(9), at(10)), user=3).status_code == 201
    assert any_lab.book((1, at(10), at(11)), user=3).status_code == 409
    serve_queue(any_lab.database)
    assert status(any_lab, waiting) == "HELD"


def closed(lab):
    headers = lab.headers(9, *KEEPER, "scheduler:closure:write")
    body = {"scope": "device", "target_ids": [1], "start": at(8), "end": at(12), "reason": "paint"}
    closure = lab.client.post("/api/v1/scheduler/closures", headers=headers, json=body).json()
    return lambda: lab.client.delete(f"/api/v1/scheduler/closures/{closure['id']}", headers=headers)


def unscheduled(lab):
    lab.device(1, version=2, schedulable=False)
    return lambda: lab.device(1, version=3)


def too_small(lab):
    lab.book((1, at(9), at(10)), user=4)
    return lambda: lab.device(1, version=2, capacity=2)


def in_maintenance(lab):
    lab.maintenance(1, 1, at(8), at(12))
    return lambda: lab.maintenance(1, 1, at(8), at(12), version=2, state="done")


@pytest.mark.parametrize("block", [closed, unscheduled, too_small, in_maintenance])
def test_room_appears_also_with_the_device(any_lab, block):
    any_lab.device(1)
    let_go = block(any_lab)
    waiting = wait(any_lab, (1, at(9), at(10)))
    assert waiting["status"] == "WAITLISTED"
    let_go()
    serve_queue(any_lab.database)
    assert status(any_lab, waiting) == "HELD"


def test_waiting_ends_with_the_start_of_the_first(lab):
    lab.device(1)
    lab.book((1, at(9), at(11)))
    waiting = wait(lab, (1, at(9), at(10)), (1, at(10), at(11)))
    assert {slot["expires_at"] for slot in waiting["slots"]} == {at(9).replace("+00:00", "Z")}
    past = update(Slot).where(Slot.state == "WAITLISTED").values(expires_at=clock.now())
    lab.database.unit(lambda session: session.execute(past))
    assert status(lab, waiting) == "EXPIRED"
    settle_ended(lab.database)
    assert lab.post(f"/{waiting['id']}/cancel", 2).status_code == 409


def test_a_rule_is_not_waited_for(lab):
    lab.device(1)
    lab.book((1, at(9), at(10)))
    assert lab.book((1, at(-99), at(10)), user=2, wait=True).status_code == 409


def test_nobody_waits_for_everything(lab, monkeypatch):
    monkeypatch.setattr(rules, "MOST_WAITING", 1)
    lab.device(1)
    lab.book((1, at(9), at(11)))
    wait(lab, (1, at(9), at(10)))
    answer = lab.book((1, at(10), at(11)), user=2, wait=True)
    assert [v["rule"] for v in problem_of(answer)["violations"]] == ["max_waiting"]


def test_what_the_queue_reserves_is_nobodys_booking(any_lab, taken):
    wait(any_lab, (1, at(9), at(10)))
    any_lab.post(f"/{taken['id']}/cancel")
    assert {b["owner"]["id"] for b in any_lab.get("/bookings").json()["results"]} == {1, 2}
