"""Holds: kept for a while, confirmed or given up, and free again when their time is over."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from labwright_chassis import clock
from labwright_scheduler.bookings.jobs import settle_ended
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot

from .lab import KEEPER, at, problem_of


def lapse_all(lab):
    """Let the time of every hold be over."""
    past = clock.now() - timedelta(minutes=1)
    lab.database.unit(lambda session: session.execute(update(Booking).values(held_until=past)))


def states(lab):
    """The slots' states as the table has them."""
    return lab.read(lambda session: [s.state for s in session.scalars(select(Slot))])


def test_a_hold_occupies_and_is_confirmed(any_lab):
    any_lab.device(1)
    held = any_lab.book((1, at(9), at(10)), hold=True).json()
    assert held["status"] == "HELD"
    assert held["held_until"]
    assert any_lab.book((1, at(9), at(10)), user=2).status_code == 409
    assert any_lab.post(f"/{held['id']}/confirm").json()["status"] == "CONFIRMED"


def test_a_fourth_hold_is_refused(lab):
    lab.device(1)
    for hour in range(3):
        assert lab.book((1, at(hour), at(hour + 1)), hold=True).status_code == 201
    answer = lab.book((1, at(5), at(6)), hold=True)
    assert answer.status_code == 409
    assert problem_of(answer)["violations"][0]["rule"] == "max_open_holds"
    assert lab.book((1, at(5), at(6))).status_code == 201


def test_an_expired_hold_cannot_be_confirmed(any_lab):
    any_lab.device(1)
    held = any_lab.book((1, at(9), at(10)), hold=True).json()
    lapse_all(any_lab)
    answer = any_lab.post(f"/{held['id']}/confirm")
    assert answer.status_code == 409
    assert problem_of(answer)["type"] == "/problems/hold-expired"


def test_an_expired_hold_reads_as_expired_before_any_job_ran(lab):
    lab.device(1)
    held = lab.book((1, at(9), at(10)), hold=True).json()
    lapse_all(lab)
    assert lab.get(f"/bookings/{held['id']}").json()["status"] == "EXPIRED"
    assert states(lab) == ["HELD"]


def test_whoever_needs_the_room_expires_the_hold(any_lab):
    any_lab.device(1)
    any_lab.device(2)
    any_lab.book((1, at(9), at(10)), (2, at(9), at(10)), hold=True)
    lapse_all(any_lab)
    assert any_lab.book((1, at(9), at(10)), user=2).status_code == 201
    assert sorted(states(any_lab)) == ["CONFIRMED", "EXPIRED", "HELD"]


def test_the_job_expires_holds_and_frees_their_count(any_lab):
    any_lab.device(1)
    for hour in range(3):
        any_lab.book((1, at(hour), at(hour + 1)), hold=True)
    lapse_all(any_lab)
    settle_ended(any_lab.database)
    assert states(any_lab) == ["EXPIRED"] * 3
    assert any_lab.book((1, at(0), at(1)), hold=True).status_code == 201


def test_the_job_completes_what_has_ended(lab):
    lab.device(1)
    uid = lab.book((1, at(9), at(10))).json()["id"]
    yesterday = clock.now() - timedelta(days=1)
    lab.database.unit(
        lambda session: session.execute(
            update(Slot).values(start_at=yesterday - timedelta(hours=1), end_at=yesterday)
        )
    )
    assert lab.get(f"/bookings/{uid}").json()["status"] == "COMPLETED"
    settle_ended(lab.database)
    assert states(lab) == ["COMPLETED"]


def test_a_hold_whose_device_was_closed_cannot_be_confirmed(any_lab):
    any_lab.device(1)
    held = any_lab.book((1, at(9), at(10)), hold=True).json()
    any_lab.device(1, version=2, status="in_maintenance")
    answer = any_lab.post(f"/{held['id']}/confirm")
    assert answer.status_code == 409
    assert problem_of(answer)["conflicts"][0]["kind"] == "block"
    assert states(any_lab) == ["HELD"]


