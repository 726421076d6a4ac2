"""Liveness, readiness, metrics."""

from typing import Any

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from labwright_chassis.api import create_internal_api
from labwright_chassis.api.app import Parts
from labwright_chassis.api.health import Readiness
from labwright_chassis.db import Database
from labwright_chassis.metrics import Metrics
from labwright_chassis.testing.identities import Identities
from labwright_chassis.tokens import Verifier

from .shop import Shop


def client(database: Database, readiness: Readiness) -> TestClient:
    verifier = Verifier("shop", Identities().jwks)
    return TestClient(create_internal_api("Shop", Parts(database, verifier, Metrics(), readiness)))


def crash() -> str:
    raise ConnectionError("no database")


def test_a_process_that_answers_is_alive(shop: Shop) -> None:
    assert shop.client.get("/livez").json() == {"status": "alive"}


@pytest.mark.parametrize(
    ("checks", "status"),
    [
        ({"database": lambda: "ok"}, 200),
        ({"database": lambda: "schema is behind"}, 503),
        ({"database": lambda: "ok", "broker": crash}, 503),
    ],
)
def test_a_process_is_ready_when_all_it_needs_is_there(
    sqlite: Database, checks: dict[str, Any], status: int
) -> None:
    answer = client(sqlite, Readiness(checks)).get("/readyz")
    assert answer.status_code == status
    assert answer.json()["checks"].keys() == checks.keys()
    assert answer.headers.get("retry-after") == (None if status == 200 else "2")


def test_what_is_only_told_does_not_decide(sqlite: Database) -> None:
    readiness = Readiness({"database": lambda: "ok"}, {"broker": crash})
    answer = client(sqlite, readiness).get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"]["broker"] == "away"


def test_metrics_are_internal(shop: Shop) -> None:
    assert shop.client.get("/metrics").status_code == 404
    answer = client(shop.database, Readiness({})).get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "labwright_outbox_depth" in answer.text


def test_why_a_check_failed_is_for_the_log_alone(sqlite: Database) -> None:
    def talk() -> str:
        raise ConnectionError("Access denied for user 'shop'@'db.internal'")

    with capture_logs() as logs:
        answer = client(sqlite, Readiness({"database": talk})).get("/readyz")
    assert answer.json()["checks"] == {"database": "away"}
    assert "db.internal" in logs[0]["reason"]
