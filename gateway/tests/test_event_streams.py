"""Events reach who may hear them, as long as he may."""

import asyncio

import pytest

from labwright_contracts.auth import SessionRevoked

LIVE = "/api/v1/scheduler/live"


class Feed:
    """A service's event stream: sends what a test puts in."""

    def __init__(self) -> None:
        self.left = False

    async def __call__(self, scope, receive, send) -> None:
        headers = [(b"content-type", b"text/event-stream")]
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"data: 1\n\n", "more_body": True})
        await receive()
        self.left = True


@pytest.fixture
def feed(lab):
    feed = lab.scheduler.handlers[LIVE] = Feed()
    return feed


def test_an_event_arrives_at_once_and_is_not_kept(feed, door, ada):
    with door.stream("GET", LIVE, headers=ada) as answer:
        pieces = answer.iter_bytes()
        assert next(pieces) == b"data: 1\n\n"
        assert answer.headers["cache-control"] == "no-store"
        assert not feed.left


@pytest.mark.parametrize(
    "revoked",
    [
        SessionRevoked(user_id=7, session_id="s7", reason="logout"),
        SessionRevoked(user_id=7, reason="disabled"),
    ],
)
def test_a_revocation_ends_the_stream(lab, feed, door, ada, revoked, eventually):
    with door.stream("GET", LIVE, headers=ada) as answer:
        pieces = answer.iter_bytes()
        next(pieces)
        lab.loop.call(lab.gateway.revoke, revoked)
        assert list(pieces) == []
    eventually(lambda: feed.left)


def test_somebody_else_s_revocation_does_not(lab, feed, door, ada):
    with door.stream("GET", LIVE, headers=ada) as answer:
        pieces = answer.iter_bytes()
        next(pieces)
        lab.loop.call(lab.gateway.revoke, SessionRevoked(user_id=8, reason="disabled"))
        lab.loop.run(asyncio.sleep(0))
        assert not feed.left


def test_a_stream_ends_with_the_token_it_began_with(lab, feed, ada, door, eventually):
    lab.people.token_life = 1
    with door.stream("GET", LIVE, headers=ada) as answer:
        assert b"".join(answer.iter_bytes()) == b"data: 1\n\n"
    eventually(lambda: feed.left)


def test_a_stream_for_everybody_has_no_such_end(feed, door):
    with door.stream("GET", LIVE) as answer:
        pieces = answer.iter_bytes()
        assert next(pieces) == b"data: 1\n\n"
        assert not feed.left
