"""Nobody slips a request past the gateway, or has one read in two ways."""

import contextlib

import pytest

DEVICES = "/api/v1/inventory/devices"
HIDDEN = "/api/v1/inventory/hidden"
SMUGGLED = f"GET {HIDDEN} HTTP/1.1\r\nHost: x\r\nX-Labwright-User: 1\r\n\r\n"


def _all(door, data: bytes) -> bytes:
    """Everything that comes back for some bytes, until the gateway hangs up."""
    answer = b""
    with door.connect() as connection, contextlib.suppress(ConnectionError):
        connection.sendall(data)
        while piece := connection.recv(65536):
            answer += piece
    return answer


def _post(*headers: str, body: str = "") -> bytes:
    lines = (f"POST {DEVICES} HTTP/1.1", "Host: x", *headers, "", body)
    return "\r\n".join(lines).encode("latin-1")


FRAMINGS = {
    "length, then coding": _post(
        "Content-Length: 5", "Transfer-Encoding: chunked", body="0\r\n\r\n" + SMUGGLED
    ),
    "coding, then length": _post(
        "Transfer-Encoding: chunked", "Content-Length: 99", body="0\r\n\r\n" + SMUGGLED
    ),
    "two lengths": _post("Content-Length: 0", "Content-Length: 90", body=SMUGGLED),
    "two equal lengths": _post("Content-Length: 90", "Content-Length: 90", body=SMUGGLED),
    "a list of lengths": _post("Content-Length: 0, 90", body=SMUGGLED),
    "a hexadecimal length": _post("Content-Length: 0x0", body=SMUGGLED),
    "a signed length": _post("Content-Length: +0", body=SMUGGLED),
    "a length with a point": _post("Content-Length: 0.0", body=SMUGGLED),
    "two codings": _post(
        "Transfer-Encoding: chunked", "Transfer-Encoding: identity", body="0\r\n\r\n" + SMUGGLED
    ),
    "a coding unknown here": _post("Transfer-Encoding: xchunked", body="0\r\n\r\n" + SMUGGLED),
    "chunked, but not last": _post("Transfer-Encoding: chunked, gzip", body="0\r\n\r\n" + SMUGGLED),
    "a space before the colon": _post("Transfer-Encoding : chunked", body="0\r\n\r\n" + SMUGGLED),
    "a folded line": _post("X-A: b", " Transfer-Encoding: chunked", body="0\r\n\r\n" + SMUGGLED),
    "a line feed in a value": _post("X-A: b\nContent-Length: 0", body=SMUGGLED),
    "a carriage return in a value": _post("X-A: b\rContent-Length: 0", body=SMUGGLED),
    "a zero byte in a value": _post("X-A: b\0c", "Content-Length: 0", body=SMUGGLED),
    "a name without letters": _post(": b", "Content-Length: 0", body=SMUGGLED),
    "a name with a space": _post("Content Length: 0", body=SMUGGLED),
    "a chunk of negative size": _post("Transfer-Encoding: chunked", body="-1\r\n" + SMUGGLED),
    "a chunk size with a prefix": _post(
        "Transfer-Encoding: chunked", body="0x0\r\n\r\n" + SMUGGLED
    ),
    "a chunk size beyond all numbers": _post(
        "Transfer-Encoding: chunked", body="f" * 17 + "\r\n" + SMUGGLED
    ),
    "a chunk longer than it says": _post(
        "Transfer-Encoding: chunked", body="1\r\n{}\r\n0\r\n\r\n" + SMUGGLED
    ),
}


@pytest.mark.parametrize("data", FRAMINGS.values(), ids=FRAMINGS.keys())
def test_a_request_of_doubtful_framing_hides_no_other(lab, door, data):
    answer = _all(door, data)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") <= 1
    assert HIDDEN not in {seen.path for seen in lab.inventory.requests}


def test_a_request_in_a_body_stays_in_the_body(lab, door):
    length = len(SMUGGLED)
    get = f"GET {DEVICES} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    get += f"Content-Length: {length}\r\n\r\n{SMUGGLED}"
    assert _all(door, get.encode()).count(b"HTTP/1.1 ") == 1
    assert [seen.path for seen in lab.inventory.requests] == [DEVICES]
    assert lab.inventory.last.body == SMUGGLED.encode()


