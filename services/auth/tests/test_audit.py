"""The collected audit log."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from labwright_auth.audit.subscribers import events
from labwright_chassis.outbox import uuid7
from labwright_contracts.audit import AuditRecorded
from labwright_contracts.envelope import Envelope

AUDIT = "/api/v1/auth/audit"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def message(source: str = "/inventory", **fields: Any) -> tuple[dict[str, Any], bytes]:
    entry = {
        "at": NOON,
        "service": "inventory",
        "actor": "user/7",
        "actor_name": "Grace",
        "action": "inventory.device.update",
        "target": "device/42",
        "before": {"name": "old"},
        "after": {"name": "new"},
    }
    body = AuditRecorded(**{**entry, **fields})
    envelope = Envelope(
        id=uuid7(), source=source, type="audit.recorded.v1", subject=body.target, time=NOON
    )
    return envelope.to_headers(), body.model_dump_json().encode()


def receive(lab: Any, *messages: tuple[dict[str, Any], bytes]) -> None:
    events.apply(lab.database, [events.decode(*one) for one in messages])


def log(lab: Any, by: str = "ada", **params: Any) -> Any:
    return lab.api.get(AUDIT, params=params, headers=lab.as_person(by))


def test_the_queue_takes_the_entries_of_all_services():
    assert set(events.bindings) == {"auth", "inventory", "scheduler"}


def test_an_entry_is_kept_as_it_was_recorded(any_lab):
    receive(any_lab, message(outcome="refused", reason="booked"))
    (entry,) = log(any_lab).json()["results"]
    assert (entry["at"], entry["actor"], entry["target"]) == (
        "2026-11-20T12:00:00Z",
        "user/7",
        "device/42",
    )
    assert (entry["before"], entry["after"]) == ({"name": "old"}, {"name": "new"})
    assert (entry["outcome"], entry["reason"]) == ("refused", "booked")


def test_an_entry_that_comes_twice_is_kept_once(any_lab):
    same = message()
    receive(any_lab, same, same)
    receive(any_lab, same)
    assert log(any_lab).json()["count"] == 1


def test_entries_in_any_order_are_listed_newest_first(any_lab):
    receive(any_lab, message(target="b/2", at=NOON + timedelta(hours=1)), message(target="a/1"))
    listed = log(any_lab).json()["results"]
    assert [entry["target"] for entry in listed] == ["b/2", "a/1"]


def test_a_reason_too_long_is_cut_and_no_entry_is_lost(any_lab):
    receive(any_lab, message(reason="x" * 5000, target="device/" + "9" * 300))
    (entry,) = log(any_lab).json()["results"]
    assert len(entry["reason"]) == 500


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({"actor": "user/7"}, 1),
        ({"actor": ["user/7", "user/8"]}, 2),
        ({"action": "scheduler.booking.cancel"}, 1),
        ({"target": "device/42", "outcome": "refused"}, 0),
        ({"outcome": "refused"}, 1),
        ({"service": "scheduler"}, 1),
        ({"at__gte": "2026-11-20T13:00:00Z"}, 1),
        ({"at__lt": "2026-11-20T14:00:00+01:00"}, 1),
        ({"at__gte": "2026-11-20T12:00:00Z", "at__lt": "2026-11-20T12:00:00Z"}, 0),
    ],
)
def test_the_log_is_filtered(any_lab, params, count):
    receive(
        any_lab,
        message(at=NOON + timedelta(hours=1)),
        message(
            source="/scheduler",
            service="scheduler",
            actor="user/8",
            action="scheduler.booking.cancel",
            target="booking/1",
            outcome="refused",
            at=NOON,
        ),
    )
    assert log(any_lab, **params).json()["count"] == count


@pytest.mark.parametrize(
    "params", [{"at__gte": "2026-11-20T12:00:00"}, {"outcome": "maybe"}, {"colour": "red"}]
)
def test_a_filter_that_cannot_be_understood_is_refused(lab, params):
    assert log(lab, **params).status_code == 422


def test_the_log_is_for_admins(lab):
    assert lab.api.get(AUDIT).status_code == 401
    assert log(lab, by="linus").status_code == 403


def test_nobody_writes_or_removes_an_entry(lab):
    headers = lab.as_person("ada")
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert lab.api.request(method, AUDIT, headers=headers).status_code == 405
