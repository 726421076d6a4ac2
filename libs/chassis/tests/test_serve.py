"""Processes: listeners, signals, jobs beside them."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.types import Receive, Scope, Send

from labwright_chassis.clients import create_client
from labwright_chassis.serve import LEAVING, Door, Listener, serve
from labwright_chassis.testing.servers.processes import free_port

from .things import wait_until


@pytest.fixture(autouse=True)
def _leave_the_garbage_collector_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What suits a process that only serves does not suit one that goes on testing."""
    monkeypatch.setattr("labwright_chassis.serve.settle", lambda: None)


def saying(text: str, before: Callable[[], Any] | None = None) -> Any:
    """An app that answers a text."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if before is not None:
            await before()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": text.encode()})

    return app


async def fetch(base_url: str) -> str:
    def get() -> str:
        with create_client(base_url) as client:
            return client.get("/").text

    return await asyncio.to_thread(get)


def test_one_process_listens_on_ports_and_sockets(tmp_path: Path) -> None:
    port, path = free_port(), tmp_path / "internal.sock"
    listeners = [
        Listener(saying("public"), port=port),
        Listener(saying("internal"), socket=path),
    ]

    async def play() -> list[str]:
        stop, started = asyncio.Event(), asyncio.Event()
        serving = asyncio.create_task(serve(listeners, stop=stop, started=started.set))
        await asyncio.wait_for(started.wait(), 60)
        answers = [await fetch(f"http://127.0.0.1:{port}"), await fetch(f"unix:{path}")]
        stop.set()
        await asyncio.wait_for(serving, 60)
        return answers

    assert asyncio.run(play()) == ["public", "internal"]


def test_a_request_under_way_is_answered_before_the_end() -> None:
    port = free_port()

    async def play() -> str:
        stop, started, entered = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def slowly() -> None:
            entered.set()
            await stop.wait()
            await asyncio.sleep(0.1)

        listeners = [Listener(saying("finished", slowly), port=port)]
        serving = asyncio.create_task(serve(listeners, stop=stop, started=started.set))
        await asyncio.wait_for(started.wait(), 60)
        asking = asyncio.create_task(fetch(f"http://127.0.0.1:{port}"))
        await asyncio.wait_for(entered.wait(), 60)
        stop.set()
        await asyncio.wait_for(serving, 60)
        return await asking

    assert asyncio.run(play()) == "finished"


def test_tasks_beside_are_told_to_stop_and_waited_for() -> None:
    ended: list[str] = []

    async def task(stop: asyncio.Event) -> None:
        await stop.wait()
        ended.append("in order")

    async def play() -> None:
        stop = asyncio.Event()
        listeners = [Listener(saying("x"), port=free_port())]
        await asyncio.wait_for(serve(listeners, beside=[task], stop=stop, started=stop.set), 60)

    asyncio.run(play())
    assert ended == ["in order"]


def test_a_task_that_fails_ends_the_process_and_the_others_in_order() -> None:
    ended: list[str] = []

    async def fail(stop: asyncio.Event) -> None:
        raise LookupError("broken")

    async def task(stop: asyncio.Event) -> None:
        await stop.wait()
        await asyncio.sleep(0.05)
        ended.append("in order")

    async def play() -> None:
        listeners = [Listener(saying("x"), port=free_port())]
        await asyncio.wait_for(serve(listeners, beside=[fail, task]), 60)

    with pytest.raises(LookupError):
        asyncio.run(play())
    assert ended == ["in order"]


def test_a_stale_socket_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.sock"
    path.touch()

    async def play() -> None:
        stop = asyncio.Event()
        listeners = [Listener(saying("x"), socket=path)]
        await asyncio.wait_for(serve(listeners, stop=stop, started=stop.set), 60)

    asyncio.run(play())


PROGRAM = """
import asyncio, sys
from pathlib import Path
from labwright_chassis.serve import LEAVING, Door, Listener, serve

async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x"})

async def beside(stop):
    await stop.wait()
    Path(sys.argv[2]).write_text("stopped")

asyncio.run(serve([Listener(app, port=int(sys.argv[1]))], beside=[beside]))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_process_in_order(tmp_path: Path, number: signal.Signals) -> None:
    port, note = free_port(), tmp_path / "note"
    command = [sys.executable, "-c", PROGRAM, str(port), str(note)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONWARNINGS": "error"}) as process:
        wait_until(lambda: answers(port))
        process.send_signal(number)
        assert process.wait(60) == 0
    assert note.read_text() == "stopped"


def answers(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/", trust_env=False).text == "x"
    except httpx2.TransportError:
        return False


def test_a_process_that_leaves_says_so_and_goes_on_serving() -> None:
    door = Door(saying("here"))

    async def ask() -> httpx2.Response:
        transport = httpx2.ASGITransport(door)
        async with httpx2.AsyncClient(transport=transport, base_url="http://shop:8000") as client:
            return await client.get("/")

    assert LEAVING not in asyncio.run(ask()).headers
    door.leaving = True
    answer = asyncio.run(ask())
    assert answer.text == "here"
    assert answer.headers[LEAVING] == "shop:8000"
    assert answer.headers["connection"] == "close"


def test_a_call_goes_to_the_first_address_that_takes_a_connection() -> None:
    nobody, port = free_port(), free_port()

    async def play() -> str:
        stop = asyncio.Event()
        ready = asyncio.Event()
        listeners = [Listener(saying("second"), port=port)]
        serving = asyncio.create_task(serve(listeners, stop=stop, started=ready.set))
        await ready.wait()
        answer = await fetch(f"http://127.0.0.1:{nobody},http://127.0.0.1:{port}")
        stop.set()
        await serving
        return answer

    assert asyncio.run(play()) == "second"
