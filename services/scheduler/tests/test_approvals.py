"""Requests that somebody has to approve: booked, grown, moved, decided, expired."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from labwright_chassis import clock
from labwright_scheduler.bookings.jobs import settle_ended
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.policies import service as policies
from labwright_scheduler.policies.rules import Judgement

from .lab import KEEPER, at, problem_of
from .test_rules import make


@pytest.fixture
def strict(monkeypatch):
    """A lab in which somebody has to approve everything."""
    asking = Judgement(needs_approval=True, reasons=["long bookings"])
    monkeypatch.setattr(policies, "judge", lambda session, request, devices: asking)


def asked(lab, *slots, **fields):
    answer = lab.book(*slots, **fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def approve(lab, booking, user=9, rights=KEEPER, **body):
    return lab.post(f"/{booking['id']}/approve", user, *rights, json=body)


def reject(lab, booking, user=9, rights=KEEPER, **body):
    return lab.post(f"/{booking['id']}/reject", user, *rights, json={"reason": "no", **body})


def shape(answer):
    """State, start and end of each slot."""
    assert answer.status_code in (200, 201), answer.text
    slots = answer.json()["slots"]
    return sorted((s["status"], s["device_id"], s["start"][11:16], s["end"][11:16]) for s in slots)


def test_a_request_takes_its_place_until_it_is_approved(any_lab, strict):
    any_lab.device(1)
    booking = asked(any_lab, (1, at(9), at(10)))
    assert (booking["status"], booking["approval_reasons"]) == ("PENDING", ["long bookings"])
    assert any_lab.book((1, at(9), at(10)), user=2).status_code == 409
    assert approve(any_lab, booking).json()["status"] == "CONFIRMED"


def test_a_limit_for_a_project_holds_where_an_approver_decides(lab, strict):
    lab.device(1)
    lab.group(7, 1)
    longest = {"kind": "approver_limit", "longest": "PT1H"}
    assert make(lab, longest, target={"project_ids": [7]}).status_code == 201
    [violation] = problem_of(approve(lab, asked(lab, (1, at(9), at(11)), project_id=7)))[
        "violations"
    ]
    assert violation["rule"] == "approver_longest"


def test_a_rejected_request_gives_the_room_back(any_lab, strict):
    any_lab.device(1)
    booking = asked(any_lab, (1, at(9), at(10)))
    assert reject(any_lab, booking).json()["status"] == "REJECTED"
    assert any_lab.book((1, at(9), at(10)), user=2).status_code == 201


def test_a_confirmed_hold_waits_for_approval(any_lab, strict):
    any_lab.device(1)
    held = asked(any_lab, (1, at(9), at(10)), hold=True)
    assert held["status"] == "HELD"
    assert any_lab.post(f"/{held['id']}/confirm").json()["status"] == "PENDING"
    assert approve(any_lab, held).json()["status"] == "CONFIRMED"


def test_single_slots_are_decided_each_for_itself(lab, strict):
    lab.device(1)
    lab.device(2)
    booking = asked(lab, (1, at(9), at(10)), (2, at(9), at(10)))
    assert approve(lab, booking, device_ids=[1]).json()["status_text"] == "1 of 2 confirmed"
    assert shape(reject(lab, booking, device_ids=[2])) == [
        ("CONFIRMED", 1, "09:00", "10:00"),
        ("REJECTED", 2, "09:00", "10:00"),
    ]


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_nobody_decides_on_his_own_request(lab, strict, verb):
    lab.device(1)
    booking = asked(lab, (1, at(9), at(10)))
    answer = lab.post(f"/{booking['id']}/{verb}", 1, *KEEPER, json={"reason": "mine"})
    assert answer.status_code == 403
    assert "own" in problem_of(answer)["detail"]


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_what_he_asked_for_stays_his_own_request_when_he_hands_it_over(any_lab, strict, verb):
    any_lab.device(1)
    any_lab.person(1, "ann")
    any_lab.person(2, "bob")
    booking = asked(any_lab, (1, at(9), at(10)))
    assert any_lab.post(f"/{booking['id']}/transfer", json={"username": "bob"}).status_code == 200
    decide = {"approve": approve, "reject": reject}[verb]
    assert decide(any_lab, booking, user=1).status_code == 403
    assert decide(any_lab, booking).status_code == 200


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_who_may_not_decide_does_not(lab, strict, verb):
    lab.device(1, site=2)
    address = f"/api/v1/scheduler/bookings/{asked(lab, (1, at(9), at(10)))['id']}/{verb}"
    for headers, status in (
        (None, 401),
        (lab.headers(4, "scheduler:booking:read"), 403),
        (lab.headers(4), 403),
        (lab.headers(4, *KEEPER, sites=[1]), 403),
        (lab.headers(4, *KEEPER, sites=[2]), 200),
    ):
        assert lab.client.post(address, headers=headers, json={"reason": "x"}).status_code == status


def test_a_steward_decides_on_his_devices_alone(lab, strict):
    lab.device(1, steward_id=4)
    lab.device(2, steward_id=5)
    booking = asked(lab, (1, at(9), at(10)), (2, at(9), at(10)))
    assert lab.post(f"/{booking['id']}/approve", 4).status_code == 403
    one = lab.post(f"/{booking['id']}/approve", 4, json={"device_ids": [1]})
    assert one.json()["status_text"] == "1 of 2 confirmed"
    assert lab.get("/approvals", 4).json()["count"] == 0
    [waiting] = lab.get("/approvals", 5).json()["results"]
    assert waiting["booking"]["title"] == "Experiment"


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_what_is_over_or_not_there_is_not_decided(lab, strict, verb):
    lab.device(1)
    booking = asked(lab, (1, at(9), at(10)))
    lab.post(f"/{booking['id']}/cancel")
    answer = lab.post(f"/{booking['id']}/{verb}", 9, *KEEPER, json={"reason": "late"})
    assert problem_of(answer)["type"] == "/problems/booking-over"
    unknown = "/0198b6c0-0000-7000-8000-000000000000"
    assert lab.post(f"{unknown}/{verb}", 9, *KEEPER, json={"reason": "?"}).status_code == 404


def test_a_rejection_says_why(lab, strict):
    lab.device(1)
    booking = asked(lab, (1, at(9), at(10)))
    assert lab.post(f"/{booking['id']}/reject", 9, *KEEPER, json={}).status_code == 422


def test_a_request_whose_device_went_into_maintenance_is_not_approved(any_lab, strict):
    any_lab.device(1)
    booking = asked(any_lab, (1, at(9), at(10)))
    any_lab.maintenance(1, 1, at(8), at(12))
    answer = approve(any_lab, booking)
    assert problem_of(answer)["conflicts"][0]["kind"] == "block"
    assert any_lab.get(f"/bookings/{booking['id']}").json()["status"] == "PENDING"


def test_a_request_beyond_a_lowered_capacity_is_not_approved(any_lab, strict):
    any_lab.device(1, capacity=2)
    first, second = (asked(any_lab, (1, at(9), at(10)), user=user) for user in (1, 2))
    any_lab.device(1, version=2, capacity=1)
    assert problem_of(approve(any_lab, first))["conflicts"][0]["kind"] == "slot"
    assert reject(any_lab, second).status_code == 200
    assert approve(any_lab, first).status_code == 200


def test_growth_waits_beside_what_stands(any_lab, monkeypatch, request):
    any_lab.device(1)
    booking = asked(any_lab, (1, at(9), at(10)))
    request.getfixturevalue("strict")
    longer = any_lab.post(f"/{booking['id']}/extend", json={"by": "PT1H"})
    waiting = [("CONFIRMED", 1, "09:00", "10:00"), ("PENDING", 1, "10:00", "11:00")]
    assert shape(longer) == waiting
    assert [s["extends"] for s in longer.json()["slots"]] == [None, booking["slots"][0]["id"]]
    assert shape(approve(any_lab, booking)) == [
        ("CONFIRMED", 1, "09:00", "10:00"),
        ("CONFIRMED", 1, "10:00", "11:00"),
    ]


def test_shrinking_waits_for_nobody(lab, request):
    lab.device(1)
    booking = asked(lab, (1, at(9), at(11)))
    request.getfixturevalue("strict")
    shorter = lab.post(f"/{booking['id']}/extend", json={"end": at(10)})
    assert shape(shorter) == [("CONFIRMED", 1, "09:00", "10:00")]


def test_a_move_waits_while_the_old_slot_stands_and_both_change_together(any_lab, request):
    any_lab.device(1)
    booking = asked(any_lab, (1, at(9), at(10)))
    request.getfixturevalue("strict")
    moved = any_lab.post(f"/{booking['id']}/move", json={"by": "PT5H"})
    assert shape(moved) == [("CONFIRMED", 1, "09:00", "10:00"), ("PENDING", 1, "14:00", "15:00")]
    assert shape(approve(any_lab, booking)) == [
        ("CANCELLED", 1, "09:00", "10:00"),
        ("CONFIRMED", 1, "14:00", "15:00"),
    ]


def test_a_move_onto_itself_takes_only_what_is_new_until_it_is_approved(any_lab, request):
    any_lab.device(1)
    booking = asked(any_lab, (1, at(9), at(11)))
    request.getfixturevalue("strict")
    moved = any_lab.post(f"/{booking['id']}/move", json={"by": "PT1H"})
    assert shape(moved) == [("CONFIRMED", 1, "09:00", "11:00"), ("PENDING", 1, "11:00", "12:00")]
    assert shape(approve(any_lab, booking)) == [
        ("CANCELLED", 1, "09:00", "11:00"),
        ("CONFIRMED", 1, "10:00", "12:00"),
    ]
    assert any_lab.book((1, at(9), at(10)), user=2).status_code == 201


def test_a_rejected_move_leaves_the_old_slot(lab, request):
    lab.device(1)
    lab.device(2)
    booking = asked(lab, (1, at(9), at(10)))
    request.getfixturevalue("strict")
    other = [{"id": booking["slots"][0]["id"], "device_id": 2}]
    path = f"/api/v1/scheduler/bookings/{booking['id']}/slots"
    lab.client.patch(path, headers=lab.headers(), json={"slots": other})
    assert shape(reject(lab, booking)) == [
        ("CONFIRMED", 1, "09:00", "10:00"),
        ("REJECTED", 2, "09:00", "10:00"),
    ]


def test_slots_that_would_stand_in_one_anothers_place_cannot_wait_to_move(lab, request):
    lab.device(1)
    booking = asked(lab, (1, at(9), at(10)), (1, at(10), at(11)))
    request.getfixturevalue("strict")
    answer = lab.post(f"/{booking['id']}/move", json={"by": "PT1H"})
    assert problem_of(answer)["type"] == "/problems/booking-refused"


def test_a_newer_wish_takes_the_place_of_one_that_waits(lab, request):
    lab.device(1)
    booking = asked(lab, (1, at(9), at(10)))
    request.getfixturevalue("strict")
    lab.post(f"/{booking['id']}/move", json={"by": "PT2H"})
    again = lab.post(f"/{booking['id']}/move", json={"by": "PT4H"})
    assert shape(again) == [
        ("CANCELLED", 1, "11:00", "12:00"),
        ("CONFIRMED", 1, "09:00", "10:00"),
        ("PENDING", 1, "13:00", "14:00"),
    ]


def test_cancelling_a_slot_takes_back_what_waits_for_it(lab, request):
    lab.device(1)
    booking = asked(lab, (1, at(9), at(10)))
    request.getfixturevalue("strict")
    lab.post(f"/{booking['id']}/extend", json={"by": "PT1H"})
    gone = lab.post(f"/{booking['id']}/cancel", json={"slot_ids": [booking["slots"][0]["id"]]})
    assert {state for state, *_ in shape(gone)} == {"CANCELLED"}


def overdue(lab):
    """Let the time to decide be over."""
    past = clock.now() - timedelta(minutes=1)
    changed = update(Slot).where(Slot.expires_at.is_not(None)).values(expires_at=past)
    lab.database.unit(lambda session: session.execute(changed))


def states(lab):
    return lab.read(lambda session: [s.state for s in session.scalars(select(Slot))])


def test_a_request_nobody_decided_on_reads_as_expired_and_the_job_makes_it_so(any_lab, strict):
    any_lab.device(1)
    booking = asked(any_lab, (1, at(9), at(10)))
    overdue(any_lab)
    assert any_lab.get(f"/bookings/{booking['id']}").json()["status"] == "EXPIRED"
    assert any_lab.get("/bookings", status="EXPIRED").json()["count"] == 1
    assert any_lab.get("/bookings", status="PENDING").json()["count"] == 0
    assert approve(any_lab, booking).status_code == 409
    assert states(any_lab) == ["PENDING"]
    settle_ended(any_lab.database)
    assert states(any_lab) == ["EXPIRED"]


def test_whoever_needs_the_room_of_an_overdue_request_gets_it(any_lab, strict):
    any_lab.device(1)
    asked(any_lab, (1, at(9), at(10)))
    overdue(any_lab)
    check = {"title": "x", "slots": [{"device_id": 1, "start": at(9), "end": at(10)}]}
    assert any_lab.post("/check", 2, json=check).json()["passes"] is True
    assert any_lab.book((1, at(9), at(10)), user=2).status_code == 201
    assert sorted(states(any_lab)) == ["EXPIRED", "PENDING"]


def test_somebody_has_a_quarter_of_an_hour_even_if_it_begins_at_once(lab, strict):
    lab.device(1)
    soon = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
    booking = asked(lab, (1, soon.isoformat(), (soon + timedelta(hours=1)).isoformat()))
    expires = booking["slots"][0]["expires_at"]
    created = clock.now()
    assert abs((_instant(expires) - created) - timedelta(minutes=15)) < timedelta(minutes=1)


def _instant(text):
    from datetime import datetime

    return datetime.fromisoformat(text)


def test_a_check_says_that_somebody_has_to_approve(lab, strict):
    lab.device(1)
    check = {"title": "x", "slots": [{"device_id": 1, "start": at(9), "end": at(10)}]}
    answer = lab.post("/check", json=check).json()
    assert (answer["needs_approval"], answer["approval_reasons"]) == (True, ["long bookings"])


def test_a_request_may_be_booked_once_more(lab, strict):
    lab.device(1)
    booking = asked(lab, (1, at(9), at(10)))
    reject(lab, booking)
    assert lab.post(f"/{booking['id']}/rebook", json={"by": "PT0S"}).json()["status"] == "PENDING"
