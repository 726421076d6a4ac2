"""What people are told, and whom nothing is told."""

import json
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from labwright_chassis import outbox, tables
from labwright_chassis.db import Origin
from labwright_contracts import catalogue
from labwright_contracts.auth import Holder
from labwright_contracts.scheduler import BookingTold
from labwright_scheduler import permissions
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.notifications import rules, service

from .lab import KEEPER, Lab, at, problem_of

OWN = (permissions.NOTIFICATION_READ, permissions.NOTIFICATION_WRITE)


def told(lab: Lab, user: int, **params: Any) -> list[Any]:
    lab.hear()
    answer = lab.get("/notifications", user, *OWN, **params)
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["results"]
    return found


def kinds(lab: Lab, user: int, **params: Any) -> list[str]:
    return [one["kind"] for one in told(lab, user, **params)]


@pytest.fixture
def shared(lab: Lab) -> str:
    """A booking of person 1 in which person 2 takes part."""
    return share(lab)


def share(lab: Lab) -> str:
    lab.device(1, name="ROADM-7")
    lab.person(1, "ann")
    lab.person(2, "bob")
    uid: str = lab.book((1, at(9), at(11)), collaborators=["bob"]).json()["id"]
    return uid


def test_who_books_is_not_told_and_who_takes_part_is(any_lab):
    share(any_lab)
    assert told(any_lab, 1) == []
    (notice,) = told(any_lab, 2)
    assert (notice["kind"], notice["subject"]) == ("joined", "You take part: Experiment")
    assert notice["text"].startswith("You were added to “Experiment” of Ann by Ann.\n- ROADM-7: ")
    assert notice["text"].endswith("09:00-11:00 (UTC)")


def test_an_event_heard_twice_tells_once(lab, shared):
    lab.hear(times=2)
    assert kinds(lab, 2) == ["joined"]


def test_the_owner_is_told_what_others_do_with_his_booking(lab, shared):
    lab.person(4, "dee")
    lab.post(f"/{shared}/extend", 4, *KEEPER, json={"by": "PT1H"})
    lab.post(f"/{shared}/move", 4, *KEEPER, json={"by": "PT1H"})
    lab.post(f"/{shared}/cancel", 4, *KEEPER, json={"reason": "The laser\nis broken"})
    assert kinds(lab, 1) == ["cancelled", "moved", "extended"]
    cancelled = told(lab, 1)[0]
    assert "was cancelled by Dee." in cancelled["text"]
    assert "\nReason: The laser is broken\n" in cancelled["text"]
    assert "09:00-11:00 (UTC)" in told(lab, 1, kind="extended")[0]["text"].split("before: ")[1]


def test_who_gets_a_booking_is_told_and_so_is_who_takes_part(lab, shared):
    lab.person(3, "cy")
    lab.post(f"/{shared}/transfer", json={"username": "cy"})
    assert kinds(lab, 3) == ["handed_over"]
    assert kinds(lab, 2) == ["handed_over", "joined"]
    assert kinds(lab, 1) == []


def test_a_collaborator_added_later_is_told_alone(lab, shared):
    lab.person(3, "cy")
    lab.client.patch(
        f"/api/v1/scheduler/bookings/{shared}",
        headers=lab.headers(1),
        json={"collaborators": ["bob", "cy"]},
    )
    assert (kinds(lab, 3), kinds(lab, 2)) == (["joined"], ["joined"])


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda lab: lab.device(1, version=2, schedulable=False), "device_lost"),
        (lambda lab: lab.device(1, version=2, removed_at=at(0, days=0)), "device_lost"),
        (lambda lab: lab.maintenance(1, 1, at(8), at(10)), "blocked"),
        (lambda lab: lab.close(1, at(10), at(20)), "blocked"),
    ],
)
def test_what_cannot_be_kept_is_told_once_to_all_who_take_part(lab, shared, change, kind):
    change(lab)
    assert kinds(lab, 1) == [kind]
    assert kinds(lab, 2) == [kind, "joined"]


def test_what_was_put_right_before_it_was_told_is_not_told(lab, shared):
    lab.device(1, version=2, status="in_maintenance")
    lab.maintenance(1, 1, at(-1, days=0), at(1, days=1), state="in_progress")
    assert kinds(lab, 1) == []


def test_a_block_says_what_it_is(lab, shared):
    lab.maintenance(1, 1, at(8), at(10))
    assert "Reason: maintenance: New fans" in told(lab, 1)[0]["text"]


