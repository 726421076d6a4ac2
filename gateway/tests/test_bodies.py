"""Bodies of any size flow, none exceeds its limit, none is held as a whole."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

DEVICES = "/api/v1/inventory/devices"
IMPORTS = "/api/v1/inventory/imports"
MEBIBYTE = 1_048_576
IN_FLIGHT = 12 * MEBIBYTE
"""More than all socket buffers on the way together hold, and far less than what is sent."""


def _pieces(count: int, size: int = MEBIBYTE):
    for number in range(count):
        yield bytes([number % 251]) * size


def _whole(count: int) -> bytes:
    return b"".join(_pieces(count))


def test_a_large_upload_arrives_whole(lab, door):
    answer = door.post(IMPORTS, content=_pieces(12))
    assert answer.status_code == 200
    assert lab.inventory.last.header("transfer-encoding") == "chunked"
    assert lab.inventory.last.body == _whole(12)


def test_an_upload_of_known_length_keeps_it(lab, door):
    body = _whole(12)
    assert door.post(IMPORTS, content=body).status_code == 200
    assert lab.inventory.last.header("content-length") == str(len(body))
    assert lab.inventory.last.header("transfer-encoding") is None
    assert lab.inventory.last.body == _whole(12)


@pytest.mark.parametrize("size", [1, 262_144, 262_145, MEBIBYTE])
def test_every_size_up_to_the_limit_arrives(lab, door, size):
    assert door.post(DEVICES, content=b"x" * size).status_code == 200
    assert len(lab.inventory.last.body) == size


def _sends(count: int, *, length: bool):
    async def download(scope, receive, send):
        headers = [(b"content-length", str(count * MEBIBYTE).encode())] if length else []
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for number in range(count):
            piece = bytes([number % 251]) * MEBIBYTE
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            download.sent = (number + 1) * MEBIBYTE
        await send({"type": "http.response.body", "body": b""})

    download.sent = 0
    return download


@pytest.mark.parametrize("length", [True, False])
def test_a_large_download_arrives_whole(lab, door, length):
    lab.inventory.handlers[DEVICES] = _sends(20, length=length)
    answer = door.get(DEVICES)
    assert answer.content == _whole(20)
    assert ("content-length" in answer.headers) is length


def test_a_slow_reader_slows_the_service_down(lab, door, settled):
    lab.inventory.handlers[DEVICES] = download = _sends(64, length=True)
    with door.connect() as connection:
        connection.sendall(f"GET {DEVICES} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert 0 < settled(lambda: download.sent) < IN_FLIGHT


def test_a_reader_who_leaves_ends_the_download(lab, door, settled, eventually):
    left = []

    async def endless(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"data: 1\n\n", "more_body": True})
        await receive()
        left.append((await receive())["type"])

    lab.scheduler.handlers["/api/v1/scheduler/live"] = endless
    with door.stream("GET", "/api/v1/scheduler/live") as answer:
        pieces = answer.iter_bytes()  # kept: one that is dropped ends the download itself
        assert next(pieces) == b"data: 1\n\n"
        assert not left
    eventually(lambda: left == ["http.disconnect"])


def test_a_slow_service_slows_the_sender_down(lab, settled):
    door = lab.open_gateway(max_import_bytes=64 * MEBIBYTE)
    lab.inventory.handlers[IMPORTS] = _never_reads
    sent = 0

    def send_on(connection: socket.socket) -> None:
        nonlocal sent
        head = f"POST {IMPORTS} HTTP/1.1\r\nHost: x\r\nContent-Length: {64 * MEBIBYTE}\r\n\r\n"
        connection.sendall(head.encode())
        try:
            for piece in _pieces(1024, 65_536):
                connection.sendall(piece)
                sent += len(piece)
        except OSError:
            return

    with ThreadPoolExecutor(1) as pool, door.connect() as connection:
        pool.submit(send_on, connection)
        assert 0 < settled(lambda: sent) < IN_FLIGHT
        connection.shutdown(socket.SHUT_RDWR)


async def _never_reads(scope, receive, send):
    await asyncio.get_running_loop().create_future()


@pytest.mark.parametrize(("path", "limit"), [(DEVICES, MEBIBYTE), (IMPORTS, 16 * MEBIBYTE)])
def test_a_declared_length_beyond_the_limit_is_refused_at_once(lab, door, path, limit):
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {limit + 1}"
    status, answer = door.raw(head.encode() + b"\r\n\r\n")
    assert status == 413
    assert b'"type":"/problems/too-large"' in answer
    assert not lab.inventory.requests


def test_ten_megabytes_of_json_are_a_clear_answer(lab, door, ada):
    answer = door.post(DEVICES, headers=ada, content=b"[" + b" " * 10_000_000 + b"]")
    assert answer.status_code == 413
    assert answer.json()["detail"] == "The body may have at most 1048576 bytes here."


def test_a_stream_beyond_the_limit_is_cut_off(lab, door):
    answer = door.post(DEVICES, content=_pieces(20, 100_000))
    assert answer.status_code == 413
    assert not lab.inventory.requests


def test_limits_are_settings(lab):
    door = lab.open_gateway(max_body_bytes=10, max_import_bytes=20)
    assert door.post(DEVICES, content=b"x" * 10).status_code == 200
    assert door.post(DEVICES, content=b"x" * 11).status_code == 413
    assert door.post(IMPORTS, content=b"x" * 20).status_code == 200
    assert door.post(f"{IMPORTS}/7", content=b"x" * 21).status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        "Content-Length: 2\r\nContent-Length: 3",
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 2",
        "Content-Length: -1",
        "Content-Length: +2",
        "Content-Length: 2, 2",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
    ],
)
def test_a_body_of_doubtful_length_goes_nowhere(lab, door, headers):
    head = f"POST {DEVICES} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n\r\n"
    status, _ = door.raw(head.encode() + b"2\r\n{}\r\n0\r\n\r\n")
    assert status == 400
    assert not lab.inventory.requests


def test_a_body_that_does_not_come_is_given_up(lab):
    door = lab.open_gateway(body_timeout=0.1)
    head = f"POST {DEVICES} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\n12"
    status, answer = door.raw(head.encode())
    assert status == 408
    assert b"/problems/request-timeout" in answer


def test_an_answer_that_comes_before_the_upload_is_done_is_passed_on(lab, door):
    async def refuses(scope, receive, send):
        headers = [(b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 403, "headers": headers})
        await send({"type": "http.response.body", "body": b"no"})

    lab.inventory.handlers[IMPORTS] = refuses
    answer = door.post(IMPORTS, content=_pieces(12))
    assert (answer.status_code, answer.content) == (403, b"no")
    assert door.get(DEVICES).status_code == 200


def test_a_sender_who_leaves_is_no_failure_of_the_service(lab, door, counts, eventually):
    with door.connect() as connection:
        head = f"POST {IMPORTS} HTTP/1.1\r\nHost: x\r\nContent-Length: {MEBIBYTE}\r\n\r\n12"
        connection.sendall(head.encode())
    eventually(lambda: [k for k in counts("labwright_http_requests_total") if '"499"' in k])
    assert not counts("labwright_gateway_upstream_failures_total")
