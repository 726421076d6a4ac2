"""`python -m labwright_standalone`: starts everything and says where it is."""

import asyncio
import socket
import sys
from pathlib import Path

import httpx2
from pydantic import ValidationError

from labwright_auth.app import PASSWORD_FILE
from labwright_chassis import logs, tracing
from labwright_chassis.serve import serve
from labwright_standalone import sample_lab
from labwright_standalone.data_dir import DataDir, InUse
from labwright_standalone.lab import Lab, Task
from labwright_standalone.settings import StandaloneSettings

SAMPLE_LOADED = "sample-loaded"


def main() -> None:
    """Run until a signal ends it; exit 1 with a plain word when it cannot start."""
    try:
        settings = StandaloneSettings()
    except ValidationError as error:
        sys.exit(f"labwright: {_named(error)}")
    logs.configure(settings.log_level, "console")
    tracing.configure(settings.trace_endpoint, service="standalone")
    try:
        _must_be_free(settings.port)
        data = DataDir(settings.data_dir)
        with data.claimed(), data.sockets():
            lab = Lab(settings, data)
            lab.migrate()
            asyncio.run(_run(lab, settings, data))
            lab.close()
    except (InUse, OSError) as error:
        sys.exit(f"labwright: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


async def _run(lab: Lab, settings: StandaloneSettings, data: DataDir) -> None:
    ready = asyncio.Event()

    def once_ready(task: Task) -> Task:
        # Relays and jobs call the services, which must be listening by then.
        async def run(stop: asyncio.Event) -> None:
            waiting = [asyncio.create_task(event.wait()) for event in (ready, stop)]
            _, others = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for other in others:
                other.cancel()
            if not stop.is_set():
                await task(stop)

        return run

    async def welcome(stop: asyncio.Event) -> None:
        await asyncio.to_thread(_welcome, settings, data, stop)
        await stop.wait()

    beside = [once_ready(task) for task in [*lab.tasks(), welcome]]
    await serve(lab.listeners(), beside=beside, started=ready.set)


def _welcome(settings: StandaloneSettings, data: DataDir, stop: asyncio.Event) -> None:
    known = _first_sign_in(settings, data.root)
    if settings.sample and known and not (data.root / SAMPLE_LOADED).exists():
        try:
            made = sample_lab.load(settings.address, username=known[0], password=known[1])
        except httpx2.HTTPError:
            if stop.is_set():  # stopped in the middle: the next start goes on
                return
            raise
        (data.root / SAMPLE_LOADED).touch()
        _say(f"Sample lab: {made} devices loaded.")
    _say(f"Labwright is ready at {settings.address}")
    if known:
        _say(f"  sign in as {known[0]}, password {known[1]}")
    _say(f"  data in {data.root}; stop with Ctrl-C")


def _first_sign_in(settings: StandaloneSettings, root: Path) -> tuple[str, str] | None:
    """The first admin's name and password, as long as this folder or the environment tells them.

    They were settled when the folder was made; a later environment changes nothing about them.
    """
    file = root / PASSWORD_FILE
    if file.exists():
        return _first_name(settings, root), file.read_text(encoding="utf-8").strip()
    if not (root / SAMPLE_LOADED).exists() and settings.admin_password.get_secret_value():
        return settings.admin_username, settings.admin_password.get_secret_value()
    return None


def _first_name(settings: StandaloneSettings, root: Path) -> str:
    """The name under which the first admin was made, kept beside the password."""
    file = root / "first-admin-name"
    if not file.exists():
        file.write_text(settings.admin_username, encoding="utf-8")
    return file.read_text(encoding="utf-8")


def _named(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    return f"{name}: {first['msg']} (is {first['input']!r})"


def _must_be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise OSError(f"port {port} is taken; choose another: PORT=8090 make run") from error


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  the terminal is this process's page


main()