def test_what_people_wrote_stays_one_visible_line(lab):
    lab.device(1)
    lab.person(2, "bob")
    title = "A\nb\t\u202ec\u200bd" + "x" * 180
    lab.book((1, at(9), at(11)), collaborators=["bob"], title=title)
    (notice,) = told(lab, 2)
    assert notice["subject"].startswith("You take part: A b cdx")
    assert (len(notice["subject"]), notice["subject"][-1]) == (170, "…")


def test_a_disabled_person_is_not_told(lab, shared):
    lab.person(2, "bob", version=2, status="disabled")
    assert kinds(lab, 2) == []


def test_notices_are_read_one_by_one_or_all_at_once(any_lab):
    uid = share(any_lab)
    any_lab.post(f"/{uid}/extend", 4, *KEEPER, json={"by": "PT1H"})
    any_lab.post(f"/{uid}/extend", 4, *KEEPER, json={"by": "PT1H"})
    newest, middle, oldest = told(any_lab, 2)
    assert mark(any_lab, 2, f"/{oldest['id']}/read").json()["read_at"]
    assert kinds(any_lab, 2, unread=True) == ["extended", "extended"]
    up_to_middle = {"json": {"up_to": middle["id"]}}
    assert mark(any_lab, 2, "/read", **up_to_middle).json() == {"marked": 1}
    assert [one["id"] for one in told(any_lab, 2, unread=True)] == [newest["id"]]
    assert mark(any_lab, 2, "/read").json() == {"marked": 1}
    assert any_lab.get("/notifications", 2, *OWN).json()["unread"] == 0


def mark(lab: Lab, user: int, path: str, **options: Any) -> Any:
    address = f"/api/v1/scheduler/notifications{path}"
    return lab.client.post(address, headers=lab.headers(user, *OWN), **options)


def test_the_list_is_not_sent_again_while_nothing_changed(lab, shared):
    told(lab, 2)
    first = lab.get("/notifications", 2, *OWN)
    again = lab.client.get(
        "/api/v1/scheduler/notifications",
        headers=lab.headers(2, *OWN) | {"If-None-Match": first.headers["etag"]},
    )
    assert (first.json()["unread"], again.status_code) == (1, 304)


def test_nobody_reads_what_others_were_told(lab, shared):
    (notice,) = told(lab, 2)
    assert told(lab, 3) == []
    assert mark(lab, 3, f"/{notice['id']}/read").status_code == 404


def test_notices_need_who_calls_and_his_permission(lab):
    address = "/api/v1/scheduler/notifications"
    for path in ("", "/preferences"):
        assert lab.client.get(address + path).status_code == 401
        assert lab.get(f"/notifications{path}", 1, permissions.BOOKING_READ).status_code == 403
    for path in ("/read", "/1/read"):
        assert lab.client.post(address + path).status_code == 401
    assert lab.get("/notifications", 1, *OWN, kind="gossip").status_code == 422


def choose(lab: Lab, user: int, kinds: Any, **headers: str) -> Any:
    return lab.client.patch(
        "/api/v1/scheduler/notifications/preferences",
        headers=lab.headers(user, *OWN) | headers,
        json={"kinds": kinds},
    )


def test_who_does_not_want_to_be_told_is_not(lab):
    quiet = {"joined": {"app": False, "mail": False}}
    answer = choose(lab, 2, quiet, **{"If-Match": '"v0"'})
    assert answer.json()["kinds"]["joined"] == {"app": False, "mail": False, "discord": False}
    share(lab)
    assert kinds(lab, 2) == []
    back = choose(lab, 2, {"joined": {"app": None}}, **{"If-Match": answer.headers["etag"]})
    assert back.json()["chosen"] == {"joined": {"mail": False}}


def test_preferences_are_changed_from_the_version_that_was_seen(lab):
    wish = {"reminder": {"mail": False}}
    assert choose(lab, 1, wish).status_code == 428
    assert choose(lab, 1, wish, **{"If-Match": '"v7"'}).status_code == 412
    assert choose(lab, 1, wish, **{"If-Match": '"v0"'}).headers["etag"] == '"v1"'
    assert choose(lab, 1, {"gossip": {"app": True}}, **{"If-Match": '"v1"'}).status_code == 422
    assert choose(lab, 1, {"joined": {"sms": True}}, **{"If-Match": '"v1"'}).status_code == 422


