"""What waits in the outbox, as operators see and treat it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from labwright_chassis import clock, outbox, tables
from labwright_chassis.api.operations import relay as routes
from labwright_chassis.db import Database
from labwright_chassis.metrics import Metrics
from labwright_chassis.testing.identities import Identities
from labwright_chassis.worker import Relay
from labwright_contracts import permissions

from . import things
from .shop import client_of, create_app
from .things import Shelf, rows_of, sell_thing

PATH = "/api/v1/shop/events"
ALL = [permission.name for permission in permissions.of_operators("shop")]

Ask = Callable[..., Any]


@pytest.fixture
def client(database: Database, identities: Identities) -> TestClient:
    return client_of(create_app(database, identities, [routes.create_router("shop")]))


@pytest.fixture
def ask(client: TestClient, identities: Identities) -> Ask:
    """Asks as somebody with these permissions."""

    def ask_as(method: str, path: str, *, who: list[str] = ALL, **options: Any) -> Any:
        headers = identities.headers(who, audience="shop", user_id=7)
        return client.request(method, f"{PATH}{path}", headers=headers, **options)

    return ask_as


@pytest.fixture
def relay(database: Database) -> Relay:
    """Has failed once with a sale of thing 1, and with a state that cannot be rendered."""
    shelf = Shelf(refused={"thing/1"})
    sender = Relay("shop", database, shelf, things.SOURCES, Metrics())
    database.unit(lambda s: [sell_thing(s, n) for n in (1, 2)])
    database.unit(lambda s: outbox.add_state(s, things.BROKEN, id=5, version=1))
    asyncio.run(sender.send_batch())
    shelf.refused = set()
    return sender


def audited(database: Database) -> list[tuple[str, str]]:
    rows = [row.payload for row in rows_of(database, tables.outbox) if row.payload]
    return [(p["action"], p["target"]) for p in rows if "action" in p]


def test_the_backlog_tells_depth_age_and_who_sends(relay: Relay, ask: Ask) -> None:
    told = ask("GET", "/relay").json()
    assert (told["depth"], told["failing"]) == (2, 2)
    assert told["lag_seconds"] > 0
    assert told["holder"]
    assert told["next_retry_at"] > clock.now().isoformat()[:10]


def test_what_waits_is_listed_with_the_reason(relay: Relay, ask: Ask) -> None:
    refused, broken = ask("GET", "/unsent", params={"failing": True}).json()["results"]
    assert (refused["subject"], refused["attempts"]) == ("thing/1", 1)
    assert refused["last_error"].startswith("not taken")
    assert broken["subject"] == "broken/5"
    assert broken["last_error"] == "not rendered: ValueError('cannot be rendered')"
    assert ask("GET", "/unsent", params={"failing": False}).json()["count"] == 0
    assert ask("GET", "/unsent", params={"type": things.SOLD}).json()["count"] == 1


def test_retry_now_sends_what_was_put_off(relay: Relay, ask: Ask, database: Database) -> None:
    assert asyncio.run(relay.send_batch()) == 0
    row = ask("GET", "/unsent", params={"type": things.SOLD}).json()["results"][0]["id"]
    assert ask("POST", f"/unsent/{row}/retry").status_code == 204
    assert asyncio.run(relay.send_batch()) == 2  # the sale, and what tells of the retry
    assert ask("POST", f"/unsent/{row}/retry").status_code == 409
    assert audited(database) == [("shop.event.retry", f"unsent/{row}")]


def test_retry_all_says_how_many(relay: Relay, ask: Ask, database: Database) -> None:
    assert ask("POST", "/unsent/retry").json() == {"retried": 2}
    assert ask("POST", "/unsent/retry").json() == {"retried": 0}
    assert audited(database) == [("shop.event.retry", "unsent/*")]


def test_a_row_is_dropped_with_a_reason(relay: Relay, ask: Ask, database: Database) -> None:
    row = ask("GET", "/unsent", params={"type": things.BROKEN}).json()["results"][0]["id"]
    assert ask("POST", f"/unsent/{row}/drop", json={}).status_code == 422
    assert ask("POST", f"/unsent/{row}/drop", json={"reason": "gone"}).status_code == 204
    assert ask("POST", f"/unsent/{row}/drop", json={"reason": "gone"}).status_code == 404
    assert audited(database) == [("shop.event.drop", f"unsent/{row}")]


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", "/relay", "read"),
        ("GET", "/unsent", "read"),
        ("POST", "/unsent/retry", "requeue"),
        ("POST", "/unsent/99/retry", "requeue"),
        ("POST", "/unsent/99/drop", "drop"),
    ],
)
def test_each_endpoint_needs_its_permission(
    client: TestClient, ask: Ask, method: str, path: str, needed: str
) -> None:
    body: dict[str, Any] = {"json": {"reason": "because"}} if "drop" in path else {}
    assert client.request(method, PATH + path, **body).status_code == 401
    others = [name for name in ALL if name != f"shop:event:{needed}"]
    assert ask(method, path, who=others, **body).status_code == 403
    answer = ask(method, path, who=[f"shop:event:{needed}"], **body)
    assert answer.status_code == (404 if "99" in path else 200)
