"""Checking in, what is let go for want of it, and what those leave behind who are gone."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from labwright_chassis import clock
from labwright_scheduler.bookings.jobs import follow_owners, release_unused
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.policies import service as policies
from labwright_scheduler.policies.rules import Judgement
from labwright_scheduler.policies.service import CheckInWindow

from .lab import KEEPER, at, problem_of
from .test_changing import begun
from .test_waitlist import status, wait

USER = "scheduler:booking:check_in"


@pytest.fixture
def asked_for(monkeypatch):
    """A lab that asks for a check-in within half an hour."""
    window = CheckInWindow(timedelta(minutes=15), timedelta(minutes=30))
    asks = lambda session, ids, *, now: dict.fromkeys(ids, window)  # noqa: E731
    monkeypatch.setattr(policies, "check_in_within", asks)


@pytest.fixture
def running(any_lab):
    any_lab.device(1)
    any_lab.person(2, "bob")
    booking = any_lab.book((1, at(9), at(10)), collaborators=["bob"]).json()
    begun(any_lab, booking)
    return booking


def check_in(lab, booking, user=1, *rights, **body):
    return lab.post(f"/{booking['id']}/check-in", user, *(rights or (USER,)), json=body)


def test_owner_and_collaborator_check_in(any_lab, running):
    assert check_in(any_lab, running, 2).json()["slots"][0]["checked_in_at"]
    version = any_lab.get(f"/bookings/{running['id']}").json()["version"]
    assert check_in(any_lab, running).json()["version"] == version


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_an_extension_of_what_is_used_is_used(any_lab, running, monkeypatch, late):
    asking = Judgement(needs_approval=True, reasons=["long"])
    monkeypatch.setattr(policies, "judge", lambda session, request, devices: asking)
    if not late:
        check_in(any_lab, running)
    any_lab.post(f"/{running['id']}/extend", json={"by": "PT1H"})
    any_lab.post(f"/{running['id']}/approve", 9, *KEEPER, json={})
    if late:
        check_in(any_lab, running)
    slots = any_lab.get(f"/bookings/{running['id']}").json()["slots"]
    assert [(s["status"], bool(s["checked_in_at"])) for s in slots] == [("CONFIRMED", True)] * 2


def test_nobody_else_checks_in(lab):
    lab.device(1)
    booking = lab.book((1, at(9), at(10))).json()
    assert check_in(lab, booking, 3).status_code == 403
    assert check_in(lab, booking, 9, *KEEPER, USER).status_code == 403
    assert check_in(lab, booking, 1, "scheduler:booking:read").status_code == 403
    address = f"/api/v1/scheduler/bookings/{booking['id']}/check-in"
    assert lab.client.post(address).status_code == 401
    assert check_in(lab, {"id": "0198b6c0-0000-7000-8000-000000000000"}).status_code == 404


def test_what_neither_runs_nor_begins_soon_is_not_checked_in(lab):
    lab.device(1)
    booking = lab.book((1, at(9), at(10))).json()
    assert check_in(lab, booking).status_code == 409
    soon = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=10)
    booking = lab.book((1, soon.isoformat(), (soon + timedelta(hours=1)).isoformat())).json()
    assert check_in(lab, booking).status_code == 200


def test_what_nobody_checked_in_is_let_go_where_a_rule_asks(any_lab, running, asked_for):
    release_unused(any_lab.database)
    assert status(any_lab, running) == "RELEASED"
    assert check_in(any_lab, running).status_code == 409


def test_what_was_checked_in_stays_and_so_does_all_without_a_rule(any_lab, running, request):
    release_unused(any_lab.database)
    assert status(any_lab, running) == "CONFIRMED"
    check_in(any_lab, running)
    request.getfixturevalue("asked_for")
    release_unused(any_lab.database)
    assert status(any_lab, running) == "CONFIRMED"


def ahead(monkeypatch, minutes):
    """Let it be so much later by the database's clock."""
    later = lambda session: clock.now() + timedelta(minutes=minutes)  # noqa: E731
    monkeypatch.setattr(clock, "database_now", later)


