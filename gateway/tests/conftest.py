"""A lab of real servers: the gateway on a port, small services behind it on Unix sockets."""

import asyncio
import shutil
import socket
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn

from labwright_chassis import logs
from labwright_gateway.app import Gateway, create_gateway
from labwright_gateway.protocol import GuardedProtocol
from labwright_gateway.settings import GatewaySettings

from .fakes import SERVICE_SECRET, Clock, FakeAuthInternal, FakeService

ADA = "lws_ada_0123456789abcdef"
ORIGIN = "http://lab.example"


def wait_for(condition: Callable[[], Any], *, seconds: float = 60) -> Any:
    """The condition's first true value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.005)
    raise AssertionError("The condition did not come true.")


class LoopThread:
    """An event loop in a thread, in which all servers of a test session run."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        async def called() -> Any:
            return function(*args)

        return self.run(called())

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


class PromptServer(uvicorn.Server):
    """A server that looks ten times as often whether it shall stop."""

    async def main_loop(self) -> None:
        counter = 0
        while not await self.on_tick(counter):
            counter = (counter + 1) % 100
            await asyncio.sleep(0.01)


class Server:
    """One ASGI app on a Unix socket or a free port."""

    def __init__(
        self,
        loop: LoopThread,
        app: Any,
        uds: Path | None = None,
        *,
        address: tuple[str, int] = ("127.0.0.1", 0),
        http: type[GuardedProtocol] = GuardedProtocol,
    ) -> None:
        config = uvicorn.Config(
            app,
            uds=str(uds) if uds else None,
            host=address[0],
            port=address[1],
            http=http,
            log_config=None,
            access_log=False,
            server_header=uds is not None,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        self._server = PromptServer(config)
        self._done = asyncio.run_coroutine_threadsafe(self._server.serve(), loop.loop)
        wait_for(lambda: self._server.started or self._done.done())
        if self._done.done():
            self._done.result()

    @property
    def port(self) -> int:
        port: int = self._server.servers[0].sockets[0].getsockname()[1]
        return port

    def ask_to_stop(self) -> None:
        self._server.should_exit = True

    def stop(self) -> None:
        self.ask_to_stop()
        self._done.result(60)


@dataclass
class Lab:
    """The servers of one test."""

    loop: LoopThread
    clock: Clock
    folder: Path
    auth: FakeService
    inventory: FakeService
    scheduler: FakeService
    people: FakeAuthInternal
    servers: dict[str, Server] = field(default_factory=dict)
    closing: ExitStack = field(default_factory=ExitStack)
    gateway: Gateway = None  # type: ignore[assignment]

    def address(self, name: str) -> str:
        return f"unix:{self.folder / name}"

    def start(self, name: str, app: Any) -> None:
        self.servers[name] = Server(self.loop, app, self.folder / name)

    def start_at(self, address: str, port: int, app: Any) -> None:
        self.servers[address] = Server(self.loop, app, address=(address, port))

    def open_gateway(
        self, http: type[GuardedProtocol] = GuardedProtocol, **settings: Any
    ) -> "Door":
        names = ("auth", "inventory", "scheduler")
        given = {f"{name}_url": self.address(name) for name in names}
        given |= {"auth_internal_url": self.address("people"), "public_url": ORIGIN}
        given |= {"service_secret": SERVICE_SECRET, **settings}
        self.gateway = create_gateway(GatewaySettings(**given), now=self.clock)
        server = self.servers[f"gateway{len(self.servers)}"] = Server(
            self.loop, self.gateway, http=http
        )
        return self.closing.enter_context(Door(server.port))

    def open_internal(self) -> "Door":
        server = self.servers["internal"] = Server(self.loop, self.gateway.internal)
        return self.closing.enter_context(Door(server.port))

    def hold_identities(self) -> Callable[[], None]:
        """Let auth keep its answers back until the returned function is called."""
        held = self.people.hold = self.loop.call(asyncio.Event)

        def release() -> None:
            self.people.hold = None
            self.loop.call(held.set)

        return release

    def stop(self) -> None:
        self.closing.close()
        for server in self.servers.values():
            server.ask_to_stop()
        for server in reversed(self.servers.values()):
            server.stop()


class Door(httpx2.Client):
    """A client of the gateway."""

    def __init__(self, port: int) -> None:
        super().__init__(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False)
        self.port = port

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def raw(self, request: bytes) -> tuple[int, bytes]:
        """Send bytes as they are; the status and everything that came back."""
        with self.connect() as connection:
            connection.sendall(request)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        return int(answer.split(b" ", 2)[1]), answer

    def get_target(self, target: bytes) -> tuple[int, bytes]:
        """GET a target that no library would write."""
        return self.raw(b"GET " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logs.configure("WARNING", "console")


@pytest.fixture
def eventually() -> Callable[[Callable[[], Any]], Any]:
    """Waits until a condition is true."""
    return wait_for


@pytest.fixture
def settled() -> Callable[[Callable[[], int]], int]:
    """Waits until a number stays the same for ten looks."""

    def wait(value: Callable[[], int]) -> int:
        seen = [value()]

        def still() -> bool:
            seen.append(value())
            time.sleep(0.01)
            return len(seen) > 20 and len(set(seen[-10:])) == 1

        wait_for(still)
        return seen[-1]

    return wait


@pytest.fixture(scope="session")
def loop() -> Iterator[LoopThread]:
    loop = LoopThread()
    yield loop
    loop.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lab(loop: LoopThread, clock: Clock) -> Iterator[Lab]:
    """All services running, one person signed in (`ADA`); no gateway yet."""
    folder = Path(tempfile.mkdtemp(prefix="lw-"))
    services = {name: FakeService(name) for name in ("auth", "inventory", "scheduler")}
    people = FakeAuthInternal(clock)
    people.add(ADA)
    lab = Lab(loop, clock, folder, people=people, **services)
    for name, app in {**services, "people": people}.items():
        lab.start(name, app)
    yield lab
    lab.stop()
    shutil.rmtree(folder)


@pytest.fixture
def door(lab: Lab) -> Door:
    """A client of a gateway with everyday settings."""
    return lab.open_gateway()


@pytest.fixture
def ada() -> dict[str, str]:
    """Headers of a program that Ada signed in."""
    return {"Authorization": f"Bearer {ADA}"}


@pytest.fixture
def counts(lab: Lab) -> Callable[[str], dict[str, float]]:
    """Reads a counter of the gateway: value by labels, written as in Prometheus."""

    def read(name: str) -> dict[str, float]:
        lines = lab.gateway.metrics.expose().decode().splitlines()
        pairs = (line.removeprefix(name).rsplit(" ", 1) for line in lines if f"{name}{{" in line)
        return defaultdict(float, {labels: float(value) for labels, value in pairs})

    return read
