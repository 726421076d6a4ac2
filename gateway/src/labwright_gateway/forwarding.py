"""Passes requests on to the services and their answers back."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aiohttp
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from labwright_chassis import logs
from labwright_chassis.errors import DomainError
from labwright_contracts.problems import ROUTE_HEADER
from labwright_gateway import compression, cross_site, headers, routing
from labwright_gateway.addresses import client_address
from labwright_gateway.body import HELD, RequestBody
from labwright_gateway.compression import Gzip
from labwright_gateway.errors import UNANSWERED, BrokenAnswer
from labwright_gateway.identity.authenticator import Authenticator, Caller
from labwright_gateway.metrics import GatewayMetrics
from labwright_gateway.rates.limiter import RateClass, RateLimiter, subject_of
from labwright_gateway.routing import RouteClass, RouteTable
from labwright_gateway.sessions import SessionDoor
from labwright_gateway.settings import Network
from labwright_gateway.upstream import Upstream, translated

EVENT_STREAM = "text/event-stream"
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class DoorRules:
    """What the gateway is told about its place: public address, own origins, trusted proxies.

    `body_timeout` (seconds) is how long it waits for what a client has to send.
    """

    door: headers.Door
    origins: frozenset[str]
    trusted_proxies: Sequence[Network]
    body_timeout: float


@dataclass(frozen=True, slots=True)
class Template:
    """The path of one of a service's routes, with its parameters in braces."""

    path: str


@dataclass(frozen=True, slots=True)
class _Request:
    """One request on its way: what is known of it before the service is asked."""

    scope: Scope
    headers: Headers
    route: RouteClass
    body: RequestBody
    client: str
    caller: Caller | None

    @property
    def target(self) -> str:
        query: bytes = self.scope["query_string"]
        path: bytes = self.scope["raw_path"]
        return (path + b"?" + query if query else path).decode("ascii")

    @property
    def lasting(self) -> bool:
        """Whether it belongs into the pool of those that take long."""
        return self.route.lasting or EVENT_STREAM in self.headers.get("accept", "")

    @property
    def packable(self) -> bool:
        """Whether its answer may be packed, if that is of the kind."""
        return compression.may_pack(self.scope["method"], self.route.service)


