"""The gateway's own endpoints."""

import logging

import pytest

from .fakes import FakeService

DEVICES = "/api/v1/inventory/devices"


def test_it_lives_whatever_the_services_do(lab, door):
    lab.servers.pop("auth").stop()
    answer = door.get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_it_is_ready_once_every_service_has_been(lab, door):
    lab.inventory.answer("/readyz", 503, json={"status": "not ready"})
    lab.servers.pop("auth").stop()
    answer = door.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    expected = {"auth": "away", "inventory": "not ready", "scheduler": "ready"}
    assert answer.json()["checks"] == expected

    lab.start("auth", lab.auth)
    lab.scheduler.answer("/readyz", 503)
    assert set(door.get("/readyz").json()["checks"]) == {"auth", "inventory"}
    lab.inventory.answer("/readyz")
    assert door.get("/readyz").status_code == 200

    lab.servers.pop("auth").stop()
    assert door.get("/readyz").status_code == 200


def test_the_status_tells_of_every_service_and_never_fails(lab):
    door = lab.open_gateway(probe_timeout=1)

    async def never(scope, receive, send):
        await receive()
        await receive()

    lab.servers.pop("auth").stop()
    lab.scheduler.handlers["/readyz"] = never
    lab.inventory.answer("/readyz", 503, json={"checks": {"database": "away"}})
    answer = door.get("/api/v1/status")
    assert answer.status_code == 200
    status = answer.json()
    assert status["status"] == "degraded"
    assert status["services"]["auth"]["status"] == "away"
    assert status["services"]["scheduler"]["status"] == "away"
    assert status["services"]["inventory"] == {
        "status": "not ready",
        "detail": {"checks": {"database": "away"}},
    }
    assert status["gateway"] == {"status": "ready", "revocations": "no broker"}


def test_a_service_whose_first_answer_is_late_is_not_away(lab):
    door = lab.open_gateway(probe_timeout=1)
    asked = []

    async def late_once(scope, receive, send):
        await receive()
        asked.append(scope["path"])
        if len(asked) == 1:
            await receive()
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    lab.scheduler.handlers["/readyz"] = late_once
    assert door.get("/api/v1/status").json()["services"]["scheduler"]["status"] == "ready"
    assert len(asked) == 2


def test_services_that_tell_of_lag_and_drift_are_in_the_status(lab):
    inside = FakeService("inside")
    copies = [{"name": "devices", "behind": 2, "ahead": 0}]
    relay = {"lag_seconds": 3.5, "holder": "worker-1:17"}
    told = {"relay": relay, "dead_letters": None, "copies": copies, "database": "x"}
    inside.answer("/internal/status", json=told)
    lab.start("inside", inside)
    door = lab.open_gateway(scheduler_internal_url=lab.address("inside"))
    services = door.get("/api/v1/status").json()["services"]
    assert services["scheduler"]["copies"] == copies
    assert services["scheduler"]["relay"] == {"lag_seconds": 3.5}
    assert not {"database", "dead_letters"} & set(services["scheduler"])
    assert inside.last.header("authorization").startswith("Bearer scheduler-token-")
    assert "copies" not in services["inventory"]


@pytest.mark.parametrize("answer", [(404, b"{}"), (200, b"not json"), (200, b"[]")])
def test_a_service_that_does_not_tell_is_there_all_the_same(lab, answer):
    inside = FakeService("inside")
    inside.answer("/internal/status", answer[0], body=answer[1])
    lab.start("inside", inside)
    door = lab.open_gateway(scheduler_internal_url=lab.address("inside"))
    scheduler = door.get("/api/v1/status").json()["services"]["scheduler"]
    assert scheduler == {"status": "ready", "detail": {"status": "ready"}}


def test_the_status_is_asked_for_once_a_second(lab, door, clock):
    for _ in range(3):
        door.get("/api/v1/status")
    assert len(lab.inventory.requests) == 1
    clock.advance(1)
    door.get("/api/v1/status")
    assert len(lab.inventory.requests) == 2


def test_the_status_is_ok_when_all_are_ready(door):
    assert door.get("/api/v1/status").json()["status"] == "ok"


def test_a_wrong_method_is_a_problem(door):
    for path in ("/livez", "/api/v1/status", "/app/"):
        answer = door.post(path)
        assert answer.status_code == 405
        assert answer.headers["content-type"] == "application/problem+json"
        assert sorted(answer.headers["allow"].split(", ")) == ["GET", "HEAD"]
        assert answer.json()["detail"] == "POST is not possible here."


def test_the_internal_app_has_metrics_and_the_public_one_has_not(lab, door, ada):
    door.get(DEVICES, headers=ada)
    door.get(DEVICES, headers=ada)
    assert door.get("/metrics").status_code == 404
    inside = lab.open_internal()
    assert inside.get("/livez").status_code == 200
    assert inside.get("/readyz").status_code == 200
    assert inside.get(DEVICES).status_code == 404
    text = inside.get("/metrics").text
    route = 'method="GET",route="/api/v1/inventory"'
    assert f'labwright_http_requests_total{{{route},status="200"}} 2.0' in text
    assert f"labwright_http_request_seconds_count{{{route}}} 2.0" in text
    assert 'identity_lookups_total{outcome="hit"} 1.0' in text
    assert (
        'labwright_http_request_seconds_count{method="GET",route="/api/v1/inventory"} 2.0' in text
    )


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.events: list[dict] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.events.append(record.msg)


@pytest.fixture
def access_log():
    logger, lines = logging.getLogger("labwright.access"), _Lines()
    logger.addHandler(lines)
    logger.setLevel("INFO")
    yield lines.events
    logger.setLevel("NOTSET")
    logger.removeHandler(lines)


def test_every_request_leaves_one_line(lab, door, ada, access_log, eventually):
    template = f"{DEVICES}/{{device_id}}"
    lab.inventory.answer(f"{DEVICES}/7", headers=[("x-labwright-route", template)])
    answer = door.get(f"{DEVICES}/7?secret=x", headers={**ada, "X-Request-ID": "r1"})
    (line,) = eventually(lambda: access_log)
    assert line["actor"] == "user/7"
    assert (line["method"], line["route"], line["status"]) == ("GET", template, 200)
    assert (line["request_id"], line["upstream"]) == ("r1", "inventory")
    assert line["ms"] >= line["upstream_ms"] > 0
    assert "secret" not in str(line)
    assert "x-labwright-route" not in answer.headers


def test_a_request_without_an_answer_leaves_its_line_as_well(lab, door, access_log, eventually):
    lab.servers.pop("inventory").stop()
    door.get(f"{DEVICES}/7")
    (line,) = eventually(lambda: access_log)
    assert (line["route"], line["status"], line["actor"]) == ("/api/v1/inventory", 503, "")
