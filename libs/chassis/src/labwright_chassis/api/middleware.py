"""Around every request: its id, one line of log, its metrics, and how large it may be."""

import re
import time
from collections.abc import Mapping
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labwright_chassis import logs
from labwright_chassis.api.problems import problem
from labwright_chassis.metrics import Metrics
from labwright_contracts.problems import ROUTE_HEADER

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestTrace:
    """ASGI middleware: takes or makes `X-Request-ID`, echoes, binds, logs and counts it.

    With `tell_route` the answer says in `ROUTE_HEADER` which route it came from, for the gateway.
    What others put into `scope["state"]["noted"]` stands in the line of log.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, *, tell_route: bool = False) -> None:
        self._app = app
        self._metrics = metrics
        self._tell_route = tell_route
        self._log = logs.get("labwright.access")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                if self._tell_route:
                    headers[ROUTE_HEADER] = _route(scope)
            await send(message)

        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, answer)
            finally:
                self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        method = scope["method"]
        self._metrics.requests.labels(method, route, status).inc()
        self._metrics.request_seconds.labels(method, route).observe(seconds)
        if route in ("/livez", "/readyz", "/metrics"):
            return
        caller = scope["state"].get("caller")
        self._log.info(
            "request",
            method=method,
            path=scope["path"],
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            actor=caller.actor if caller else "",
            **scope["state"].get("noted", {}),
        )


def _route(scope: Scope) -> str:
    """The template of the path, empty where no route has it."""
    return getattr(scope.get("route"), "path", "")


class BodyLimit:
    """ASGI middleware: a body above its limit is 413, told or streamed.

    `limits` gives another number of bytes for paths that begin with a prefix, in which `*` is any
    one segment.
    """

    def __init__(self, app: ASGIApp, default: int, limits: Mapping[str, int]) -> None:
        self._app = app
        self._default = default
        self._limits = [(_beginning(prefix), limit) for prefix, limit in limits.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        told = Headers(scope=scope).get("content-length", "")
        if told.isdigit() and int(told) > limit:
            await self._refuse(scope, limit)(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise HTTPException(413, _too_large(limit))
            return message

        await self._app(scope, counted, send)

    def _limit(self, path: str) -> int:
        for beginning, limit in self._limits:
            if beginning.match(path):
                return limit
        return self._default

    def _refuse(self, scope: Scope, limit: int) -> ASGIApp:
        return problem(
            413,
            _too_large(limit),
            instance=scope["path"],
            request_id=scope.get("state", {}).get("request_id", ""),
        )


def _beginning(prefix: str) -> re.Pattern[str]:
    return re.compile(re.escape(prefix).replace(r"\*", "[^/]+"))


def _too_large(limit: int) -> str:
    return f"The body is larger than {limit:,} bytes."
