"""The process that owns one server: starts it, takes commands, ends with its owner.

Prints one JSON object, the address or `{"error": ...}`, and leaves its standard output. Commands
come over a Unix socket, one line each, `command argument`; the answer is `ok` or `error reason`.
"""

import argparse
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Protocol, Self

from labwright_chassis.testing.servers.errors import ServerControlError, ServerUnavailable
from labwright_chassis.testing.servers.keeping import Address, Kind
from labwright_chassis.testing.servers.mariadb import PrivateMariaDB
from labwright_chassis.testing.servers.rabbitmq import PrivateRabbitMQ

OWNER_POLL_SECONDS = 0.5


class Server(Protocol):
    """What is kept: a server with an address, and what may be asked of it."""

    host: str
    port: int
    user: str
    password: str

    @property
    def commands(self) -> Mapping[str, Callable[[str], None]]: ...
    def start(self) -> None: ...
    def close(self, *, abruptly: bool) -> None: ...


def main() -> None:
    """Go into the background, start the server, keep it."""
    options = _options()
    if os.fork() != 0:
        os._exit(0)
    os.setsid()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    folder = Path(tempfile.mkdtemp(prefix="labwright-"))
    client: socket.socket | None = None
    try:
        client = _run(options, folder)
    except ServerUnavailable as error:
        print(json.dumps({"error": str(error)}), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if client is not None:
        _answer(client, "ok")


def choose(kind: Kind, *, folder: Path, data_dir: Path | None, private: bool) -> Server:
    """A container where an engine can run it, else a private server; raises ServerUnavailable."""
    container = None if private else _container(kind, data_dir)
    if container is not None:
        return container
    data = (data_dir or folder) / kind
    match kind:
        case Kind.DATABASE:
            return PrivateMariaDB(folder=folder, data=data)
        case Kind.BROKER:
            return PrivateRabbitMQ(folder=folder, data=data)


def _container(kind: Kind, data_dir: Path | None) -> Server | None:
    try:
        from labwright_chassis.testing.servers import containers
    except ModuleNotFoundError:
        return None
    return containers.find(kind, data_dir)


def _run(options: argparse.Namespace, folder: Path) -> socket.socket | None:
    """One server's life; returns the client that ended it and waits for an answer."""
    server = choose(options.kind, folder=folder, data_dir=options.data_dir, private=options.private)
    try:
        server.start()
        control = folder / "control.sock"
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(control))
            listener.listen()
            _report(server, control, log=folder / "keeper.log")
            return _serve(server, listener, owner=options.owner)
    finally:
        server.close(abruptly=options.data_dir is None)


def _report(server: Server, control: Path, *, log: Path) -> None:
    """Tell the address, then leave the launcher's streams, which ends its wait."""
    address = Address(server.host, server.port, server.user, server.password, str(control))
    print(json.dumps(asdict(address)), flush=True)
    with log.open("ab") as stream:
        os.dup2(stream.fileno(), sys.stdout.fileno())
        os.dup2(stream.fileno(), sys.stderr.fileno())


def _serve(server: Server, listener: socket.socket, *, owner: int) -> socket.socket | None:
    """Obey until the owner is gone (None) or a client says quit (the client, still waiting)."""
    with OwnerWatch(owner) as watch:
        while watch.alive:
            waits: list[socket.socket | int] = [listener, *watch.waits]
            ready, _, _ = select.select(waits, [], [], OWNER_POLL_SECONDS)
            if listener not in ready:
                continue
            client, _ = listener.accept()
            command, _, argument = client.makefile().readline().strip().partition(" ")
            if command == "quit":
                return client
            _answer(client, _obey(server, command, argument))
    return None


def _obey(server: Server, command: str, argument: str) -> str:
    action = server.commands.get(command)
    if action is None:
        return f"error this server cannot '{command}': it is a container"
    try:
        action(argument)
    except (ServerControlError, ServerUnavailable, OSError, subprocess.SubprocessError) as error:
        return f"error {error}"
    return "ok"


def _answer(client: socket.socket, answer: str) -> None:
    with client, contextlib.suppress(OSError):
        client.sendall(answer.encode())


class OwnerWatch:
    """Tells whether a process still runs; on Linux a file descriptor wakes up at its end."""

    def __init__(self, owner: int) -> None:
        self._owner = owner
        self.waits: list[int] = []

    def __enter__(self) -> Self:
        if sys.platform == "linux":
            with contextlib.suppress(ProcessLookupError):
                self.waits.append(os.pidfd_open(self._owner))
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in self.waits:
            os.close(descriptor)

    @property
    def alive(self) -> bool:
        if self.waits:
            return not select.select(self.waits, [], [], 0)[0]
        try:
            os.kill(self._owner, 0)
        except ProcessLookupError:
            return False
        return True


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Owns one server for tests.")
    parser.add_argument("kind", type=Kind)
    parser.add_argument("--owner", type=int, required=True)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--private", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
