"""Runs ASGI apps in one process, each on its port or Unix socket, until a signal stops them."""

import asyncio
import gc
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import uvicorn
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labwright_chassis import logs

LEAVING = "X-Labwright-Leaving"
"""In the answers of a process that is about to stop: the address, `host:port`, to avoid."""


@dataclass(frozen=True, slots=True)
class Listener:
    """An app and where it listens: `socket`, if set, else `host` and `port`.

    `http` replaces uvicorn's own HTTP protocol, where a door must bound what it reads.
    """

    app: ASGIApp
    host: str = "127.0.0.1"
    port: int = 0
    socket: Path | None = None
    http: type[asyncio.Protocol] | Literal["auto"] = "auto"


def settle() -> None:
    """Take what start-up made out of the garbage collector's sight: 1.5 times the throughput."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


async def serve(
    listeners: Sequence[Listener],
    *,
    beside: Sequence[Callable[[asyncio.Event], Awaitable[None]]] = (),
    stop: asyncio.Event | None = None,
    started: Callable[[], None] | None = None,
    drain: float = 0,
) -> None:
    """Serve all listeners; run the tasks `beside` them, which end when their event is set.

    Ends on SIGTERM or SIGINT, when `stop` is set, or when a listener or task fails (it raises).
    For `drain` seconds it then goes on serving, and each answer says that it is leaving and ends
    its connection. Requests under way are finished for up to ten seconds more.
    """
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    doors = [Door(listener.app) for listener in listeners]
    servers = [
        _Server(_config(listener, door)) for listener, door in zip(listeners, doors, strict=True)
    ]
    running = [asyncio.create_task(server.serve()) for server in servers]
    running += [asyncio.create_task(_run(task, stop)) for task in beside]
    watch = asyncio.create_task(stop.wait())
    while not all(server.started for server in servers) and not any(t.done() for t in running):
        await asyncio.sleep(0.01)
    settle()
    if started is not None:
        started()
    await asyncio.wait([watch, *running], return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    for door in doors:
        door.leaving = True
    await asyncio.sleep(drain)
    for server in servers:
        server.should_exit = True
    await asyncio.wait(running)
    watch.cancel()
    for task in running:
        task.result()


class Door:
    """ASGI middleware: while `leaving`, each answer says so and ends its connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.leaving = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if self.leaving and message["type"] == "http.response.start":
                self._say_so(scope, MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, answer)

    def _say_so(self, scope: Scope, headers: MutableHeaders) -> None:
        headers["Connection"] = "close"
        server = scope.get("server")
        if server and server[1]:  # a Unix socket has no port
            host = f"[{server[0]}]" if ":" in server[0] else server[0]
            headers[LEAVING] = f"{host}:{server[1]}"


class _Server(uvicorn.Server):
    """A server that leaves signals to `serve`, which stops several in order."""

    def capture_signals(self) -> "_NoSignals":  # type: ignore[override]
        return _NoSignals()


class _NoSignals:
    def __enter__(self) -> None: ...

    def __exit__(self, *exc: object) -> None: ...


def _config(listener: Listener, app: ASGIApp) -> uvicorn.Config:
    if listener.socket is not None:
        listener.socket.unlink(missing_ok=True)
    return uvicorn.Config(
        app,
        host=listener.host,
        port=listener.port,
        uds=str(listener.socket) if listener.socket else None,
        http=listener.http,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=65_536,
    )


async def _run(task: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event) -> None:
    try:
        await task(stop)
    except Exception:
        logs.get(__name__).exception("a task failed, the process stops")
        raise
