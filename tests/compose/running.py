"""A copy of the compose file of these tests' own: its secrets, its port, its data."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx2

from deploy.containers import engine
from deploy.containers.commands import ROOT
from deploy.containers.engine import Engine
from deploy.containers.stack import Stack
from labwright_chassis.testing.servers.processes import free_port
from tests.dev.processes import ADMIN
from tests.journeys.person import eventually

READY_SECONDS = 600
VARIABLES = ("SECRETS_DIR", "PORT", "AUTH_REGISTRATION", "GATEWAY_RATE_SIGN_IN")
PROJECT = "LABWRIGHT_COMPOSE_PROJECT"
ADDRESS = "LABWRIGHT_ADDRESS"


@contextmanager
def fresh(found: Engine) -> Iterator[Stack]:
    """A stack that was started just now; all that it made is removed in the end."""
    with tempfile.TemporaryDirectory(prefix="labwright-compose-") as folder:
        # Containers run as other users.
        Path(folder).chmod(0o755)
        variables = {
            "SECRETS_DIR": str(_secrets(Path(folder, "secrets"))),
            "PORT": str(free_port()),
            "AUTH_REGISTRATION": "open",
            # Each journey begins with somebody who signs in, all from one address.
            "GATEWAY_RATE_SIGN_IN": "6000/minute",
        }
        stack = Stack(found, f"labwright-{secrets.token_hex(3)}", variables)
        try:
            stack.up()
            yield stack
        finally:
            stack.down(volumes=True)


def attach() -> Stack:
    """The stack that `make compose-test` has started, seen from a test."""
    variables = {name: os.environ[name] for name in VARIABLES}
    return Stack(engine.find(), os.environ[PROJECT], variables)


def environment(stack: Stack) -> Mapping[str, str]:
    """What a test needs for `attach`."""
    return {**os.environ, **stack.variables, PROJECT: stack.project, ADDRESS: address(stack)}


def address(stack: Stack) -> str:
    """Where its gateway is."""
    return f"http://127.0.0.1:{stack.variables['PORT']}"


def secret(stack: Stack, name: str) -> str | None:
    """What the secret file of that name holds; None if there is none."""
    file = Path(stack.variables["SECRETS_DIR"], name)
    return file.read_text(encoding="utf-8") if file.exists() else None


def wait_until_ready(stack: Stack, *services: str, seconds: float = READY_SECONDS) -> float:
    """Wait until the gateway and the containers of those services are well; the seconds it took."""
    started = time.monotonic()
    eventually(lambda: _ready(address(stack)), seconds=seconds)
    for name in [name for service in services for name in stack.containers(service)]:
        eventually(partial(stack.healthy, name), seconds=seconds)
    return time.monotonic() - started


def _ready(door: str) -> bool:
    try:
        return httpx2.get(f"{door}/readyz", trust_env=False, timeout=5).status_code == 200
    except httpx2.HTTPError:
        return False


def _secrets(folder: Path) -> Path:
    folder.mkdir()
    (folder / "admin_password").write_text(ADMIN[1])
    (folder / "admin_password").chmod(0o644)
    script = [sys.executable, str(ROOT / "deploy" / "make-secrets.py")]
    subprocess.run(script, env={**os.environ, "SECRETS_DIR": str(folder)}, check=True)
    return folder
