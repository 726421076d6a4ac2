"""Maintenance windows from inventory: refused while they stand, recorded where they come later."""

from datetime import timedelta

from sqlalchemy import select, update

from labwright_chassis import clock
from labwright_contracts.inventory import DeviceStatus
from labwright_scheduler.calendar.models import MaintenanceWindow, Overcommitment
from labwright_scheduler.maintenance.jobs import close_overrun

from .lab import at, problem_of
from .test_notifications import kinds


def causes(lab):
    standing = select(Overcommitment).where(Overcommitment.resolved_at.is_(None))
    return [row.cause for row in lab.read(lambda s: s.scalars(standing).all())]


def test_a_window_cannot_be_booked_and_says_why(any_lab):
    any_lab.device(1)
    any_lab.device(2)
    any_lab.maintenance(7, 1, at(9), at(12))
    [conflict] = problem_of(any_lab.book((1, at(11), at(13))))["conflicts"]
    assert (conflict["kind"], conflict["reason"]) == ("block", "New fans")
    assert any_lab.book((1, at(12), at(13))).status_code == 201
    assert any_lab.book((2, at(9), at(12))).status_code == 201


def test_what_was_booked_before_is_recorded_until_the_window_moves_away(any_lab):
    any_lab.device(1)
    any_lab.book((1, at(9), at(10)))
    any_lab.maintenance(7, 1, at(9), at(12))
    assert causes(any_lab) == ["maintenance 7"]
    any_lab.maintenance(7, 1, at(10), at(12), version=2)
    assert causes(any_lab) == []
    any_lab.maintenance(7, 1, at(9), at(12))  # late, and older
    assert causes(any_lab) == []


def test_a_cancelled_or_finished_window_blocks_nothing(lab):
    lab.device(1)
    lab.maintenance(7, 1, at(9), at(12))
    lab.maintenance(8, 1, at(13), at(14))
    removed = {"state": "cancelled", "removed_at": at(0, days=0)}
    lab.maintenance(7, 1, at(9), at(12), version=2, **removed)
    lab.maintenance(8, 1, at(13), at(14), version=2, state="done")
    assert lab.book((1, at(9), at(14))).status_code == 201


def test_a_window_that_comes_before_its_device_counts(lab):
    lab.maintenance(7, 1, at(9), at(12))
    lab.device(1)
    assert lab.book((1, at(9), at(10))).status_code == 409


def test_running_maintenance_blocks_its_window_and_not_what_comes_after(any_lab):
    now = clock.now().replace(second=0, microsecond=0)
    start, end = now - timedelta(hours=1), now + timedelta(hours=1)
    any_lab.device(1, status=DeviceStatus.IN_MAINTENANCE)
    assert any_lab.book((1, at(9), at(10))).status_code == 409
    any_lab.maintenance(7, 1, start.isoformat(), end.isoformat(), state="in_progress")
    assert any_lab.book((1, at(9), at(10))).status_code == 201
    soon = (now + timedelta(minutes=30)).isoformat()
    assert any_lab.book((1, soon, at(8))).status_code == 409
    assert causes(any_lab) == []


def test_bookings_behind_a_window_that_is_overrun_are_flagged_and_told_of(lab):
    now = clock.now().replace(second=0, microsecond=0)
    start, end = now - timedelta(hours=3), now + timedelta(hours=1)
    lab.device(1, status=DeviceStatus.IN_MAINTENANCE)
    lab.maintenance(7, 1, start.isoformat(), end.isoformat(), state="in_progress")
    assert lab.book((1, at(9), at(10))).status_code == 201
    close_overrun(lab.database)
    assert causes(lab) == []
    over = update(MaintenanceWindow).values(end_at=now - timedelta(minutes=1))
    lab.database.unit(lambda session: session.execute(over))
    close_overrun(lab.database)
    assert causes(lab) == ["device in_maintenance"]
    assert kinds(lab, 1) == ["device_lost"]
    close_overrun(lab.database)
    assert kinds(lab, 1) == ["device_lost"]


def test_maintenance_that_overruns_its_window_closes_the_device_until_it_is_over(lab):
    now = clock.now().replace(second=0, microsecond=0)
    start, end = now - timedelta(hours=3), now - timedelta(hours=1)
    lab.device(1, status=DeviceStatus.IN_MAINTENANCE)
    lab.maintenance(7, 1, start.isoformat(), end.isoformat(), state="in_progress")
    assert lab.book((1, at(9), at(10))).status_code == 409
    lab.device(1, version=2)
    lab.maintenance(7, 1, start.isoformat(), end.isoformat(), version=2, state="done")
    assert lab.book((1, at(9), at(10))).status_code == 201
