"""Starting a keeper and talking to it.

A keeper is a small process that owns one server. It outlives the process that launched it (one
of several test workers) and ends with its owner (the test session).
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from labwright_chassis.testing.servers.errors import ServerControlError, ServerUnavailable

KEEPER = "labwright_chassis.testing.servers.keeper"
ANSWER_LIMIT_SECONDS = 150


class Kind(StrEnum):
    """Which server."""

    DATABASE = "database"
    BROKER = "broker"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a kept server listens; `control` is the path of its keeper's Unix socket."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    control: str


def launch(
    kind: Kind, *, owner: int | None = None, data_dir: Path | None = None, private: bool = False
) -> Address:
    """Start a keeper and wait until its server answers.

    `owner` is the process id the server lives for (this process unless told), `data_dir` keeps
    the data beyond that, `private` passes containers over. Raises ServerUnavailable.
    """
    command = [sys.executable, "-m", KEEPER, kind, "--owner", str(owner or os.getpid())]
    if data_dir is not None:
        command += ["--data-dir", str(data_dir.resolve())]
    if private:
        command.append("--private")
    # The keeper leaves the pipe when its server is ready, which ends this call.
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False)
    if not ended.stdout:
        raise ServerUnavailable(f"the keeper of the {kind} server ended without a word")
    report = json.loads(ended.stdout)
    if "error" in report:
        raise ServerUnavailable(report["error"])
    return Address(**report)


@contextmanager
def kept(kind: Kind, *, data_dir: Path | None = None, private: bool = False) -> Iterator[Address]:
    """A server of this process's own, stopped on leaving."""
    address = launch(kind, data_dir=data_dir, private=private)
    try:
        yield address
    finally:
        ask(address.control, "quit")


def ask(control: str, command: str, argument: str = "") -> None:
    """Send one command to a keeper and wait until it is done; raises ServerControlError."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWER_LIMIT_SECONDS)
            connection.connect(control)
            connection.sendall(f"{command} {argument}\n".encode())
            answer = connection.makefile().read()
    except OSError as error:
        raise ServerControlError(f"no answer to '{command}' from {control}: {error}") from error
    if answer != "ok":
        raise ServerControlError(answer.removeprefix("error ") or f"'{command}' was cut off")
