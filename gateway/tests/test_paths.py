"""Only addresses that everybody reads alike come in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labwright_gateway import paths
from labwright_gateway.errors import BadRequest

AREA = b"/api/v1/inventory"

TRICKS = [
    AREA + b"/../../../internal/snapshots",
    AREA + b"/./devices",
    AREA + b"/devices/..",
    AREA + b"//devices",
    b"//api/v1/inventory/devices",
    AREA + b"/%2e%2e/internal",
    AREA + b"/%2E./internal",
    AREA + b"/a%2fb",
    AREA + b"/a%2Fb",
    AREA + b"/a%5cb",
    AREA + b"/a\\b",
    AREA + b"/a;b=c/d",
    AREA + b"/a%3bb",
    AREA + b"/%252e%252e/internal",
    AREA + b"/a%00b",
    AREA + b"/a%0d%0ab",
    AREA + b"/a%7f",
    AREA + b"/%zz",
    AREA + b"/%",
    AREA + b"/%c0%ae%c0%ae/internal",
    AREA + b"/%ff",
    AREA + b"/%e2%80%8b",
    b"/api/v1/%61uth/login",
    b"/api/v1/auth/session%2dtokens",
    AREA + b"/\xc3\xa9",
    AREA + b"/a?b\xe9",
    AREA + b"/" + b"a" * 9000,
]


@pytest.mark.parametrize("target", TRICKS)
def test_a_path_trick_is_a_problem_and_reaches_no_service(lab, door, target):
    status, answer = door.get_target(target)
    assert status in (400, 404)
    assert b"application/problem+json" in answer
    assert not lab.inventory.requests
    assert not lab.auth.requests


@pytest.mark.parametrize("target", [b"/api/v1/inventory/a\x00b", b"/api/v1/inventory/a\x01b"])
def test_control_characters_are_refused(lab, door, target):
    status, _ = door.get_target(target)
    assert status == 400
    assert not lab.inventory.requests


@pytest.mark.parametrize(
    "path",
    [
        "/internal/identities",
        "/metrics",
        "/api/v1/internal/x",
        "/api",
        "/api/",
        "/api/v1",
        "/api/v2/inventory/devices",
        "/api/v1/mes/orders",
        "/api/v1/inventoryx/devices",
        "/API/v1/inventory/devices",
        "/api/v1/status/",
        "/app/scheduler",
        "/app/scheduler/",
        "/problems/nothing-of-the-kind",
    ],
)
def test_what_no_service_has_is_a_404_problem(lab, door, path):
    answer = door.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/not-found"
    assert answer.json()["instance"] == path


def test_an_absolute_target_is_read_by_its_path(lab, door):
    status, _ = door.get_target(b"http://evil.example/api/v1/inventory/devices")
    assert status in (200, 400)
    assert {seen.header("host") for seen in lab.inventory.requests} <= {"inventory"}


@given(st.binary(max_size=40))
def test_an_accepted_path_has_no_second_reading(tail):
    path = b"/api/" + tail
    try:
        paths.check(path, b"")
    except BadRequest:
        return
    from urllib.parse import unquote

    decoded = unquote(path.decode("ascii"), errors="strict")
    assert decoded.count("/") == path.count(b"/")
    assert unquote(decoded) == decoded
    assert not {".", "..", ""} & set(decoded.split("/")[1:-1])
    assert decoded.isprintable()


@pytest.mark.parametrize(
    "path", [b"/", b"/api/v1/inventory/devices/7", b"/a/b.c/~d_e-f", b"/caf%C3%A9%20x", b"/a/"]
)
def test_ordinary_paths_are_accepted(path):
    paths.check(path, b"q=%2F..//;&x=1")
