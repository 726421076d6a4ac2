"""HEAD for whatever can be read, and which methods an address has."""

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadAsGet:
    """ASGI middleware: answers HEAD as GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        # A copy: by the method in its own scope the server knows that no body follows.
        as_get = {**scope, "method": "GET"}

        async def answer(message: Message) -> None:
            scope["route"] = as_get.get("route")
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app(as_get, receive, answer)


def allowed(app: FastAPI, path: str) -> Sequence[str]:
    """The methods that the app's document declares for a path, none if it is unknown."""
    found = {
        method.upper()
        for template, operations in app.openapi()["paths"].items()
        if compile_path(template)[0].match(path)
        for method in operations
    }
    if "GET" in found:
        found.add("HEAD")
    return sorted(found | {"OPTIONS"}) if found else ()