def test_what_is_approved_late_has_its_time_from_then_on(any_lab, asked_for, monkeypatch):
    any_lab.device(1)
    asking = Judgement(needs_approval=True)
    monkeypatch.setattr(policies, "judge", lambda session, request, devices: asking)
    booking = any_lab.book((1, at(9), at(10))).json()
    begun(any_lab, booking)
    waits = update(Slot).values(expires_at=clock.now() + timedelta(hours=1))
    any_lab.database.unit(lambda session: session.execute(waits))
    assert any_lab.post(f"/{booking['id']}/approve", 9, *KEEPER).status_code == 200
    release_unused(any_lab.database)
    assert status(any_lab, booking) == "CONFIRMED"
    ahead(monkeypatch, 31)
    release_unused(any_lab.database)
    assert status(any_lab, booking) == "RELEASED"


def test_what_was_held_has_its_time_from_when_it_was_confirmed(lab, asked_for):
    lab.device(1)
    held = lab.book((1, at(9), at(10)), hold=True).json()
    begun(lab, held)
    assert lab.post(f"/{held['id']}/confirm").status_code == 200
    release_unused(lab.database)
    assert status(lab, held) == "CONFIRMED"


def test_what_was_confirmed_in_time_is_due_from_its_start():
    start = clock.now()
    slot = Slot(start_at=start, agreed_at=start - timedelta(days=1))
    assert slot.due_from == start


@pytest.fixture
def left(any_lab):
    """A booking of somebody who is disabled, and somebody who waits for the device."""
    any_lab.device(1)
    any_lab.person(1, "ann")
    booking = any_lab.book((1, at(9), at(10))).json()
    waiting = wait(any_lab, (1, at(9), at(10)))
    any_lab.person(1, "ann", version=2, status="disabled")
    return booking, waiting


def shown(lab, booking):
    return lab.get(f"/bookings/{booking['id']}").json()


def days_later(lab, days=2):
    past = clock.now() - timedelta(days=days)
    flagged = update(Booking).where(Booking.owner_gone_at.is_not(None))
    lab.database.unit(lambda session: session.execute(flagged.values(owner_gone_at=past)))


def test_what_somebody_left_behind_is_flagged_and_then_let_go(any_lab, left):
    booking, waiting = left
    follow_owners(any_lab.database)
    assert shown(any_lab, booking)["owner_gone_at"]
    [flagged] = any_lab.get("/approvals", 9, *KEEPER).json()["results"]
    assert flagged["slot_ids"] == [booking["slots"][0]["id"]]
    assert any_lab.get("/approvals", 9, *KEEPER, owner_gone=False).json()["count"] == 0
    follow_owners(any_lab.database)
    assert status(any_lab, booking) == "CONFIRMED"
    days_later(any_lab)
    follow_owners(any_lab.database)
    assert (status(any_lab, booking), status(any_lab, waiting)) == ("CANCELLED", "WAITLISTED")


def test_who_takes_it_over_keeps_it(any_lab, left):
    booking, _ = left
    follow_owners(any_lab.database)
    any_lab.person(3, "eve")
    any_lab.post(f"/{booking['id']}/transfer", 9, *KEEPER, json={"username": "eve"})
    days_later(any_lab)
    follow_owners(any_lab.database)
    after = shown(any_lab, booking)
    assert (after["status"], after["owner_gone_at"]) == ("CONFIRMED", None)


def test_who_comes_back_has_his_bookings_again(any_lab, left):
    booking, _ = left
    follow_owners(any_lab.database)
    any_lab.person(1, "ann", version=3)
    follow_owners(any_lab.database)
    assert shown(any_lab, booking)["owner_gone_at"] is None


def test_what_is_over_says_so(lab):
    lab.device(1)
    booking = lab.book((1, at(9), at(10))).json()
    lab.post(f"/{booking['id']}/cancel")
    assert problem_of(check_in(lab, booking))["type"] == "/problems/booking-over"


def test_a_clock_that_moved_back_does_no_harm(any_lab, monkeypatch):
    any_lab.device(1)
    booking = any_lab.book((1, at(9), at(10)), hold=True).json()
    back = lambda session: clock.now() - timedelta(days=1)  # noqa: E731
    monkeypatch.setattr(clock, "database_now", back)
    assert any_lab.post(f"/{booking['id']}/confirm").json()["status"] == "CONFIRMED"
    assert any_lab.post(f"/{booking['id']}/release").status_code == 409
    assert any_lab.post(f"/{booking['id']}/cancel").json()["status"] == "CANCELLED"
