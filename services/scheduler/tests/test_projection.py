"""Following inventory and auth, and what a device's change does to its bookings."""

import time
from datetime import timedelta

from sqlalchemy import delete, select, update

from labwright_chassis import clock
from labwright_scheduler.bookings.jobs import settle_ended
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.subscribers import end_devices
from labwright_scheduler.calendar.models import Overcommitment, Slot
from labwright_scheduler.devices.models import Device
from labwright_scheduler.people.models import Person
from labwright_scheduler.people.subscribers import end_people

from .lab import at


def overcommitted(lab):
    """Standing overcommitments as (device, cause), and which slots are flagged."""

    def look(session):
        standing = select(Overcommitment).where(Overcommitment.resolved_at.is_(None))
        causes = [(o.device_id, o.cause) for o in session.scalars(standing)]
        return causes, [s.overcommitted for s in session.scalars(select(Slot).order_by(Slot.id))]

    return lab.read(look)


def test_a_device_is_not_found_until_its_event_arrives(lab):
    assert lab.get("/devices/1").status_code == 404
    lab.device(1, name="ROADM-7")
    assert lab.get("/devices/1").json()["name"] == "ROADM-7"


def test_an_older_event_changes_nothing(any_lab):
    any_lab.device(1, version=5, name="new")
    any_lab.device(1, version=4, name="old")
    any_lab.device(1, version=5, name="same")
    assert any_lab.get("/devices/1").json()["name"] == "new"


def test_a_higher_epoch_wins_over_a_higher_version(any_lab):
    any_lab.device(1, version=50, name="lost")
    any_lab.device(1, version=3, epoch=2, name="restored")
    assert any_lab.get("/devices/1").json()["name"] == "restored"


def test_what_a_restored_source_lost_is_removed_and_its_bookings_are_reported(any_lab):
    for id in (1, 2):
        any_lab.device(id)
    any_lab.person(7, "lost")
    assert any_lab.book((1, at(9), at(10))).status_code == 201
    any_lab.database.unit(lambda session: end_devices(session, [1], 2))
    any_lab.database.unit(lambda session: end_people(session, [7], 2))
    assert any_lab.get("/devices/1").status_code == 404
    assert any_lab.get("/devices/2").status_code == 200
    assert overcommitted(any_lab) == ([(1, "device removed")], [True])
    assert any_lab.read(lambda session: session.get(Person, 7)).removed_at is not None
    any_lab.device(1, epoch=2, name="found again")
    assert any_lab.get("/devices/1").json()["name"] == "found again"


def test_a_removed_device_disappears_and_a_higher_version_revives_it(lab):
    lab.device(1)
    lab.device(1, version=2, removed_at=at(0))
    assert lab.get("/devices/1").status_code == 404
    assert lab.get("/devices").json()["count"] == 0
    lab.device(1, version=3)
    assert lab.get("/devices/1").status_code == 200


def test_a_change_of_inventory_keeps_the_calendar_version(any_lab):
    any_lab.device(1)
    any_lab.book((1, at(9), at(10)))
    any_lab.device(1, version=2, name="renamed")
    assert any_lab.get("/devices/1").json()["calendar_version"] == 1


def test_a_lowered_capacity_records_what_is_overcommitted(any_lab):
    any_lab.device(1, capacity=2)
    any_lab.book((1, at(9), at(11)))
    any_lab.book((1, at(10), at(12)))
    any_lab.book((1, at(13), at(14)))
    any_lab.device(1, version=2, capacity=1)
    assert overcommitted(any_lab) == ([(1, "capacity lowered")], [True, True, False])


def test_a_device_going_into_maintenance_flags_its_bookings_and_takes_none_away(any_lab):
    any_lab.device(1)
    uid = any_lab.book((1, at(9), at(11))).json()["id"]
    any_lab.device(1, version=2, status="in_maintenance")
    assert overcommitted(any_lab) == ([(1, "device in_maintenance")], [True])
    assert any_lab.get(f"/bookings/{uid}").json()["status"] == "CONFIRMED"


def test_what_no_longer_exceeds_is_resolved(any_lab):
    any_lab.device(1)
    any_lab.book((1, at(9), at(11)))
    any_lab.device(1, version=2, status="in_maintenance")
    any_lab.device(1, version=3, status="active")
    assert overcommitted(any_lab) == ([], [False])


def test_cancelling_one_of_two_resolves_the_overcommitment(any_lab):
    any_lab.device(1, capacity=2)
    uid = any_lab.book((1, at(9), at(11))).json()["id"]
    any_lab.book((1, at(9), at(11)))
    any_lab.device(1, version=2, capacity=1)
    any_lab.post(f"/{uid}/cancel")
    assert overcommitted(any_lab) == ([], [False, False])


def test_people_are_followed_by_version(any_lab):
    any_lab.device(1)
    any_lab.book((1, at(9), at(10)))
    any_lab.person(1, "ann", version=1, display_name="Ann")
    any_lab.person(1, "ann", version=3, display_name="Ann B")
    any_lab.person(1, "ann", version=2, display_name="old")
    [booking] = any_lab.get("/bookings").json()["results"]
    assert booking["owner"]["display_name"] == "Ann B"


def test_a_device_that_is_new_here_is_compared_with_bookings_that_stand(any_lab):
    any_lab.device(1)
    any_lab.book((1, at(9), at(11)))
    any_lab.database.unit(lambda session: session.execute(delete(Device)))
    any_lab.device(1, version=2, status="in_maintenance")
    assert overcommitted(any_lab) == ([(1, "device in_maintenance")], [True])


def test_the_cause_follows_the_device(lab):
    lab.device(1, capacity=2)
    lab.book((1, at(9), at(11)))
    lab.book((1, at(9), at(11)))
    lab.device(1, version=2, capacity=1)
    lab.device(1, version=3, capacity=1, status="retired")
    assert overcommitted(lab)[0] == [(1, "device retired")]


def test_a_lapsed_hold_resolves_what_it_exceeded(any_lab):
    any_lab.device(1, capacity=2)
    any_lab.book((1, at(9), at(11)))
    any_lab.book((1, at(9), at(11)), hold=True)
    any_lab.device(1, version=2, capacity=1)
    past = clock.now() - timedelta(minutes=1)
    any_lab.database.unit(lambda session: session.execute(update(Booking).values(held_until=past)))
    assert overcommitted(any_lab)[0] == [(1, "capacity lowered")]
    settle_ended(any_lab.database)
    assert overcommitted(any_lab) == ([], [False, False])


def test_cancelling_on_an_overcommitted_device_stays_quick_with_many_bookings(lab):
    lab.device(1)
    started = time.perf_counter()
    uids = [lab.book((1, at(n), at(n + 0.5))).json()["id"] for n in range(200)]
    to_book = time.perf_counter() - started
    lab.device(1, version=2, status="in_maintenance")
    started = time.perf_counter()
    assert lab.post(f"/{uids[0]}/cancel").status_code == 200
    assert time.perf_counter() - started < to_book


def test_many_long_tags_are_no_obstacle(any_lab):
    any_lab.device(1, tags=tuple(f"{n:03}-{'x' * 240}" for n in range(50)))
    assert len(any_lab.get("/devices/1").json()["tags"]) == 50
