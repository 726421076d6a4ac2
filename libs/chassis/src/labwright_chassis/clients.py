"""HTTP clients for calls between services, with the caller's own service token."""

import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx2
from opentelemetry import propagate

from labwright_chassis import clock
from labwright_chassis.errors import Unavailable
from labwright_contracts.auth import ServiceToken, ServiceTokenRequest

_TIMEOUT = httpx2.Timeout(10, connect=2)
_RENEW_BEFORE = timedelta(seconds=30)


def create_client(base_url: str, **options: Any) -> httpx2.Client:
    """A client for `http://host:port`, several with commas between them, or `unix:/path/to.sock`.

    A connection that one address refuses is tried at the next.
    """
    options.setdefault("timeout", _TIMEOUT)
    options.setdefault("event_hooks", {"request": [_carry_trace]})
    if base_url.startswith("unix:"):
        transport = httpx2.HTTPTransport(uds=base_url.removeprefix("unix:"), retries=1)
        return httpx2.Client(transport=transport, base_url="http://localhost", **options)
    addresses = [address.strip() for address in base_url.split(",")]
    first = _FirstThatConnects(addresses)
    return httpx2.Client(transport=first, base_url=addresses[0], trust_env=False, **options)


class _FirstThatConnects(httpx2.BaseTransport):
    """Sends each request to the first of its addresses that takes a connection."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = [httpx2.URL(address) for address in addresses]
        self._transport = httpx2.HTTPTransport(retries=1)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        *others, last = self._addresses
        for address in others:
            try:
                return self._send(request, address)
            except httpx2.ConnectError:
                continue
        return self._send(request, last)

    def close(self) -> None:
        self._transport.close()

    def _send(self, request: httpx2.Request, address: httpx2.URL) -> httpx2.Response:
        request.url = request.url.copy_with(host=address.host, port=address.port)
        return self._transport.handle_request(request)


def _carry_trace(request: httpx2.Request) -> None:
    propagate.inject(request.headers)


class ServiceTokens:
    """Tokens of this service for others, by audience, renewed before they end."""

    def __init__(self, auth_internal_url: str, *, service_id: str, secret: str) -> None:
        self._client = create_client(auth_internal_url)
        self._service_id = service_id
        self._secret = secret
        self._tokens: dict[str, ServiceToken] = {}
        self._lock = threading.Lock()

    def header(self, audience: str) -> dict[str, str]:
        """The `Authorization` header for a call to `audience`.

        Raises:
            Unavailable: auth cannot be reached or does not know this service.
        """
        with self._lock:
            token = self._tokens.get(audience)
            if token is None or token.expires_at - clock.now() < _RENEW_BEFORE:
                token = self._tokens[audience] = self._fetch(audience)
        return {"Authorization": f"Bearer {token.token}"}

    def _fetch(self, audience: str) -> ServiceToken:
        request = ServiceTokenRequest(
            service_id=self._service_id, secret=self._secret, audience=audience
        )
        try:
            answer = self._client.post("/internal/service-tokens", json=request.model_dump())
            answer.raise_for_status()
        except httpx2.HTTPError as error:
            raise Unavailable(f"No service token for {audience}: {error}", retry_after=2) from error
        return ServiceToken.model_validate_json(answer.content)


class PeerClient:
    """Calls the internal API of another service. Its URLs are paths such as `/internal/...`."""

    def __init__(self, base_url: str, *, audience: str, tokens: ServiceTokens) -> None:
        self._client = create_client(base_url)
        self._audience = audience
        self._tokens = tokens

    def get(self, path: str, **params: Any) -> Any:
        """The JSON body of a GET.

        Raises:
            Unavailable: the peer cannot be reached or answers with an error.
        """
        try:
            answer = self._client.get(
                path, params=params, headers=self._tokens.header(self._audience)
            )
            answer.raise_for_status()
        except httpx2.HTTPError as error:
            raise Unavailable(f"{self._audience} is away: {error}", retry_after=2) from error
        return answer.json()


def fetch_json(base_url: str, path: str) -> Any:
    """The JSON body of one unauthenticated GET.

    Raises:
        httpx2.HTTPError: no answer, or one that says error.
    """
    with create_client(base_url) as client:
        answer = client.get(path)
        answer.raise_for_status()
        return answer.json()
