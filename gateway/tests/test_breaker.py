"""A service that gives no answer is not asked for a while."""

import asyncio
import contextlib
import socket
import threading

import pytest

from labwright_gateway import errors
from labwright_gateway.breaker import CircuitBreaker

DEVICES = "/api/v1/inventory/devices"
BOOKINGS = "/api/v1/scheduler/bookings"


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def breaker(seconds) -> CircuitBreaker:
    return CircuitBreaker("inventory", failures=3, pause=5, seconds=seconds)


def _fail(breaker: CircuitBreaker, error: Exception, times: int = 1) -> None:
    for _ in range(times):
        with contextlib.suppress(type(error)), breaker.watching():
            raise error


UNREACHABLE = errors.Unreachable("away")


def test_it_opens_after_failures_in_a_row(breaker):
    _fail(breaker, UNREACHABLE, 2)
    with breaker.watching():
        pass
    _fail(breaker, UNREACHABLE, 2)
    assert not breaker.is_open
    _fail(breaker, UNREACHABLE)
    with pytest.raises(errors.CircuitOpen) as refused, breaker.watching():
        pass
    assert refused.value.extra == {"retry_after": 5}


def test_one_request_at_a_time_tries_whether_the_service_is_back(breaker, seconds):
    _fail(breaker, UNREACHABLE, 3)
    seconds.now = 5.0
    with breaker.watching(), pytest.raises(errors.CircuitOpen), breaker.watching():
        pass
    with breaker.watching():
        assert not breaker.is_open


def test_a_trial_that_fails_keeps_it_open(breaker, seconds):
    _fail(breaker, UNREACHABLE, 3)
    seconds.now = 5.0
    _fail(breaker, UNREACHABLE)
    seconds.now = 9.9
    with pytest.raises(errors.CircuitOpen), breaker.watching():
        pass


@pytest.mark.parametrize("error", [errors.ClientGone("x"), errors.Busy("x"), ValueError()])
def test_what_is_no_failure_of_the_service_does_not_count(breaker, error):
    _fail(breaker, error, 10)
    assert not breaker.is_open


async def _never(scope, receive, send):
    await asyncio.get_running_loop().create_future()


def test_a_hanging_service_is_soon_a_503_at_once(lab, counts):
    door = lab.open_gateway(request_timeout=0.5, breaker_failures=2, breaker_pause=600)
    lab.inventory.handlers[DEVICES] = _never
    statuses = [door.post(DEVICES).status_code for _ in range(3)]
    assert statuses == [504, 504, 503]
    answer = door.get(DEVICES)
    assert answer.json()["detail"] == "The inventory service does not answer now."
    assert 0 < int(answer.headers["retry-after"]) <= 600
    assert door.get(BOOKINGS).status_code == 200
    assert counts("labwright_gateway_circuit_open")['{service="inventory"}'] == 1


def test_the_circuit_closes_when_the_service_answers_again(lab, eventually):
    door = lab.open_gateway(breaker_failures=1, breaker_pause=0.05)
    lab.servers.pop("inventory").stop()
    assert door.get(DEVICES).status_code == 503
    lab.start("inventory", lab.inventory)
    eventually(lambda: door.get(DEVICES).status_code == 200)


@pytest.fixture
def silent():
    """A port whose connections are taken by the kernel and answered by nobody."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_without_auth_the_known_need_not_wait_for_a_question_each(lab, silent, ada, counts):
    door = lab.open_gateway(
        auth_internal_url=f"http://127.0.0.1:{silent}",
        auth_timeout=0.1,
        breaker_failures=2,
        breaker_pause=600,
    )
    statuses = {door.get(DEVICES, headers=ada).status_code for _ in range(3)}
    assert statuses == {503}
    assert counts("labwright_gateway_circuit_open")['{service="auth-internal"}'] == 1


def test_a_client_that_hangs_up_opens_no_circuit(lab):
    door = lab.open_gateway(breaker_failures=1, body_timeout=0.05)
    imports = "/api/v1/inventory/imports"
    head = f"POST {imports} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n12"
    status, answer = door.raw(head.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n").encode())
    assert status == 408
    assert b"/problems/request-timeout" in answer
    assert door.get(DEVICES).status_code == 200


def test_lasting_requests_leave_room_for_short_ones(lab):
    door = lab.open_gateway(streams_per_service=1, connect_timeout=0.5)
    release = threading.Event()

    async def live(scope, receive, send):
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"data: 1\n\n", "more_body": True})
        while not release.is_set():
            await asyncio.sleep(0.01)

    lab.inventory.handlers["/api/v1/inventory/live"] = live
    events = {"Accept": "text/event-stream"}
    with door.stream("GET", "/api/v1/inventory/live", headers=events) as answer:
        pieces = answer.iter_bytes()
        assert next(pieces) == b"data: 1\n\n"
        refused = door.get("/api/v1/inventory/live", headers=events)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
        assert refused.json()["detail"] == "The inventory service is busy now."
        assert door.get(DEVICES).status_code == 200
        release.set()