class Forwarder:
    """ASGI app for all paths but the gateway's own; they must have passed `paths.check`."""

    def __init__(
        self,
        rules: DoorRules,
        *,
        table: RouteTable,
        upstreams: Mapping[str, Upstream],
        authenticator: Authenticator,
        sessions: SessionDoor,
        limiter: RateLimiter,
        metrics: GatewayMetrics,
    ) -> None:
        self._rules = rules
        self._table = table
        self._upstreams = upstreams
        self._authenticator = authenticator
        self._sessions = sessions
        self._limiter = limiter
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = await self._admit(scope, receive)
        began = time.perf_counter()
        response, content = await self._ask(request)
        _note(scope, request.route, response, time.perf_counter() - began)
        try:
            await self._answer(request, response, content, receive, send)
        finally:
            response.close()

    async def _admit(self, scope: Scope, receive: Receive) -> _Request:
        """Check everything that can be checked here."""
        path = scope["raw_path"].decode("ascii")
        scope["route"] = route = self._table.find(path)
        method = scope["method"]
        if method not in METHODS:
            raise HTTPException(405, headers={"Allow": ", ".join(METHODS)})
        received = Headers(scope=scope)
        cross_site.check(method, received, self._rules.origins)
        if route.path == routing.SESSION_TOKENS and method == "POST":
            cross_site.refuse_browsers(received)
        body = RequestBody(
            received, receive, limit=route.body_limit, patience=self._rules.body_timeout
        )
        client = client_address(scope, received, self._rules.trusted_proxies)
        caller = await self._authenticator.authenticate(
            received,
            audience=route.service,
            client=client,
            reading=method in ("GET", "HEAD"),
            # A cookie that no longer holds must not keep anybody out.
            stale_cookie_allowed=route.signs_in,
        )
        scope["state"]["caller"] = caller
        reading = method in cross_site.SAFE_METHODS
        await self._limit(scope, route.rate(reading=reading), caller, client)
        return _Request(scope, received, route, body, client, caller)

    async def _limit(
        self, scope: Scope, kind: RateClass, caller: Caller | None, client: str
    ) -> None:
        """Count by person, where it is known who asks; attempts to sign in always by address."""
        if caller is None and kind is RateClass.WRITE:
            kind = RateClass.SIGN_IN
        by_person = caller is not None and kind is not RateClass.SIGN_IN
        subject = caller.actor if caller and by_person else subject_of(client)
        await self._limiter.take(kind, subject, scope)

    async def _ask(self, request: _Request) -> tuple[aiohttp.ClientResponse, bytes | None]:
        """The service's answer; the content of a small one as well."""
        route, upstream = request.route, self._upstreams[request.route.service]
        data = await request.body.content()
        try:
            with upstream.breaker.watching(), request.body.blamed(), translated(route.service):
                async with asyncio.timeout(route.timeout):
                    response = await upstream.send(
                        request.scope["method"],
                        request.target,
                        headers=self._upward(request),
                        data=data,
                        pause=route.timeout,
                        lasting=request.lasting,
                    )
                    return response, await _small_content(response)
        except UNANSWERED as error:
            self._count(route.service, error)
            raise

    def _upward(self, request: _Request) -> Mapping[str, str]:
        forwarded = headers.upward(
            request.headers,
            self._rules.door,
            request_id=request.scope["state"]["request_id"],
            client=request.client,
            token=request.caller.identity.token if request.caller else None,
        )
        if request.body.length is not None and request.body.length > HELD:
            forwarded["Content-Length"] = str(request.body.length)
        return forwarded

    async def _answer(
        self,
        request: _Request,
        response: aiohttp.ClientResponse,
        content: bytes | None,
        receive: Receive,
        send: Send,
    ) -> None:
        returned = headers.downward(
            response.raw_headers,
            status=response.status,
            upstream=self._upstreams[request.route.service].base,
        )
        if request.route.service == "auth":
            returned.extend(self._sessions.follow(response.headers, request.caller))
        packer = None
        if request.packable and compression.is_packable(response.status, returned):
            packer = compression.packer_for(request.headers, returned)
        if packer is not None and content is not None:
            content = await packer.packed(content) + packer.rest()
            returned.append((b"content-length", str(len(content)).encode()))
        await send({"type": "http.response.start", "status": response.status, "headers": returned})
        if content is not None:
            await send({"type": "http.response.body", "body": content})
            return
        await self._stream(request, response, packer, receive, send)

    async def _stream(
        self,
        request: _Request,
        response: aiohttp.ClientResponse,
        packer: Gzip | None,
        receive: Receive,
        send: Send,
    ) -> None:
        """Pass a long answer on until its end, or until nobody may or wants to hear it."""
        pump = asyncio.create_task(self._pump(request.route.service, response, packer, send))
        gone = asyncio.create_task(_client_gone(request.body, receive))
        ended = asyncio.create_task(self._ended(request, response))
        try:
            await asyncio.wait((pump, gone, ended), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (pump, gone, ended):
                task.cancel()
        if pump.done():
            pump.result()
        elif ended.done():
            # A whole end, after which browsers ask again by themselves.
            await send({"type": "http.response.body", "body": b""})

    async def _ended(self, request: _Request, response: aiohttp.ClientResponse) -> None:
        """Return when the caller may hear no more events; other answers go on to their end."""
        if request.caller is None or response.content_type != EVENT_STREAM:
            await asyncio.get_running_loop().create_future()
        else:
            await self._authenticator.ended(request.caller)

    async def _pump(
        self,
        service: str,
        response: aiohttp.ClientResponse,
        packer: Gzip | None,
        send: Send,
    ) -> None:
        """Pass a long answer on piece by piece, as fast as the client takes them."""
        try:
            with translated(service):
                async for piece in response.content.iter_any():
                    if packer is not None and not (piece := await packer.packed(piece)):
                        continue
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
        except DomainError as error:
            # The status is sent; an answer left incomplete closes the connection to the client.
            self._count(service, error)
            logs.get(__name__).warning("answer broke off", service=service, reason=error.detail)
            return
        await send({"type": "http.response.body", "body": packer.rest() if packer else b""})

    def _count(self, service: str, error: DomainError) -> None:
        self._metrics.upstream_failures.labels(service, type(error).__name__).inc()


def _note(
    scope: Scope, route: RouteClass, response: aiohttp.ClientResponse, seconds: float
) -> None:
    """Tell log and metrics which of the service's routes it was, and how long the service took."""
    scope["route"] = Template(response.headers.get(ROUTE_HEADER) or route.path)
    scope["state"]["noted"] = {"upstream": route.service, "upstream_ms": round(seconds * 1000, 1)}


async def _small_content(response: aiohttp.ClientResponse) -> bytes | None:
    """The whole content if its length is known and small."""
    if not 200 <= response.status < 600:
        response.close()
        raise BrokenAnswer(f"A service answered with the unknown status {response.status}.")
    bodiless = response.method == "HEAD" or response.status in (204, 304)
    length = response.content_length
    if bodiless or (length is not None and length <= HELD):
        return await response.read()
    return None


async def _client_gone(body: RequestBody, receive: Receive) -> None:
    """Return when the client closes the connection."""
    if not body.complete:
        # The body's own reader sees it, and messages have one reader only.
        await asyncio.get_running_loop().create_future()
    while (await receive())["type"] != "http.disconnect":
        pass
