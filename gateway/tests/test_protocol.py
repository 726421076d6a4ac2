"""Nobody makes the gateway keep more of a request than it needs."""

import contextlib

import pytest

DEVICES = b"/api/v1/inventory/devices"
POST = b"POST " + DEVICES + b" HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


def _endless(line: bytes):
    while True:
        yield line


@pytest.mark.parametrize(
    ("begin", "more"),
    [
        (b"GET /", b"a" * 1000),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ", b"a" * 1000),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", b"X-Many: a\r\n" * 100),
        (POST + b"2\r\n{}\r\n0\r\n", b"X-Trailer: a\r\n" * 100),
        (POST + b"2;", b"extension" * 100),
    ],
)
def test_a_head_without_end_is_cut_off(door, begin, more):
    sent = 0
    with door.connect() as connection, contextlib.suppress(ConnectionError):
        connection.sendall(begin)
        for piece in _endless(more):
            connection.sendall(piece)
            sent += len(piece)
            assert sent < 20_000_000


def test_a_head_that_is_too_long_is_a_problem(door):
    status, answer = door.raw(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 65_600)
    assert status == 400
    assert b"application/problem+json" in answer


def test_a_head_of_ordinary_length_passes(lab, door):
    cookie = b"Cookie: " + b"a=b; " * 6000
    head = b"GET " + DEVICES + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + cookie
    assert door.raw(head + b"\r\n\r\n")[0] == 200


def test_small_chunks_of_a_large_upload_pass(lab, door):
    answer = door.post("/api/v1/inventory/imports", content=(b"x" * 10 for _ in range(50_000)))
    assert answer.status_code == 200
    assert len(lab.inventory.last.body) == 500_000


def test_many_requests_on_one_connection_pass(lab, door):
    one = b"GET " + DEVICES + b" HTTP/1.1\r\nHost: x\r\nX-Pad: " + b"a" * 10_000
    last = one + b"\r\nConnection: close\r\n\r\n"
    _, answers = door.raw((one + b"\r\n\r\n") * 20 + last)
    assert answers.count(b"HTTP/1.1 200 OK") == 21


def test_what_is_no_http_is_a_problem(door):
    status, answer = door.raw(b"HELLO\r\n\r\n")
    assert status == 400
    assert b'"type":"/problems/bad-request"' in answer
