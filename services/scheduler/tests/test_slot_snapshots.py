"""Slots as others ask for them, to mend their copies."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from labwright_scheduler.app import create_service
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.settings import SchedulerSettings

from .lab import Lab, at

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def ask(any_lab: Lab) -> Any:
    """Asks the internal API as inventory does."""
    identities = any_lab.identities
    service = replace(create_service(), keys=lambda database, settings: identities.jwks())
    settings = SchedulerSettings(database_url="sqlite:///never-opened.sqlite3")
    _, internal = service.create_apis(any_lab.database, settings)
    headers = identities.service_headers("inventory", audience="scheduler")
    return lambda path: TestClient(internal).get(f"/internal/{path}", headers=headers).json()


def test_slots_that_are_not_over_are_served_at_the_version_of_their_booking(
    any_lab: Lab, ask: Any
) -> None:
    any_lab.person(1, "ann")
    any_lab.device(1)
    any_lab.device(2)
    booked = any_lab.book((1, at(9), at(10)), (2, at(9), at(10))).json()
    slots = [slot["id"] for slot in booked["slots"]]
    assert any_lab.post(f"/{booked['id']}/cancel", json={"slot_ids": [slots[0]]}).is_success
    version = any_lab.get(f"/bookings/{booked['id']}").json()["version"]
    rows = ask("snapshots/slots")["rows"]
    assert [(row["id"], row["version"]) for row in rows] == [(id, version) for id in slots]
    assert [row["data"]["state"] for row in rows] == ["CANCELLED", "CONFIRMED"]
    assert ask("digests/slots")[0]["count"] == 2


def test_slots_that_are_over_are_not_served(any_lab: Lab, ask: Any) -> None:
    any_lab.person(1, "ann")
    any_lab.device(1)
    [slot] = any_lab.book((1, at(9), at(10))).json()["slots"]
    any_lab.database.unit(lambda session: end_long_ago(session, slot["id"]))
    assert (ask("snapshots/slots")["rows"], ask("digests/slots")) == ([], [])


def end_long_ago(session: Any, id: int) -> None:
    slot = session.get(Slot, id)
    slot.start_at, slot.end_at = LONG_AGO, LONG_AGO + timedelta(hours=1)
