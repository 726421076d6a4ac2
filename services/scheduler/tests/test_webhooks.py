"""The lab's webhooks: who keeps them, what they are told, and that their secrets stay secret."""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from labwright_chassis import clock, tables
from labwright_contracts.scheduler import NoticeData
from labwright_scheduler import permissions
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.notifications.rules import NoticeKind
from labwright_scheduler.webhooks import jobs
from labwright_scheduler.webhooks.models import Webhook

from .fake_target import Heard, Target, target
from .hooks import ask, deliver, deliveries, hook, keep_safe, later
from .lab import BOOKER, Lab, at, problem_of
from .lab import KEEPER as APPROVER


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


def book(lab: Lab, **fields: Any) -> str:
    lab.device(1, name="ROADM-7")
    lab.person(1, "ann")
    uid: str = lab.book((1, at(9), at(11)), **fields).json()["id"]
    return uid


def signed_by(secret: str, heard: Heard) -> bool:
    """As the page of Standard Webhooks says it, with nothing of ours."""
    key = base64.b64decode(secret.split("_", 1)[1])
    signed = f"{heard.headers['webhook-id']}.{heard.headers['webhook-timestamp']}.".encode()
    wanted = base64.b64encode(hmac.digest(key, signed + heard.body, hashlib.sha256)).decode()
    return f"v1,{wanted}" in heard.headers["webhook-signature"].split(" ")


def audited(lab: Lab) -> list[dict[str, Any]]:
    told = sa.select(tables.outbox.c.payload).where(
        tables.outbox.c.type == "audit.recorded.v1", tables.outbox.c.aggregate == "webhook"
    )
    return lab.read(lambda session: list(session.scalars(told.order_by(tables.outbox.c.id))))


def test_a_booking_reaches_a_webhook_as_a_signed_cloud_event(any_lab, chat):
    made = hook(any_lab, f"{chat.url}/in", shows_titles=True)
    uid = book(any_lab)
    deliver(any_lab)
    (heard,) = chat.heard
    event = json.loads(heard.body)
    assert heard.headers["Content-Type"].startswith("application/cloudevents+json")
    assert (heard.path, event["specversion"]) == ("/in", "1.0")
    assert (event["type"], event["subject"]) == ("scheduler.notice.created.v1", f"booking/{uid}")
    assert event["id"] == heard.headers["webhook-id"]
    data = NoticeData.model_validate(event["data"])
    assert (data.title, data.owner, data.slots[0].device) == ("Experiment", "Ann", "ROADM-7")
    assert data.url == f"https://lab.example/app/scheduler/bookings/{uid}"
    assert signed_by(made["secret"], heard)


def test_a_webhook_is_told_once_whatever_is_heard_twice(lab, chat):
    hook(lab, chat.url)
    book(lab)
    lab.hear(times=2)
    deliver(lab)
    deliver(lab)
    assert len(chat.heard) == 1


def test_titles_and_reasons_stay_in_the_lab_unless_asked_for(lab, chat):
    hook(lab, chat.url)
    uid = book(lab)
    lab.post(f"/{uid}/cancel", 4, *APPROVER, json={"reason": "The laser is broken"})
    deliver(lab)
    told = b"".join(one.body for one in chat.heard)
    assert len(chat.heard) == 2
    assert b"Experiment" not in told
    assert b"laser" not in told


def test_a_webhook_is_told_of_its_kinds_only(lab, chat):
    hook(lab, chat.url, kinds=["cancelled"])
    uid = book(lab)
    lab.post(f"/{uid}/cancel", json={})
    deliver(lab)
    (event,) = [json.loads(one.body) for one in chat.heard]
    assert (event["data"]["kind"], event["data"]["actor"]) == ("cancelled", "Ann")


def test_what_cannot_be_kept_is_told(any_lab, chat):
    hook(any_lab, chat.url, kinds=["blocked"], shows_titles=True)
    book(any_lab)
    any_lab.close(1, at(8), at(12))
    deliver(any_lab)
    (event,) = [json.loads(one.body) for one in chat.heard]
    assert event["data"]["reason"] == "closure: Painting"


def test_what_starts_and_ends_soon_is_told_once_each(any_lab, chat):
    hook(any_lab, chat.url, kinds=["reminder", "ending"])
    book(any_lab)
    soon = clock.now() + timedelta(minutes=5)
    near = sa.update(Slot).values(start_at=soon, end_at=soon + timedelta(minutes=5))
    any_lab.database.unit(lambda session: session.execute(near))
    jobs.tell_of_near(any_lab.database)
    jobs.tell_of_near(any_lab.database)
    deliver(any_lab)
    kinds = [json.loads(one.body)["data"]["kind"] for one in chat.heard]
    assert sorted(kinds) == ["ending", "reminder"]


