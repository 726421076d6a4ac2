"""A server's process: it starts, answers, stops, and dies with the process that started it."""

import ctypes
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from labwright_chassis.testing.servers.errors import ServerUnavailable

START_LIMIT = timedelta(seconds=180)
STOP_LIMIT = timedelta(seconds=30)
POLL_SECONDS = 0.02
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(slots=True)
class ServerProcess:
    """One program with its log file. Start it from the main thread: its life is tied to that."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    _running: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self, answers: Callable[[], bool]) -> None:
        """Start and wait until it answers; raises ServerUnavailable with the end of its log."""
        if self._running is not None:
            raise ServerUnavailable(f"{self.name} is running already")
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # One system call, safe between fork and exec, which no other option offers.
                preexec_fn=die_with_parent,  # noqa: PLW1509
            )
        deadline = time.monotonic() + START_LIMIT.total_seconds()
        while not answers():
            if self._running.poll() is not None:
                self._give_up(f"ended with status {self._running.returncode}")
            if time.monotonic() > deadline:
                self._give_up(f"did not answer within {START_LIMIT.total_seconds():.0f} s")
            time.sleep(POLL_SECONDS)

    def stop(self, *, abruptly: bool = False) -> None:
        """End it and wait for its end; a clean stop that takes too long becomes a kill."""
        if self._running is None:
            return
        self._running.send_signal(signal.SIGKILL if abruptly else signal.SIGTERM)
        try:
            self._running.wait(STOP_LIMIT.total_seconds())
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()
        self._running = None

    def _give_up(self, reason: str) -> None:
        self.stop(abruptly=True)
        raise ServerUnavailable(f"{self.name} {reason}; its log ends with:\n{log_end(self.log)}")


def log_end(log: Path, *, lines: int = 40) -> str:
    """The last lines of a log file."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def free_port() -> int:
    """A port nobody listens on, below those the kernel hands out to outgoing connections."""
    while True:
        port = random.randint(20000, 32000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                continue
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def durable_secret(file: Path) -> str:
    """The password in `file`; made, and readable by its owner only, on first use."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(16))
    return file.read_text()


def die_with_parent() -> None:
    """Between fork and exec: have the kernel end this process when the one that forked it ends."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