def test_a_refused_change_tells_nobody(lab, shared):
    lab.hear()
    problem_of(lab.post(f"/{shared}/extend", 4, *KEEPER, json={"by": "P60D"}))
    assert kinds(lab, 1) == []


@pytest.mark.parametrize("kind", rules.NoticeKind)
def test_every_kind_has_its_words(kind):
    from labwright_scheduler.notifications.wording import _SENTENCES, LABELS

    assert LABELS[kind]
    assert _SENTENCES[kind].format(title="t", owner="o", by="b", actor="a")


def test_a_booking_waits_for_no_notice(lab, shared):
    rows = lab.read(lambda s: list(s.execute(tables.outbox.select())))
    assert [row.type for row in rows if row.aggregate_id == shared] == [
        "audit.recorded.v1",
        "scheduler.booking.changed.v1",
        "scheduler.booking.told.v1",
    ]
    assert "Experiment" not in json.dumps([row.payload for row in rows])


def happened(lab: Lab, uid: str, *moves: tuple[str | None, str], actor: str = "user/4") -> None:
    """A booking whose slots made these moves, as an action of the scheduler tells it."""
    booking = lab.get(f"/bookings/{uid}", 1, *KEEPER).json()
    slot = {k: booking["slots"][0][k] for k in ("id", "device_id", "start", "end")}
    body = BookingTold.model_validate(
        {
            "id": uid,
            "version": 9,
            "action": "scheduler.booking.whatever",
            "owner_id": booking["owner"]["id"],
            "collaborators": [person["id"] for person in booking["collaborators"]],
            "slots": [
                {**slot, "state": state, "was": was and {**slot, "state": was}}
                for was, state in moves
            ],
        }
    )
    told = partial(
        outbox.add_fact,
        event_type=catalogue.BOOKING_TOLD,
        subject=f"booking/{uid}",
        body=body,
        version=9,
    )
    lab.database.unit(told, origin=Origin(actor=actor))


@pytest.mark.parametrize(
    ("was", "state", "kind"),
    [
        ("PENDING", "CONFIRMED", "approved"),
        ("CONFLICTING", "CONFIRMED", "approved"),
        ("PENDING", "REJECTED", "rejected"),
        ("CONFLICTING", "REJECTED", "rejected"),
        ("CONFIRMED", "CANCELLED", "cancelled"),
        ("WAITLISTED", "HELD", "offered"),
        ("HELD", "EXPIRED", "expired"),
        ("PENDING", "EXPIRED", "expired"),
        ("CONFIRMED", "RELEASED", "no_show"),
    ],
)
def test_a_move_is_told_whichever_action_made_it(lab, shared, was, state, kind):
    happened(lab, shared, (was, state))
    assert kinds(lab, 1) == [kind]
    assert kinds(lab, 2) == [kind, "joined"]


def test_what_ends_in_its_time_is_told_to_nobody(lab, shared):
    happened(lab, shared, ("CONFIRMED", "COMPLETED"), actor="system")
    assert kinds(lab, 1) == []


def test_approvers_at_the_devices_site_are_asked(lab):
    lab.device(1, site=3)
    for id, name in ((1, "ann"), (4, "dee"), (5, "eve"), (6, "fay")):
        lab.person(id, name)
    uid = lab.book((1, at(9), at(11))).json()["id"]
    here, elsewhere = Holder(id=5, sites=(3, 4)), Holder(id=6, sites=(4,))
    holders = [Holder(id=1), Holder(id=4), here, elsewhere]
    lab.database.unit(partial(service.keep_approvers, holders=holders))
    happened(lab, uid, (None, "PENDING"), actor="user/1")
    assert [kinds(lab, id) for id in (1, 4, 5, 6)] == [[]] + [["approval_wanted"]] * 2 + [[]]


def test_whose_time_is_asked_for_is_told_in_the_words_of_his_own_booking(lab, shared):
    lab.person(3, "cy")
    lab.device(2)
    wish = lab.book((2, at(9), at(10)), user=3, title="Secret plan").json()["id"]
    same = sa.update(Slot).where(Slot.device_id == 2).values(device_id=1)
    lab.database.unit(lambda session: session.execute(same))
    happened(lab, wish, (None, "CONFLICTING"), actor="user/3")
    (notice,) = told(lab, 1)
    assert notice["kind"] == "challenged"
    assert notice["text"].startswith("Cy asks for time that “Experiment” has")
    assert "Secret plan" not in notice["text"]
    assert kinds(lab, 3) == []
