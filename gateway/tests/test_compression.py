"""Long answers come packed, to who takes them so; nothing else does."""

import gzip
import json

import pytest

SLOTS = "/api/v1/scheduler/availability"
MANY = [
    {"device_id": n, "busy": [["2026-11-26T09:00:00Z", "2026-11-26T10:00:00Z"]]} for n in range(99)
]
TAKES = {"Accept-Encoding": "br;q=0.5, gzip"}


@pytest.mark.parametrize("times", [1, 99])
def test_a_long_answer_comes_packed(lab, door, times):
    lab.scheduler.answer(SLOTS, json=MANY * times)
    with door.stream("GET", SLOTS, headers=TAKES) as answer:
        raw = b"".join(answer.iter_raw())
    assert json.loads(gzip.decompress(raw)) == MANY * times
    told = answer.headers
    assert (told["content-encoding"], told["vary"]) == ("gzip", "accept-encoding")
    assert told.get("content-length", str(len(raw))) == str(len(raw))
    assert len(raw) < len(json.dumps(MANY * times)) / 5


@pytest.mark.parametrize("takes", ["", "br", "identity", "gzip;q=0", "gzip; q=0.00, br"])
def test_who_does_not_take_it_gets_it_plain_and_caches_know(lab, door, takes):
    lab.scheduler.answer(SLOTS, json=MANY)
    answer = door.get(SLOTS, headers={"Accept-Encoding": takes})
    assert "content-encoding" not in answer.headers
    assert (answer.json(), answer.headers["vary"]) == (MANY, "accept-encoding")


def plain(door, path=SLOTS, method="GET", **headers):
    """Whether an answer came as the service gave it."""
    with door.stream(method, path, headers=TAKES | headers) as answer:
        raw = b"".join(answer.iter_raw())
    return "vary" not in answer.headers and raw[:2] != b"\x1f\x8b"


@pytest.mark.parametrize(
    ("status", "header"),
    [
        (200, ("cache-control", "no-transform")),
        (200, ("accept-ranges", "bytes")),
        (200, ("content-disposition", "attachment")),
        (200, ("set-cookie", "theme=dark")),
        (206, ("content-range", "bytes 0-1/2")),
        (409, ("x-else", "1")),
    ],
)
def test_what_must_stay_as_it_is_does(lab, door, status, header):
    lab.scheduler.answer(SLOTS, status, headers=[header], json=MANY)
    assert plain(door)


def test_what_is_short_or_no_json_or_of_unknown_length_stays_as_it_is(lab, door):
    lab.scheduler.answer(SLOTS, json=MANY[:9])
    assert plain(door)
    lab.scheduler.answer(SLOTS, headers=[("content-type", "image/png")], body=b"x" * 9999)
    assert plain(door)

    async def piecewise(scope, receive, send):
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(MANY).encode()})

    lab.scheduler.handlers[SLOTS] = piecewise
    assert plain(door)


def test_what_is_coded_already_is_not_coded_twice(lab, door):
    coded = [("content-type", "application/json"), ("content-encoding", "br")]
    lab.scheduler.answer(SLOTS, headers=coded, body=b"x" * 9999)
    with door.stream("GET", SLOTS, headers=TAKES) as answer:
        assert b"".join(answer.iter_raw()) == b"x" * 9999


def test_nothing_is_packed_that_may_hold_a_secret(lab, door, ada):
    sessions = "/api/v1/auth/sessions"
    lab.auth.answer(sessions, json=MANY)
    lab.scheduler.answer(SLOTS, json=MANY)
    assert plain(door, sessions, **ada)
    assert plain(door, method="POST", **ada)


def test_a_packed_answer_is_asked_about_by_its_weak_tag(lab, door):
    lab.scheduler.answer(SLOTS, headers=[("etag", '"abc"')], json=MANY)
    tag = door.get(SLOTS, headers=TAKES).headers["etag"]
    assert tag == 'W/"abc"'
    lab.scheduler.answers[SLOTS] = (304, [("etag", '"abc"')], b"")
    answer = door.get(SLOTS, headers=TAKES | {"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert lab.scheduler.last.header("if-none-match") == tag
