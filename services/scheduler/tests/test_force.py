"""Overrides: with a right of their own and a reason, recorded with their cause."""

import pytest
from sqlalchemy import select

from labwright_chassis.tables import outbox
from labwright_contracts.problems import RuleViolation
from labwright_scheduler.calendar.models import Overcommitment
from labwright_scheduler.policies import service as policies
from labwright_scheduler.policies.rules import Judgement

from .lab import KEEPER, at, problem_of

FORCER = (*KEEPER, "scheduler:booking:force")
WHY = {"force": True, "reason": "demo for the board"}


def force(lab, *slots, user=9, rights=FORCER, **fields):
    return lab.book(*slots, headers=lab.headers(user, *rights), **WHY, **fields)


def causes(lab):
    statement = select(Overcommitment.cause).where(Overcommitment.resolved_at.is_(None))
    return lab.read(lambda session: list(session.scalars(statement)))


def test_a_forced_booking_stands_and_says_so(any_lab):
    any_lab.device(1)
    mine = any_lab.book((1, at(9), at(10))).json()
    forced = force(any_lab, (1, at(9), at(10))).json()
    assert (forced["status"], forced["slots"][0]["overcommitted"]) == ("CONFIRMED", True)
    assert any_lab.get(f"/bookings/{mine['id']}").json()["slots"][0]["overcommitted"]
    [cause] = causes(any_lab)
    assert cause.startswith("forced by booking")
    any_lab.post(f"/{mine['id']}/cancel")
    assert causes(any_lab) == []


def test_the_override_is_audited_with_what_was_against_it(lab):
    lab.device(1)
    lab.book((1, at(9), at(10)))
    force(lab, (1, at(9), at(10)))
    payloads = lab.read(lambda session: list(session.scalars(select(outbox.c.payload))))
    entry = [p for p in payloads if p and "outcome" in p][-1]
    assert (entry["actor"], entry["reason"]) == ("user/9", WHY["reason"])
    assert entry["after"]["overridden"][0]["kind"] == "slot"


def test_a_closed_device_can_be_forced_and_one_that_is_gone_cannot(any_lab):
    any_lab.device(1, status="in_maintenance")
    assert force(any_lab, (1, at(9), at(10))).status_code == 201
    assert causes(any_lab) == ["device in_maintenance"]
    any_lab.device(2, removed_at=at(0, days=-1))
    assert force(any_lab, (2, at(9), at(10))).status_code == 422


def test_extending_and_moving_can_be_forced(any_lab):
    any_lab.device(1)
    mine = any_lab.book((1, at(9), at(10))).json()
    any_lab.book((1, at(10), at(11)), user=2)
    path = f"/{mine['id']}"
    assert any_lab.post(f"{path}/extend", 9, *FORCER, json={"by": "PT1H"}).status_code == 409
    longer = any_lab.post(f"{path}/extend", 9, *FORCER, json={"by": "PT1H", **WHY})
    assert longer.json()["slots"][0]["overcommitted"]
    moved = any_lab.post(f"{path}/move", 9, *FORCER, json={"start": at(10), **WHY})
    assert moved.status_code == 200
    assert len(causes(any_lab)) == 1


def test_a_forced_move_in_its_own_way_is_audited(any_lab, monkeypatch):
    any_lab.device(1)
    mine = any_lab.book((1, at(9), at(10)), (1, at(10), at(11))).json()
    asking = Judgement(needs_approval=True, reasons=["moves"])
    monkeypatch.setattr(policies, "judge", lambda session, request, devices: asking)
    move = {"by": "PT1H", **WHY}
    assert any_lab.post(f"/{mine['id']}/move", json={"by": "PT1H"}).status_code == 409
    assert any_lab.post(f"/{mine['id']}/move", 9, *FORCER, json=move).status_code == 200
    assert len(causes(any_lab)) == 1
    payloads = any_lab.read(lambda session: list(session.scalars(select(outbox.c.payload))))
    audited = [p for p in payloads if p and "outcome" in p]
    moved = [p for p in audited if p["action"] == "scheduler.booking.reshape"][-1]
    assert [each["kind"] for each in moved["after"]["overridden"]] == ["slot"]


def test_an_approval_can_be_forced(any_lab, monkeypatch):
    any_lab.device(1)
    asking = Judgement(needs_approval=True)
    monkeypatch.setattr(policies, "judge", lambda session, request, devices: asking)
    booking = any_lab.book((1, at(9), at(10))).json()
    any_lab.maintenance(1, 1, at(8), at(12))
    path = f"/{booking['id']}/approve"
    assert any_lab.post(path, 9, *FORCER).status_code == 409
    assert any_lab.post(path, 9, *KEEPER, json=WHY).status_code == 403
    assert any_lab.post(path, 9, *FORCER, json=WHY).json()["status"] == "CONFIRMED"


def test_a_rule_of_the_lab_is_overridden_and_a_first_rule_is_not(lab, monkeypatch):
    lab.device(1)
    against = Judgement([RuleViolation(rule="max_hours_per_week", limit=1, actual=2)])
    monkeypatch.setattr(policies, "judge", lambda session, request, devices: against)
    assert lab.book((1, at(9), at(10))).status_code == 409
    assert force(lab, (1, at(9), at(10))).status_code == 201
    for slot in (
        (1, at(-99), at(-98)),
        (1, at(0), at(0, days=40)),
        (1, at(0, days=400), at(1, days=400)),
    ):
        assert problem_of(force(lab, slot))["type"] == "/problems/booking-refused"


@pytest.mark.parametrize("sites", [[1], "*"])
def test_who_may_not_force_does_not(lab, sites):
    lab.device(1, site=2)
    lab.book((1, at(9), at(10)))
    assert force(lab, (1, at(9), at(10)), rights=KEEPER).status_code == 403
    wanted = [{"device_id": 1, "start": at(9), "end": at(10)}]
    headers = lab.headers(9, *FORCER, sites=sites)
    body = {"title": "x", "slots": wanted, **WHY}
    answer = lab.client.post("/api/v1/scheduler/bookings", headers=headers, json=body)
    assert answer.status_code == (201 if sites == "*" else 403)


def test_who_forces_says_why(lab):
    lab.device(1)
    headers = lab.headers(9, *FORCER)
    assert lab.book((1, at(9), at(10)), headers=headers, force=True).status_code == 422
