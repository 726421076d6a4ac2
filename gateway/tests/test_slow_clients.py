"""Clients that take their time take nothing else."""

import contextlib
import time

import pytest

from labwright_gateway.protocol import GuardedProtocol

DEVICES = "/api/v1/inventory/devices"
IMPORTS = "/api/v1/inventory/imports"
LIVE = "/api/v1/scheduler/live"
MEBIBYTE = 1_048_576


class Hasty(GuardedProtocol):
    """Waits for nobody."""

    head_seconds = 0.5
    rest_seconds = 0.5
    reader_seconds = 0.5


def _until_closed(connection) -> bytes:
    answer = b""
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(65536):
            answer += piece
    return answer


def _answer_to_pieces(connection, piece) -> bytes:
    """What comes back while the same piece is sent now and then."""
    connection.settimeout(0.02)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(ConnectionError):
            connection.sendall(piece)
        with contextlib.suppress(TimeoutError):
            return connection.recv(65536)
    raise AssertionError("Nothing came back.")


@pytest.fixture
def hasty(lab):
    return lab.open_gateway(http=Hasty)


def test_a_connection_that_asks_nothing_is_closed(hasty):
    with hasty.connect() as connection:
        assert _until_closed(connection) == b""


@pytest.mark.parametrize("part", [b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-A: "])
def test_a_head_that_does_not_end_is_a_408(hasty, part):
    with hasty.connect() as connection:
        connection.sendall(part)
        answer = _until_closed(connection)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"type":"/problems/request-timeout"' in answer


def test_bytes_now_and_then_buy_no_time(hasty):
    with hasty.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        assert _answer_to_pieces(connection, b"X-A: b\r\n").startswith(b"HTTP/1.1 408 ")


def test_empty_lines_between_requests_buy_no_time(hasty):
    ask = f"GET {DEVICES} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with hasty.connect() as connection:
        connection.sendall(ask)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        connection.sendall(b"\r\n")
        assert b"HTTP/1.1 2" not in _until_closed(connection)


def test_what_comes_after_the_answer_is_not_awaited(hasty):
    """The gateway's own pages read no body."""
    head = b"POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n1"
    with hasty.connect() as connection:
        connection.sendall(head)
        assert _until_closed(connection).startswith(b"HTTP/1.1 405 ")


def test_a_head_that_comes_at_once_needs_no_timer(lab):
    armed = []

    class Watched(GuardedProtocol):
        def _expect_within(self, seconds):
            armed.append(seconds)
            super()._expect_within(seconds)

    door = lab.open_gateway(http=Watched)
    assert [door.get(DEVICES).status_code for _ in range(3)] == [200] * 3
    assert len(armed) == 1


@pytest.mark.parametrize("path", [DEVICES, IMPORTS])
@pytest.mark.parametrize("framing", ["Content-Length: 900000", "Transfer-Encoding: chunked"])
def test_a_body_that_stops_is_a_408(lab, path, framing):
    door = lab.open_gateway(body_timeout=0.1)
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{framing}\r\n\r\n"
    status, answer = door.raw(head.encode() + b"2\r\n{}\r\n")
    assert status == 408
    assert b"/problems/request-timeout" in answer


def test_a_body_that_trickles_has_an_end(lab):
    """Each piece comes in time, the whole does not."""
    door = lab.open_gateway(body_timeout=5, upload_timeout=0.3)
    head = f"POST {IMPORTS} HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n"
    with door.connect() as connection:
        connection.sendall(head.encode())
        assert _answer_to_pieces(connection, b"x").startswith(b"HTTP/1.1 408 ")


def test_a_reader_who_takes_nothing_is_cut_off(lab, hasty, eventually):
    left = []

    async def endless(scope, receive, send):
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(200):
            await send({"type": "http.response.body", "body": bytes(MEBIBYTE), "more_body": True})
            if left:
                return

    lab.scheduler.handlers[LIVE] = endless
    with hasty.connect() as connection:
        connection.sendall(f"GET {LIVE} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        sent = 'route="/api/v1/scheduler",status="200"'
        eventually(lambda: sent in lab.gateway.metrics.expose().decode())
        left.append(True)
