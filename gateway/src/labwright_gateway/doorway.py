"""What every request passes before anything else looks at it, and which way it goes then."""

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labwright_chassis.errors import DomainError
from labwright_gateway import cross_site, paths, problems, security_headers


class Doorway:
    """ASGI middleware: refuses bad addresses and foreign preflights, answers every failure.

    `secure` tells whether people come by TLS.
    """

    def __init__(self, app: ASGIApp, origins: Collection[str], *, secure: bool) -> None:
        self._app = app
        self._origins = origins
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if not started:
                started = True
                told = [*message["headers"], *scope["state"].get("rate", ())]
                message["headers"] = security_headers.complete(told, secure=self._secure)
            await send(message)

        try:
            paths.check_host(scope)
            paths.check(scope["raw_path"], scope["query_string"])
            cross_site.check_preflight(scope["method"], Headers(scope=scope), self._origins)
            await self._app(scope, receive, answer)
        except Exception as error:
            if started:
                raise
            await problems.answer(scope, error)(scope, receive, answer)


class Junction:
    """ASGI middleware: what is for a service goes there without a look at the gateway's own routes.

    `own` are the paths below `/api/` that the gateway answers itself.
    """

    def __init__(self, app: ASGIApp, services: ASGIApp, own: Collection[str]) -> None:
        self._app = app
        self._services = services
        self._own = own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if not path.startswith("/api/") or path in self._own:
            await self._app(scope, receive, send)
            return
        try:
            await self._services(scope, receive, send)
        except (DomainError, HTTPException) as error:
            # Here, within what CORS adds: pages of other origins read refusals, too.
            await problems.answer(scope, error)(scope, receive, send)
