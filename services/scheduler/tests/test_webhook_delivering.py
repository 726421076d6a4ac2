"""Deliveries that fail: tried again, given up, sent again; and a worker that is killed."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa

from labwright_chassis import clock
from labwright_chassis.sealing import MasterKey
from labwright_contracts.auth import Holder
from labwright_scheduler import permissions
from labwright_scheduler.webhooks import jobs, service
from labwright_scheduler.webhooks.models import Delivery, Webhook
from labwright_scheduler.webhooks.rules.waits import WAITS, Outcome, retry_after

from .fake_target import Target, target
from .hooks import (
    LOOPBACK,
    MASTER,
    ask,
    deliver,
    deliveries,
    hook,
    keep_safe,
    later,
)
from .lab import Lab, at, problem_of

OWN = (permissions.NOTIFICATION_READ, permissions.NOTIFICATION_WRITE)


@pytest.fixture
def lab(lab: Lab) -> Lab:
    return keep_safe(lab)


@pytest.fixture
def any_lab(any_lab: Lab) -> Lab:
    return keep_safe(any_lab)


@pytest.fixture
def chat() -> Iterator[Target]:
    with target() as found:
        yield found


def told(lab: Lab, url: str, **fields: Any) -> int:
    """A webhook for which one delivery waits; its number."""
    id: int = hook(lab, url, **fields)["id"]
    lab.device(1)
    lab.person(1, "ann")
    lab.book((1, at(9), at(11)))
    return id


def fail_for(lab: Lab, wait: timedelta) -> None:
    """Let a time go by, with the attempt that is due then."""
    later(lab, wait * 1.1)
    deliver(lab)


def test_a_failure_is_tried_again_under_the_same_id(any_lab, chat):
    id = told(any_lab, chat.url)
    chat.code, chat.answer = 500, b"<h1>Oh no</h1>"
    deliver(any_lab)
    (failed,) = deliveries(any_lab, id)
    assert (failed["state"], failed["code"], failed["attempts"]) == ("waiting", 500, 1)
    assert (failed["answer"], failed["reason"]) == ("<h1>Oh no</h1>", "It answered 500.")
    deliver(any_lab)
    assert len(chat.heard) == 1
    chat.code = 204
    fail_for(any_lab, WAITS[0])
    (done,) = deliveries(any_lab, id)
    assert (done["state"], done["attempts"], len(set(chat.ids))) == ("delivered", 2, 1)
    assert ask(any_lab, "GET", f"/{id}").json()["failing_since"] is None


def test_waits_grow_to_a_day_and_more_and_then_it_is_given_up(lab, chat):
    id = told(lab, chat.url)
    chat.code = 500
    deliver(lab)
    # Something else arrives now and then, so the webhook itself is not given up.
    for wait in WAITS:
        never = sa.update(Webhook).values(failing_since=clock.now())
        fail_for(lab, wait)
        lab.database.unit(lambda session: session.execute(never))  # noqa: B023  run at once
    assert list(WAITS) == sorted(WAITS)
    assert WAITS[-1] >= timedelta(days=1)
    (given_up,) = deliveries(lab, id)
    assert (given_up["state"], given_up["attempts"]) == ("failed", len(WAITS) + 1)
    assert len(set(chat.ids)) == 1


def test_a_webhook_that_fails_for_days_is_switched_off_and_its_keepers_are_told(any_lab, chat):
    id = told(any_lab, chat.url)
    chat.code = 500
    deliver(any_lab)
    any_lab.person(9, "kit")
    any_lab.person(8, "lee")
    later(any_lab, timedelta(days=3))
    deliver(any_lab)
    shown = ask(any_lab, "GET", f"/{id}").json()
    assert shown["active"] is False
    assert shown["off_reason"] == "It failed for 3 days, last: It answered 500."
    for _ in range(2):
        jobs.warn(any_lab.database, keepers=Keepers())
    (notice,) = any_lab.get("/notifications", 9, *OWN).json()["results"]
    assert (notice["kind"], notice["subject"]) == ("webhook_off", "Webhook switched off: Chat")
    assert "It answered 500." in notice["text"]
    assert any_lab.get("/notifications", 8, *OWN).json()["count"] == 0
    assert deliveries(any_lab, id)[0]["state"] == "failed"


class Keepers:
    """Auth as the worker asks it."""

    def holders(self, permission: str) -> list[Holder]:
        assert permission == permissions.WEBHOOK_WRITE
        return [Holder(id=9, sites="*")]


def test_one_that_is_gone_is_switched_off_at_once(lab, chat):
    id = told(lab, chat.url)
    chat.code = 410
    deliver(lab)
    shown = ask(lab, "GET", f"/{id}").json()
    assert (shown["active"], "410" in shown["off_reason"]) == (False, True)


def test_switched_on_again_all_that_was_given_up_is_sent(any_lab, chat):
    id = told(any_lab, chat.url)
    any_lab.book((1, at(12), at(13)))
    chat.code = 410
    deliver(any_lab)
    refused = ask(any_lab, "POST", f"/{id}/deliveries/replay")
    assert problem_of(refused)["type"].endswith("/webhook-off")
    on = ask(any_lab, "PATCH", f"/{id}", json={"active": True}, headers={"If-Match": "*"})
    assert (on.json()["off_reason"], on.json()["failing_since"]) == ("", None)
    chat.code = 204
    assert ask(any_lab, "POST", f"/{id}/deliveries/replay").json() == {"replayed": 2}
    deliver(any_lab)
    assert {one["state"] for one in deliveries(any_lab, id)} == {"delivered"}
    assert deliveries(any_lab, id, state="failed") == []


def test_a_delivery_is_sent_again_under_its_id_and_signed_anew(lab, chat):
    id = told(lab, chat.url)
    deliver(lab)
    (done,) = deliveries(lab, id)
    replayed = ask(lab, "POST", f"/{id}/deliveries/{done['id']}/replay")
    assert (replayed.status_code, replayed.json()["state"]) == (202, "waiting")
    deliver(lab)
    first, second = chat.heard
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_retry_after_is_obeyed(lab, chat):
    id = told(lab, chat.url)
    chat.code, chat.headers = 429, {"Retry-After": "120"}
    deliver(lab)
    chat.code, chat.headers = 204, {}
    later(lab, timedelta(seconds=100))
    lab.book((1, at(12), at(13)))
    deliver(lab)
    assert len(chat.heard) == 1
    later(lab, timedelta(seconds=30))
    deliver(lab)
    assert {one["state"] for one in deliveries(lab, id)} == {"delivered"}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("2.5", 2.5), ("Thu, 26 Nov 2026 20:00:10 GMT", 10), ("soon", None), ("nan", None)],
)
def test_a_wait_is_read_as_seconds_or_a_date(header, seconds):
    now = clock.now().replace(year=2026, month=11, day=26, hour=20, minute=0, second=0)
    found = retry_after(header, now.replace(microsecond=0))
    assert found == (None if seconds is None else timedelta(seconds=seconds))


def test_one_that_hangs_delays_no_other_and_is_left_after_its_time(lab, chat):
    with target() as stuck:
        stuck.hangs = True
        id = told(lab, stuck.url)
        hook(lab, chat.url)
        lab.book((1, at(12), at(13)))
        began = clock.now()
        deliver(lab, patience=1)
        assert clock.now() - began < timedelta(seconds=5)
        assert [one["reason"] for one in deliveries(lab, id)] == ["", "It took too long."]
    assert len(chat.heard) == 2


def test_an_answer_that_never_ends_is_cut_off(lab, chat):
    chat.drips, chat.code = True, 200
    id = told(lab, chat.url)
    deliver(lab, patience=0.5)
    assert deliveries(lab, id)[0]["reason"] == "It took too long."


def test_of_an_answer_the_first_part_is_kept_without_controls(lab, chat):
    chat.code, chat.answer = 400, b"\x1b[31m" + b"x" * 100_000
    id = told(lab, chat.url)
    deliver(lab)
    answer = deliveries(lab, id)[0]["answer"]
    assert (len(answer), answer[:5]) == (500, "\ufffd[31m")


def test_a_target_that_is_not_there_is_a_failure(lab, chat):
    id = told(lab, "http://127.0.0.1:1/")
    deliver(lab)
    assert deliveries(lab, id)[0]["reason"] == "The connection failed: Connection refused."


def test_a_killed_worker_leaves_it_to_the_next_which_sends_the_same_id(any_lab, chat):
    id = told(any_lab, chat.url)
    any_lab.hear()
    take = {"webhook_id": id, "master": MASTER, "public_url": "https://lab.example"}
    posted = any_lab.database.unit(lambda session: service.take(session, **take))
    # It was killed here, having sent, before it could note so.
    jobs.Sender(LOOPBACK).post(posted.url, posted.body, posted.headers)
    deliver(any_lab)
    assert len(chat.heard) == 1
    later(any_lab, timedelta(minutes=2))
    deliver(any_lab)
    assert len(chat.heard) == 2
    assert len(set(chat.ids)) == 1
    assert deliveries(any_lab, id)[0]["state"] == "delivered"


def test_what_is_given_up_under_way_stays_so_unless_it_arrived(lab, chat):
    id = told(lab, chat.url)
    lab.hear()
    take = {"webhook_id": id, "master": MASTER, "public_url": "https://lab.example"}
    posted = lab.database.unit(lambda session: service.take(session, **take))
    ask(lab, "PATCH", f"/{id}", json={"active": False}, headers={"If-Match": "*"})
    for code, state in ((500, "failed"), (200, "delivered")):
        outcome = Outcome(code=code)
        lab.database.unit(lambda session, o=outcome: service.settle(session, posted, o))
        assert deliveries(lab, id)[0]["state"] == state


def test_two_workers_send_once(any_lab, chat):
    told(any_lab, chat.url)
    any_lab.hear()
    workers = [Thread(target=deliver_only, args=(any_lab,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(chat.heard) == 1


def deliver_only(lab: Lab) -> None:
    jobs.Deliverer(jobs.Sender(LOOPBACK), MASTER, "https://lab.example").run(lab.database)


def test_another_master_key_is_said_and_stops_no_other_webhook(any_lab, chat):
    good = told(any_lab, chat.url)
    keep_safe(any_lab, master=MasterKey(bytes(range(32))))
    other = hook(any_lab, chat.url)["id"]
    deliver(any_lab)
    (waiting,) = deliveries(any_lab, other)
    assert (waiting["state"], waiting["attempts"]) == ("waiting", 1)
    assert "SCHEDULER_MASTER_KEY" in waiting["reason"]
    assert deliveries(any_lab, good)[0]["state"] == "delivered"


def test_old_deliveries_are_forgotten(any_lab, chat):
    id = told(any_lab, chat.url)
    deliver(any_lab)
    long_ago = sa.update(Delivery).values(settled_at=clock.now() - timedelta(days=31))
    any_lab.database.unit(lambda session: session.execute(long_ago))
    jobs.prune(any_lab.database)
    assert deliveries(any_lab, id) == []