def test_a_booking_writes_nothing_for_a_webhook_itself(lab, chat):
    hook(lab, chat.url)
    book(lab)
    assert lab.read(lambda s: s.scalar(sa.text("SELECT count(*) FROM webhook_deliveries"))) == 0


def test_the_secret_is_shown_once_and_stands_sealed(any_lab, chat):
    made = hook(any_lab, f"{chat.url}/services/T0123456789/hidden")
    shown = ask(any_lab, "GET", f"/{made['id']}").json()
    row = any_lab.read(lambda s: s.execute(sa.text("SELECT * FROM webhooks")).one())
    assert made["secret"].startswith("whsec_")
    assert len(base64.b64decode(made["secret"].removeprefix("whsec_"))) == 32
    assert "secret" not in shown
    assert shown["url"] == f"{chat.url}/…dden"
    assert made["secret"] not in str(row)
    assert "T0123456789" not in str(row)


def test_secret_and_address_stand_in_no_log_and_no_audit(lab, chat, caplog):
    caplog.set_level(logging.DEBUG)
    chat.code = 500
    made = hook(lab, f"{chat.url}/hidden-path-of-it")
    book(lab)
    deliver(lab)
    ask(lab, "POST", f"/{made['id']}/secret")
    ask(lab, "DELETE", f"/{made['id']}", headers={"If-Match": "*"})
    told = str(audited(lab)) + caplog.text
    assert len(audited(lab)) == 3
    assert "hidden-path" not in told
    assert made["secret"].removeprefix("whsec_") not in told
    assert audited(lab)[0]["after"]["address"] == chat.url


def test_an_exchanged_secret_signs_at_once_and_the_former_one_for_a_day(lab, chat):
    made = hook(lab, chat.url)
    changed = ask(lab, "POST", f"/{made['id']}/secret").json()
    ask(lab, "POST", f"/{made['id']}/test")
    deliver(lab)
    later(lab, timedelta(days=2))
    ask(lab, "POST", f"/{made['id']}/test")
    deliver(lab)
    first, second = chat.heard
    assert signed_by(made["secret"], first)
    assert signed_by(changed["secret"], first)
    assert signed_by(changed["secret"], second)
    assert not signed_by(made["secret"], second)


def test_a_test_is_sent_and_logged(any_lab, chat):
    made = hook(any_lab, chat.url)
    asked = ask(any_lab, "POST", f"/{made['id']}/test")
    deliver(any_lab)
    (heard,) = chat.heard
    assert asked.status_code == 202
    assert json.loads(heard.body)["type"] == "scheduler.webhook.test.v1"
    (logged,) = deliveries(any_lab, made["id"])
    assert (logged["state"], logged["code"], logged["attempts"]) == ("delivered", 204, 1)
    assert logged["webhook_id"] == heard.headers["webhook-id"]


def test_a_webhook_is_changed_by_who_has_seen_it(any_lab, chat):
    path = f"/{hook(any_lab, chat.url)['id']}"
    tag = ask(any_lab, "GET", path).headers["ETag"]
    change = {"name": "Room", "kinds": ["created", "moved"]}
    assert ask(any_lab, "PATCH", path, json=change).status_code == 428
    changed = ask(any_lab, "PATCH", path, json=change, headers={"If-Match": tag})
    assert (changed.json()["name"], changed.json()["kinds"]) == ("Room", ["created", "moved"])
    assert ask(any_lab, "PATCH", path, json=change, headers={"If-Match": tag}).status_code == 412
    everything = ask(any_lab, "PATCH", path, json={"kinds": None}, headers={"If-Match": "*"})
    assert everything.json()["kinds"] is None


def test_a_removed_webhook_is_gone_with_its_deliveries(any_lab, chat):
    made = hook(any_lab, chat.url)
    book(any_lab)
    any_lab.hear()
    assert ask(any_lab, "DELETE", f"/{made['id']}", headers={"If-Match": "*"}).status_code == 204
    assert ask(any_lab, "GET", f"/{made['id']}").status_code == 404
    left = sa.text("SELECT count(*) FROM webhook_deliveries")
    assert any_lab.read(lambda session: session.scalar(left)) == 0


def test_one_that_is_off_is_told_nothing_and_what_waited_is_given_up(lab, chat):
    made = hook(lab, chat.url)
    book(lab)
    lab.hear()
    off = ask(lab, "PATCH", f"/{made['id']}", json={"active": False}, headers={"If-Match": "*"})
    lab.book((1, at(12), at(13)))
    deliver(lab)
    assert off.json()["active"] is False
    assert chat.heard == []
    (given_up,) = deliveries(lab, made["id"])
    assert (given_up["state"], given_up["reason"]) == ("failed", "It was switched off.")
    refused = ask(lab, "POST", f"/{made['id']}/test")
    assert problem_of(refused)["type"].endswith("/webhook-off")