@pytest.mark.parametrize("upgrade", ["h2c", "websocket", "TLS/1.2"])
def test_an_upgrade_goes_no_further(lab, door, upgrade):
    head = f"GET {DEVICES} HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\n"
    head += f"Upgrade: {upgrade}\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n"
    answer = _all(door, head.encode())
    assert b"HTTP/1.1 101" not in answer
    for seen in lab.inventory.requests:
        assert not {"upgrade", "connection"} & {name for name, _ in seen.headers}


@pytest.mark.parametrize(
    "first", [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\x00\x01"]
)
def test_another_protocol_is_refused(lab, door, first):
    answer = _all(door, first)
    assert answer.startswith(b"HTTP/1.1 400 ") or answer == b""
    assert not lab.inventory.requests


def test_a_caller_cannot_have_the_gateway_s_own_words_dropped(lab, door, ada):
    """`Connection` names what ends at the next hop; ours is written after that."""
    named = "Authorization, X-Request-ID, X-Forwarded-For, X-Forwarded-Proto, traceparent, Cookie"
    door.get(DEVICES, headers={**ada, "Connection": f"close, {named}", "X-Request-ID": "r7"})
    seen = lab.inventory.last
    assert seen.header("authorization") == "Bearer signed-for-inventory"
    assert seen.header("x-request-id") == "r7"
    assert seen.header("x-forwarded-for") == "127.0.0.1"
    assert seen.header("traceparent")


@pytest.mark.parametrize(
    "spoof",
    [
        "X-Forwarded-For: 10.0.0.1",
        "x-forwarded-for: 10.0.0.1",
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Port: 6666",
        "X-Forwarded-User: admin",
        "Forwarded: for=10.0.0.1;host=evil.example",
        "X-Real-IP: 10.0.0.1",
        "X-Labwright-Route: /x",
        "X-LABWRIGHT-Session-Secret: lws_x",
    ],
)
def test_what_only_a_proxy_may_say_does_not_pass(lab, door, spoof):
    request = f"GET {DEVICES} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{spoof}\r\n\r\n"
    assert door.raw(request.encode())[0] == 200
    seen = str(lab.inventory.last.headers)
    assert spoof.split(": ")[1] not in seen


NO_HOST = "A request names one host."


@pytest.mark.parametrize(
    "hosts", ["", "Host: a\r\nHost: b\r\n", "Host: a b\r\n", "Host: a/../b\r\n", "Host: a@b\r\n"]
)
def test_a_request_names_one_host(lab, door, hosts):
    request = f"GET {DEVICES} HTTP/1.1\r\nConnection: close\r\n{hosts}\r\n"
    status, answer = door.raw(request.encode())
    assert status == 400
    assert NO_HOST.encode() in answer
    assert not lab.inventory.requests


@pytest.mark.parametrize("path", ["/", "/app", "/docs", "/api/v1/none", DEVICES, "/openapi.json"])
def test_a_foreign_host_is_repeated_nowhere(lab, door, path):
    request = f"GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    _, answer = door.raw(request.encode())
    assert b"evil.example" not in answer
    assert "evil.example" not in str([seen.headers for seen in lab.inventory.requests])


@pytest.mark.parametrize(
    "target",
    [
        b"//evil.example",
        b"//evil.example/..",
        b"/\\evil.example",
        b"/%2f%2fevil.example",
        b"/%5cevil.example",
        b"/app//evil.example",
        b"/app/%2fevil.example",
        b"/app/https:evil.example",
        b"http://evil.example/app",
        b"/?next=//evil.example",
        b"/app?next=https://evil.example",
    ],
)
def test_nobody_is_sent_elsewhere(door, target):
    _, answer = door.get_target(target)
    places = [line for line in answer.split(b"\r\n") if line.lower().startswith(b"location:")]
    assert places in ([], [b"location: /app/"])
