"""The connections to one service, with pools of its own."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.client_proto import ResponseHandler
from yarl import URL

from labwright_chassis.errors import DomainError
from labwright_chassis.serve import LEAVING
from labwright_gateway import errors
from labwright_gateway.breaker import CircuitBreaker
from labwright_gateway.copies import Copies, Place
from labwright_gateway.cross_site import SAFE_METHODS

Data = bytes | AsyncIterator[bytes]

# Below the five seconds after which uvicorn closes an idle connection, so that it never does so
# under a request on its way.
_KEEP_ALIVE_SECONDS = 3
_MOST_COPIES_TRIED = 3
# What aiohttp would add to a request by itself.
_NOT_ADDED = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


@dataclass(frozen=True, slots=True)
class Reply:
    """A short answer, read as a whole."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Pools:
    """How many connections a service gets, and when it counts as gone.

    `requests` bounds the connections for short exchanges, `lasting` those for others.
    `connect_timeout` and `breaker_pause` are in seconds.
    """

    requests: int
    lasting: int
    connect_timeout: float
    breaker_failures: int
    breaker_pause: float


class Upstream:
    """One service at `http://host:port` or `unix:/path`. Open it before use, in the event loop.

    Several addresses, separated by commas, are copies of it, and so are all that a name stands
    for. Requests spread over them. A service that fills its pool makes only its
    own callers wait. `base` is the address that it sees itself under; `breaker` is for callers to
    heed.
    """

    def __init__(self, name: str, address: str, pools: Pools) -> None:
        self.name = name
        self._socket = address.removeprefix("unix:") if address.startswith("unix:") else None
        places = [place.strip().rstrip("/") for place in address.split(",")]
        self.base = f"http://{name}" if self._socket or len(places) > 1 else places[0]
        self._host = urlsplit(self.base).netloc
        self._copies = Copies(*([] if self._socket else map(_place, places)))
        self._pools = pools
        self._sessions: dict[bool, aiohttp.ClientSession] = {}
        self.breaker = CircuitBreaker(
            name, failures=pools.breaker_failures, pause=pools.breaker_pause
        )

    async def open(self) -> None:
        """Set up the pools; no connection is made yet."""
        for lasting, limit in ((False, self._pools.requests), (True, self._pools.lasting)):
            session = aiohttp.ClientSession(
                connector=self._connector(limit),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                headers={"Host": self._host},
                skip_auto_headers=_NOT_ADDED,
            )
            # Its own repetition includes PUT and DELETE; ours is in `send`, for safe methods.
            session._retry_connection = False
            self._sessions[lasting] = session

    async def close(self) -> None:
        """Close all connections."""
        for session in self._sessions.values():
            await session.close()

    async def send(
        self,
        method: str,
        target: str,
        *,
        headers: Mapping[str, str],
        data: Data = b"",
        pause: float,
        lasting: bool = False,
    ) -> aiohttp.ClientResponse:
        """The service's answer as soon as its headers are there. `target` is sent as it is.

        `pause` is the longest wait between two pieces of the answer, in seconds; what is `lasting`
        has a pool of its own. A safe request is sent a second time if the connection was lost
        before the answer, any request if no copy took a connection and others may be found by now.

        Raises:
            Unreachable: no connection to any copy.
            Busy: no connection became free.
            ServiceTimeout: too long a pause.
            BrokenAnswer: the connection was lost, or the answer is not HTTP.
        """
        again = isinstance(data, bytes)
        timeout = _timeout(self._pools.connect_timeout, pause)
        while True:
            try:
                return await self._send_to_a_copy(
                    method, target, lasting, headers=headers, data=data or None, timeout=timeout
                )
            except errors.ConnectionReset:
                if not again or method not in SAFE_METHODS:
                    raise
            except errors.Unreachable:
                if not again or not self._copies.look_again():
                    raise
            again = False

    async def call(
        self,
        method: str,
        path: str,
        *,
        timeout: float,
        headers: Mapping[str, str] | None = None,
        data: bytes = b"",
    ) -> Reply:
        """A whole short exchange within `timeout` seconds.

        Raises:
            Unreachable, Busy, ServiceTimeout, BrokenAnswer: as `send`.
        """
        with translated(self.name):
            async with asyncio.timeout(timeout):
                response = await self.send(
                    method, path, headers=headers or {}, data=data, pause=timeout
                )
                async with response:
                    return Reply(response.status, await response.read())

    async def _send_to_a_copy(
        self, method: str, target: str, lasting: bool, **request: Any
    ) -> aiohttp.ClientResponse:
        """Ask one copy after the other until one takes the connection.

        That is safe for every method: without a connection nothing was sent.
        """
        copies = [self.base] if self._socket else await self._copies.in_order()
        *others, last = copies[:_MOST_COPIES_TRIED]
        for copy in others:
            try:
                return await self._send(copy, method, target, lasting, request)
            except errors.Unreachable:
                self._copies.avoid(copy)
        return await self._send(last, method, target, lasting, request)

    async def _send(
        self, base: str, method: str, target: str, lasting: bool, request: dict[str, Any]
    ) -> aiohttp.ClientResponse:
        if not self._sessions:
            raise RuntimeError(f"The upstream {self.name} is not open.")
        with translated(self.name):
            response = await self._sessions[lasting].request(
                method, URL(base + target, encoded=True), allow_redirects=False, **request
            )
        if LEAVING in response.headers:
            self._copies.avoid(base)
        return response

    def _connector(self, limit: int) -> aiohttp.BaseConnector:
        if self._socket is not None:
            return aiohttp.UnixConnector(
                self._socket, limit=limit, keepalive_timeout=_KEEP_ALIVE_SECONDS
            )
        return _TcpConnector(limit=limit, keepalive_timeout=_KEEP_ALIVE_SECONDS)


class _TcpConnector(aiohttp.TCPConnector):
    """Tells a copy that does not answer from a pool without a free place."""

    async def _create_connection(
        self, req: Any, traces: Any, timeout: aiohttp.ClientTimeout
    ) -> ResponseHandler:
        try:
            return await super()._create_connection(req, traces, timeout)
        except TimeoutError as error:
            raise _NoAnswer from error


class _NoAnswer(aiohttp.ClientConnectionError):
    """A connection was not taken in time."""


@lru_cache(maxsize=64)
def _timeout(connect: float, pause: float) -> aiohttp.ClientTimeout:
    # The first includes the wait for a place in the pool.
    return aiohttp.ClientTimeout(connect=2 * connect, sock_connect=connect, sock_read=pause)


def _place(url: str) -> Place:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 80


@contextmanager
def translated(service: str) -> Iterator[None]:
    """Turn what the HTTP client raises into the gateway's own errors."""
    try:
        yield
    except DomainError:
        raise
    except (aiohttp.ClientConnectorError, _NoAnswer) as error:
        raise errors.Unreachable(
            f"The {service} service cannot be reached now.", retry_after=2
        ) from error
    except aiohttp.ConnectionTimeoutError as error:
        raise errors.Busy(f"The {service} service is busy now.", retry_after=2) from error
    except TimeoutError as error:
        raise errors.ServiceTimeout(f"The {service} service did not answer in time.") from error
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
        raise errors.ConnectionReset(
            f"The {service} service closed the connection without an answer."
        ) from error
    except (aiohttp.ClientError, OSError) as error:
        raise errors.BrokenAnswer(f"The {service} service's answer broke off.") from error
