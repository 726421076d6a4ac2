"""Notices as mail: once, to proven addresses, when it still makes sense."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from labwright_chassis import clock, mails, tables
from labwright_chassis.errors import Unavailable
from labwright_chassis.smtp import create_transport
from labwright_chassis.testing.mail_server import mail_server
from labwright_contracts.auth import Contact, Holder
from labwright_scheduler import permissions
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.notifications import jobs, queries
from labwright_scheduler.notifications.models import Notification

from .lab import KEEPER, Lab, at

BOB = Contact(id=2, email="bob@example.org")
OWN = (permissions.NOTIFICATION_READ, permissions.NOTIFICATION_WRITE)


class Auth:
    """Auth as the worker asks it: who is reached how, or away."""

    def __init__(self, *contacts: Contact, holders: Sequence[Holder] = (), away: bool = False):
        self._contacts, self._holders, self.away = contacts, holders, away

    def contacts(self, ids: Sequence[int]) -> Mapping[int, Contact]:
        if self.away:
            raise Unavailable("auth is away")
        return {one.id: one for one in self._contacts if one.id in ids}

    def holders(self, permission: str) -> Sequence[Holder]:
        assert permission in permissions.__dict__.values()
        return self._holders


def send(lab: Lab, auth: Auth) -> list[tuple[str, str, str]]:
    """What arrives on a mail server: address, subject and text of each mail."""
    lab.hear()
    jobs.write_mails(
        lab.database, directory=auth, public_url="https://lab.example/", gathered=timedelta()
    )
    with mail_server() as server:
        mails.deliver(lab.database, create_transport(server.url), sender="lab@example.org")
        return [(m["To"], m["Subject"], m.get_content()) for m in server.messages]


def share(lab: Lab, **fields: Any) -> str:
    lab.device(1, name="ROADM-7")
    lab.person(1, "ann")
    lab.person(2, "bob")
    uid: str = lab.book((1, at(9), at(11)), collaborators=["bob"], **fields).json()["id"]
    return uid


def test_who_takes_part_gets_one_mail_that_leads_to_the_booking(any_lab):
    uid = share(any_lab)
    ((to, subject, text),) = send(any_lab, Auth(BOB))
    assert (to, subject) == (BOB.email, "You take part: Experiment (Labwright)")
    assert "- ROADM-7: " in text
    assert f"\nhttps://lab.example/app/scheduler/bookings/{uid}\n" in text
    assert send(any_lab, Auth(BOB)) == []


def test_several_notices_that_wait_are_one_mail(lab):
    uid = share(lab)
    lab.post(f"/{uid}/extend", 4, *KEEPER, json={"by": "PT1H"})
    ((_, subject, text),) = send(lab, Auth(BOB))
    assert subject == "2 notices of your lab (Labwright)"
    assert "You take part: Experiment\n" in text
    assert "Extended: Experiment\n" in text


def test_a_title_brings_no_header_into_the_mail(lab):
    share(lab, title="Hello\nBcc: everybody@example.org")
    ((to, subject, _),) = send(lab, Auth(BOB))
    assert to == BOB.email
    assert subject.startswith("You take part: Hello Bcc: everybody@example.org")


def test_without_a_proven_address_nobody_is_mailed(lab):
    share(lab)
    assert send(lab, Auth(Contact(id=2))) == []
    assert send(lab, Auth(BOB)) == []


def test_mails_wait_while_auth_is_away_and_are_sent_after(lab):
    share(lab)
    with pytest.raises(Unavailable):
        send(lab, Auth(away=True))
    assert [to for to, _, _ in send(lab, Auth(BOB))] == [BOB.email]


def test_who_does_not_want_mail_is_told_in_the_app_alone(lab):
    lab.client.patch(
        "/api/v1/scheduler/notifications/preferences",
        headers=lab.headers(2, *OWN) | {"If-Match": '"v0"'},
        json={"kinds": {"joined": {"mail": False}}},
    )
    share(lab)
    assert send(lab, Auth(BOB)) == []
    assert lab.get("/notifications", 2, *OWN).json()["unread"] == 1


def starting_soon(lab: Lab, minutes: int = 30, *, asked: timedelta = timedelta(days=1)) -> str:
    """A booking of a device by person 1 with person 2, that starts in so many minutes."""
    lab.device(1, name="ROADM-7")
    lab.person(1, "ann")
    lab.person(2, "bob")
    start = (clock.now() + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    times = (start.isoformat(), (start + timedelta(hours=2)).isoformat())
    answer = lab.book((1, *times), collaborators=["bob"])
    lab.hear()
    then = clock.now() - asked
    lab.database.unit(lambda s: s.execute(update(Booking).values(created_at=then)))
    uid: str = answer.json()["id"]
    return uid


def kinds(lab: Lab, user: int) -> list[str]:
    found = lab.get("/notifications", user, *OWN).json()["results"]
    return [one["kind"] for one in found]


def test_people_are_reminded_once_before_a_start(any_lab):
    starting_soon(any_lab)
    jobs.remind(any_lab.database)
    jobs.remind(any_lab.database)
    assert kinds(any_lab, 1) == ["reminder"]
    assert kinds(any_lab, 2) == ["reminder", "joined"]


@pytest.mark.parametrize(("minutes", "asked"), [(30, timedelta()), (90, timedelta(days=1))])
def test_who_has_just_booked_or_has_time_left_is_not_reminded(lab, minutes, asked):
    starting_soon(lab, minutes, asked=asked)
    jobs.remind(lab.database)
    assert kinds(lab, 1) == []


def test_what_has_begun_or_was_cancelled_is_not_reminded_of_late(lab):
    uid = starting_soon(lab)
    lab.post(f"/{uid}/cancel")
    jobs.remind(lab.database)
    starting_soon(lab, minutes=-1)
    jobs.remind(lab.database)
    assert kinds(lab, 1) == []


def test_a_reminder_is_no_mail_once_the_booking_has_begun(lab):
    starting_soon(lab)
    jobs.remind(lab.database)
    begun = clock.now() - timedelta(minutes=1)
    lab.database.unit(lambda s: s.execute(update(Notification).values(useful_until=begun)))
    assert send(lab, Auth(BOB)) == []


def test_people_are_told_before_an_end(lab):
    starting_soon(lab, minutes=-1)
    end = clock.now() + timedelta(minutes=10)
    lab.database.unit(lambda s: s.execute(update(Slot).values(end_at=_minute(end))))
    jobs.remind(lab.database)
    assert kinds(lab, 1) == []
    early = clock.now() - timedelta(hours=3)
    lab.database.unit(lambda s: s.execute(update(Slot).values(start_at=_minute(early))))
    jobs.remind(lab.database)
    assert kinds(lab, 1) == ["ending"]


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def test_times_are_the_labs(lab):
    zone = {"time_zone": "Asia/Kolkata"}
    rights = (permissions.SETTINGS_READ, permissions.SETTINGS_WRITE)
    answer = lab.client.patch(
        "/api/v1/scheduler/settings",
        headers=lab.headers(9, *rights) | {"If-Match": '"v0"'},
        json=zone,
    )
    assert answer.status_code == 200, answer.text
    share(lab)
    ((_, _, text),) = send(lab, Auth(BOB))
    assert "14:30-16:30 (Asia/Kolkata)" in text


def test_old_notices_are_forgotten(lab):
    share(lab)
    lab.hear()
    jobs.prune(lab.database, kept=timedelta(days=1))
    assert kinds(lab, 2) == ["joined"]
    jobs.prune(lab.database, kept=timedelta())
    assert kinds(lab, 2) == []


def test_the_log_of_mails_keeps_no_text(lab):
    share(lab)
    send(lab, Auth(BOB))
    (row,) = lab.read(lambda s: s.execute(select(tables.mails)).all())
    assert (row.kind, row.state, row.text) == ("notice", "sent", "")


def test_who_may_approve_is_taken_over_from_auth(any_lab):
    for holders in ([Holder(id=4), Holder(id=5, sites=(2, 3))], [Holder(id=5, sites=(3,))]):
        jobs.ask_for_approvers(any_lab.database, directory=Auth(holders=holders))
    assert any_lab.read(queries.approvers) == {5: [3]}
