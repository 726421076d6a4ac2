"""W3C trace context: taken when it is well-formed, else made; spans where they are wanted."""

import re
import secrets
from collections.abc import MutableMapping

from opentelemetry import propagate, trace
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


class Spans:
    """ASGI middleware: makes each request a span, a part of the caller's trace if it has one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._tracer = trace.get_tracer(__name__)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = traceparent(Headers(scope=scope))
        with self._tracer.start_as_current_span(
            scope["method"],
            context=propagate.extract({"traceparent": given}),
            kind=trace.SpanKind.SERVER,
            attributes={"http.request.method": scope["method"], "url.path": scope["path"]},
        ) as span:

            async def answer(message: Message) -> None:
                if message["type"] == "http.response.start":
                    _finish(span, scope, message["status"])
                await send(message)

            await self._app(scope, receive, answer)


def _finish(span: trace.Span, scope: Scope, status: int) -> None:
    route = getattr(scope.get("route"), "path", "")
    span.update_name(f"{scope['method']} {route}".rstrip())
    span.set_attribute("http.route", route)
    span.set_attribute("http.response.status_code", status)
    if status >= 500:
        span.set_status(trace.StatusCode.ERROR)


def carry(headers: MutableMapping[str, str], received: Headers) -> None:
    """Set `traceparent` for a request to a service: our own span, else what was received."""
    if trace.get_current_span().get_span_context().is_valid:
        propagate.inject(headers)
    else:
        headers["traceparent"] = traceparent(received)


def traceparent(headers: Headers) -> str:
    """The request's `traceparent` (version 00), a fresh sampled one if it has none."""
    given = headers.get("traceparent", "")
    if _TRACEPARENT.fullmatch(given):
        return given
    drawn = secrets.token_hex(24)
    return f"00-{drawn[:32]}-{drawn[32:]}-01"