def test_cancelling_gives_the_room_back(any_lab):
    any_lab.device(1)
    uid = any_lab.book((1, at(9), at(10))).json()["id"]
    assert any_lab.post(f"/{uid}/cancel").json()["status"] == "CANCELLED"
    assert any_lab.book((1, at(9), at(10)), user=2).status_code == 201


@pytest.mark.parametrize("verb", ["cancel", "confirm"])
def test_a_cancelled_booking_cannot_be_changed(lab, verb):
    lab.device(1)
    uid = lab.book((1, at(9), at(10)), hold=True).json()["id"]
    lab.post(f"/{uid}/cancel")
    answer = lab.post(f"/{uid}/{verb}")
    assert answer.status_code == 409
    assert problem_of(answer)["type"] == "/problems/booking-over"


@pytest.mark.parametrize("verb", ["cancel", "confirm"])
def test_only_the_owner_or_a_keeper_may_change_a_booking(lab, verb):
    lab.device(1)
    lab.person(2, "bob")
    uid = lab.book((1, at(9), at(10)), hold=True, collaborators=["bob"]).json()["id"]
    assert lab.post(f"/{uid}/{verb}", 2).status_code == 403
    assert lab.post(f"/{uid}/{verb}", 3).status_code == 403
    assert lab.client.post(f"/api/v1/scheduler/bookings/{uid}/{verb}").status_code == 401
    assert lab.post(f"/{uid}/{verb}", 4, *KEEPER).status_code == 200


@pytest.mark.parametrize("verb", ["cancel", "confirm"])
def test_a_booking_that_does_not_exist_is_not_found(lab, verb):
    uid = "0198b6c0-0000-7000-8000-000000000000"
    assert lab.post(f"/{uid}/{verb}").status_code == 404
    assert lab.post(f"/not-a-uuid/{verb}").status_code == 422


def test_a_keeper_of_one_site_cancels_nothing_elsewhere(lab):
    lab.device(1, site=2)
    uid = lab.book((1, at(9), at(10))).json()["id"]
    address = f"/api/v1/scheduler/bookings/{uid}/cancel"
    elsewhere = lab.headers(4, *KEEPER, sites=[1])
    assert lab.client.post(address, headers=elsewhere).status_code == 403
    assert lab.client.post(address, headers=lab.headers(4, *KEEPER, sites=[2])).status_code == 200


def test_another_organisation_sees_nothing_of_it(lab):
    lab.device(1)
    uid = lab.book((1, at(9), at(10))).json()["id"]
    other = lab.headers(4, *KEEPER, org="other")
    assert lab.client.get(f"/api/v1/scheduler/bookings/{uid}", headers=other).status_code == 404
    assert lab.client.get("/api/v1/scheduler/bookings", headers=other).json()["count"] == 0


def test_the_job_finds_every_booking_behind_many_slots(lab):
    for id in range(1, 4):
        lab.device(id)
        lab.book(*[(id, at(n), at(n + 1)) for n in range(150)])
    past = clock.now() - timedelta(days=1)
    ended = update(Slot).values(start_at=past - timedelta(hours=1), end_at=past)
    lab.database.unit(lambda session: session.execute(ended))
    settle_ended(lab.database)
    assert set(states(lab)) == {"COMPLETED"}


def test_the_etag_changes_with_what_is_shown(lab):
    lab.device(1)
    uid = lab.book((1, at(9), at(10))).json()["id"]
    address = f"/api/v1/scheduler/bookings/{uid}"
    seen = {"If-None-Match": lab.client.get(address, headers=lab.headers()).headers["etag"]}
    assert lab.client.get(address, headers=lab.headers() | seen).status_code == 304
    lab.device(1, version=2, name="renamed")
    assert lab.client.get(address, headers=lab.headers() | seen).status_code == 200