OPERATIONS = (
    ("GET", ""),
    ("POST", ""),
    ("GET", "/1"),
    ("PATCH", "/1"),
    ("DELETE", "/1"),
    ("POST", "/1/secret"),
    ("POST", "/1/test"),
    ("GET", "/1/deliveries"),
    ("POST", "/1/deliveries/replay"),
    ("POST", "/1/deliveries/1/replay"),
)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_nobody_else_sees_or_changes_webhooks(lab, method, path):
    body = {"json": {"name": "x", "url": "https://example.org/"}} if method != "GET" else {}
    url = f"/api/v1/scheduler/webhooks{path}"
    assert lab.client.request(method, url, **body).status_code == 401
    assert ask(lab, method, path, rights=BOOKER, **body).status_code == 403
    if method != "GET":
        reader = (permissions.WEBHOOK_READ,)
        assert ask(lab, method, path, rights=reader, **body).status_code == 403


@pytest.mark.parametrize(("method", "path"), [one for one in OPERATIONS if "1" in one[1]])
def test_what_is_not_there_is_a_404(lab, method, path):
    body = {"json": {"name": "x"}} if method == "PATCH" else {}
    headers = {"If-Match": "*"}
    assert ask(lab, method, path, headers=headers, **body).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "ftp://example.org/"},
        {"url": "https://user:secret@example.org/"},
        {"url": "https://example.org/#part"},
        {"url": "no address"},
        {"url": f"https://example.org/{'a' * 2000}"},
        {"kinds": []},
        {"kinds": ["overdue"]},
        {"kinds": ["webhook_off"]},
        {"name": ""},
        {"kind": "pigeon"},
    ],
)
def test_what_is_no_webhook_is_refused(lab, chat, fields):
    body = {"name": "Chat", "url": chat.url} | fields
    assert ask(lab, "POST", json=body).status_code == 422


def test_a_refused_address_is_not_repeated(lab):
    body = {"name": "Chat", "url": "https://ann:s3cret@example.org/"}
    assert "s3cret" not in ask(lab, "POST", json=body).text


def test_without_a_master_key_no_webhook_is_kept(lab, chat):
    keep_safe(lab, master=None)
    refused = ask(lab, "POST", json={"name": "Chat", "url": chat.url})
    assert problem_of(refused)["type"].endswith("/no-master-key")


def test_without_it_one_that_is_there_can_still_be_switched_off(lab, chat):
    path = f"/{hook(lab, chat.url)['id']}"
    keep_safe(lab, master=None)
    off = ask(lab, "PATCH", path, json={"active": False}, headers={"If-Match": "*"})
    assert (off.status_code, off.json()["active"]) == (200, False)
    elsewhere = {"json": {"url": chat.url}, "headers": {"If-Match": "*"}}
    assert ask(lab, "PATCH", path, **elsewhere).status_code == 409


def test_another_address_is_judged_and_led_to(lab, chat):
    path = f"/{hook(lab, 'http://127.0.0.1:1/')['id']}"
    for url, status in (("http://10.0.0.1/", 422), (f"{chat.url}/new", 200)):
        changed = ask(lab, "PATCH", path, json={"url": url}, headers={"If-Match": "*"})
        assert changed.status_code == status
    ask(lab, "POST", f"{path}/test")
    deliver(lab)
    assert chat.heard[0].path == "/new"


def test_the_list_is_two_statements_and_finds_by_name(lab, chat):
    for name in ("Room", "Chat"):
        hook(lab, chat.url, name=name)
    found = ask(lab, "GET", params={"q": "ROO", "active": True}).json()
    assert [one["name"] for one in found["results"]] == ["Room"]
    assert [one["name"] for one in ask(lab, "GET").json()["results"]] == ["Chat", "Room"]


def test_reminders_of_start_and_end_are_kinds_and_overdue_is_none():
    kinds = {kind.value for kind in NoticeKind}
    assert {"reminder", "ending"} <= kinds
    assert "overdue" not in kinds


def test_a_persons_own_is_no_webhook_of_the_lab(lab, chat):
    made = hook(lab, chat.url)
    own = sa.update(Webhook).where(Webhook.id == made["id"]).values(person_id=1)
    lab.database.unit(lambda session: session.execute(own))
    assert ask(lab, "GET").json()["count"] == 0
    assert ask(lab, "GET", f"/{made['id']}/deliveries").status_code == 404
