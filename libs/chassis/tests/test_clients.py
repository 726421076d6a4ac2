"""Calls between services: with a token of their own, and honest about a peer that is away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from labwright_chassis import clients, clock
from labwright_chassis.clients import PeerClient, ServiceTokens, create_client, fetch_json
from labwright_chassis.errors import Unavailable

Handler = Callable[[httpx2.Request], httpx2.Response]


class Network:
    """Answers for every host; `answer` may be changed."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []
        self.answer: Handler = lambda request: httpx2.Response(200, json={"ok": True})
        self.lasting = timedelta(minutes=5)

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        if request.url.path != "/internal/service-tokens":
            return self.answer(request)
        number = len(self.paths("/internal/service-tokens"))
        ends = clock.now() + self.lasting
        body = {"token": f"token-{number}", "expires_at": ends.isoformat()}
        return httpx2.Response(200, json=body)

    def paths(self, path: str) -> list[httpx2.Request]:
        return [request for request in self.requests if request.url.path == path]


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    net = Network()

    def create(base_url: str, **options: Any) -> httpx2.Client:
        return httpx2.Client(transport=httpx2.MockTransport(net.handle), base_url=base_url)

    monkeypatch.setattr(clients, "create_client", create)
    return net


@pytest.fixture
def peer(network: Network) -> PeerClient:
    tokens = ServiceTokens("http://auth", service_id="mirror", secret="sesame")
    return PeerClient("http://shop", audience="shop", tokens=tokens)


def test_a_call_carries_a_service_token_for_its_audience(
    network: Network, peer: PeerClient
) -> None:
    assert peer.get("/internal/x", after=3) == {"ok": True}
    asked, call = network.requests
    assert b'"audience":"shop"' in asked.content.replace(b" ", b"")
    assert call.headers["authorization"] == "Bearer token-1"
    assert call.url.params["after"] == "3"


def test_a_token_is_used_until_it_is_about_to_end(network: Network, peer: PeerClient) -> None:
    peer.get("/internal/x")
    peer.get("/internal/x")
    assert len(network.paths("/internal/service-tokens")) == 1
    network.lasting = timedelta(seconds=10)
    fresh = PeerClient(
        "http://shop",
        audience="shop",
        tokens=ServiceTokens("http://auth", service_id="mirror", secret="sesame"),
    )
    fresh.get("/internal/x")
    fresh.get("/internal/x")
    assert len(network.paths("/internal/service-tokens")) == 3


@pytest.mark.parametrize("status", [401, 404, 500, 503])
def test_a_peer_that_answers_an_error_is_unavailable(
    network: Network, peer: PeerClient, status: int
) -> None:
    network.answer = lambda request: httpx2.Response(status)
    with pytest.raises(Unavailable, match="shop is away"):
        peer.get("/internal/x")


def test_nobody_there_is_unavailable() -> None:
    tokens = ServiceTokens("http://127.0.0.1:1", service_id="mirror", secret="sesame")
    with pytest.raises(Unavailable, match="No service token"):
        PeerClient("http://127.0.0.1:1", audience="shop", tokens=tokens).get("/internal/x")


def test_one_answer_is_fetched_without_a_token(network: Network) -> None:
    assert fetch_json("http://auth", "/keys") == {"ok": True}
    assert "authorization" not in network.requests[0].headers
    network.answer = lambda request: httpx2.Response(500)
    with pytest.raises(httpx2.HTTPError):
        fetch_json("http://auth", "/keys")


def test_proxies_of_the_environment_are_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with create_client("http://127.0.0.1:1") as client, pytest.raises(httpx2.ConnectError):
        client.get("/")
