"""A service that is dead, slow or broken."""

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

DEVICES = "/api/v1/inventory/devices"
BOOKINGS = "/api/v1/scheduler/bookings"


def test_a_dead_service_answers_503_at_once_and_the_others_go_on(lab, counts):
    door = lab.open_gateway(connect_timeout=300, request_timeout=300)
    lab.servers.pop("inventory").stop()
    answer = door.post(DEVICES)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    problem = answer.json()
    assert problem["type"] == "/problems/unavailable"
    assert problem["detail"] == "The inventory service cannot be reached now."
    assert (problem["instance"], problem["status"]) == (DEVICES, 503)
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert door.get(BOOKINGS).status_code == 200
    assert sum(counts("labwright_gateway_upstream_failures_total").values()) == 1


def test_a_service_that_comes_back_is_used_again(lab, door):
    lab.servers.pop("inventory").stop()
    assert door.get(DEVICES).status_code == 503
    lab.start("inventory", lab.inventory)
    assert door.get(DEVICES).status_code == 200


async def _never(scope, receive, send):
    await asyncio.get_running_loop().create_future()


def test_a_slow_service_is_a_504_and_the_others_go_on(lab):
    door = lab.open_gateway(request_timeout=1)
    lab.inventory.handlers[DEVICES] = _never
    with ThreadPoolExecutor(4) as pool:
        slow = [pool.submit(door.get, DEVICES) for _ in range(4)]
        assert door.get(BOOKINGS).status_code == 200
        assert {answer.result().status_code for answer in slow} == {504}
    assert slow[0].result().json()["type"] == "/problems/gateway-timeout"


def test_an_answer_that_stalls_is_a_504_while_it_is_small(lab):
    door = lab.open_gateway(request_timeout=1)

    async def stalls(scope, receive, send):
        headers = [(b"content-length", b"10")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"12345", "more_body": True})
        await _never(scope, receive, send)

    lab.inventory.handlers[DEVICES] = stalls
    assert door.get(DEVICES).status_code == 504


def test_a_full_pool_makes_only_its_own_callers_wait(lab):
    door = lab.open_gateway(connections_per_service=1, connect_timeout=0.5, request_timeout=2)
    lab.inventory.handlers[DEVICES] = _never
    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(door.get, DEVICES) for _ in range(3)]
        assert door.get(BOOKINGS).status_code == 200
        assert sorted(answer.result().status_code for answer in answers) == [503, 503, 504]


@contextmanager
def _scripted(lab, *answers: bytes):
    """A service that answers each connection's first request with the next bytes, and hangs up."""
    path = lab.folder / "scripted"
    taken: list[bytes] = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()

        def run() -> None:
            for answer in answers:
                connection, _ = listener.accept()
                with connection:
                    taken.append(connection.recv(65536))
                    connection.sendall(answer)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield lab.open_gateway(inventory_url=f"unix:{path}"), taken
        thread.join(1)


GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@pytest.mark.parametrize(
    "broken",
    [
        b"\x00\xff rubbish\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}",
        b"HTTP/1.1 999 What\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"",
    ],
)
def test_a_broken_answer_is_a_502(lab, broken):
    with _scripted(lab, broken) as (door, _):
        answer = door.post(DEVICES)
        assert answer.status_code == 502
        assert answer.json()["type"] == "/problems/bad-gateway"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_read_is_repeated_once_when_the_connection_breaks(lab, method):
    with _scripted(lab, b"", b"HTTP/1.1 204 No Content\r\n\r\n") as (door, taken):
        assert door.request(method, DEVICES).status_code == 204
        assert len(taken) == 2
        assert taken[0] == taken[1]


def test_a_read_is_not_repeated_twice(lab):
    with _scripted(lab, b"", b"", GOOD) as (door, taken):
        assert door.get(DEVICES).status_code == 502
        assert len(taken) == 2
        assert door.get(DEVICES).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_change_is_never_repeated(lab, method):
    with _scripted(lab, b"", GOOD) as (door, taken):
        assert door.request(method, DEVICES).status_code == 502
        assert len(taken) == 1
        assert door.get(DEVICES).status_code == 200


def test_a_change_is_not_repeated_on_a_connection_in_use_before_either(lab):
    """The HTTP client's own repetition would send a DELETE again there."""
    path = lab.folder / "closing"
    requests: list[bytes] = []

    async def talk(reader, writer):
        while head := await reader.readuntil(b"\r\n\r\n"):
            requests.append(head)
            if head.startswith(b"DELETE"):
                writer.close()
                return
            writer.write(GOOD)

    server = lab.loop.run(asyncio.start_unix_server(talk, path))
    door = lab.open_gateway(inventory_url=f"unix:{path}")
    assert door.get(DEVICES).status_code == 200
    assert door.delete(DEVICES).status_code == 502
    assert [head.split()[0] for head in requests] == [b"GET", b"DELETE"]
    lab.loop.call(server.close)


def test_a_long_answer_that_breaks_off_is_not_taken_for_whole(lab):
    begun = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n"
    with _scripted(lab, begun) as (door, _):
        status, answer = door.get_target(DEVICES.encode())
        assert status == 200
        assert answer.endswith(b"5\r\n12345\r\n")


def test_a_failure_that_nobody_foresaw_is_a_500_without_details(lab, door, monkeypatch):
    def fails(*args):
        raise RuntimeError("the secret reason")

    monkeypatch.setattr("labwright_gateway.forwarding.client_address", fails)
    answer = door.get(DEVICES)
    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/internal-error"
    assert "secret reason" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
