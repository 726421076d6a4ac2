"""Builds the images of docker-compose.yml."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

from deploy.containers import base, registry
from deploy.containers.engine import Engine

SERVICES = {
    "labwright-auth": "services/auth/Dockerfile",
    "labwright-inventory": "services/inventory/Dockerfile",
    "labwright-scheduler": "services/scheduler/Dockerfile",
    "labwright-gateway": "gateway/Dockerfile",
}
# Where the official ones cannot be pulled.
SERVERS = {
    "labwright-mariadb": "deploy/containers/mariadb/Dockerfile",
    "labwright-rabbitmq": "deploy/containers/rabbitmq/Dockerfile",
}
SECONDS = 900


@dataclass(frozen=True, slots=True)
class Built:
    """An image, how long it took (seconds), and how large it is (bytes, the base included)."""

    name: str
    seconds: float
    size: int


def build(engine: Engine) -> list[Built]:
    """Build every image that compose needs and cannot pull.

    Raises:
        EngineUnavailable: no base image can be had.
        CommandError: a build failed.
    """
    started = time.monotonic()
    foundation = base.provide(engine)
    built = [Built(foundation, time.monotonic() - started, _size(engine, foundation))]
    with registry.secrets() as secrets:
        arguments = [f"--build-arg=BASE={foundation}", *_node(engine, foundation), *secrets]
        for name, file in SERVICES.items():
            built.append(_build(engine, name, file, arguments))
    return built + build_servers(engine)


def build_servers(engine: Engine) -> list[Built]:
    """Build the servers' images where the official ones cannot be pulled; raises as `build`."""
    if engine.pulls:
        return []
    argument = f"--build-arg=BASE={base.provide(engine)}"
    return [_build(engine, name, file, [argument]) for name, file in SERVERS.items()]


def variables(engine: Engine) -> dict[str, str]:
    """What compose must be told so that it uses the servers' images that were built here."""
    if engine.pulls:
        return {}
    return {"MARIADB_IMAGE": "labwright-mariadb", "RABBITMQ_IMAGE": "labwright-rabbitmq"}


def _node(engine: Engine, foundation: str) -> list[str]:
    """What builds the web apps: NODE, the Dockerfile's own, or nothing where none can be pulled."""
    node = os.environ.get("NODE") or ("" if engine.pulls else foundation)
    return [f"--build-arg=NODE={node}"] if node else []


def _build(engine: Engine, name: str, file: str, arguments: Sequence[str]) -> Built:
    started = time.monotonic()
    # The machine's own network: a build fetches packages and serves nobody.
    command = ["build", "--network=host", "-f", file, "-t", name, *arguments, "."]
    engine.run(*command, limit=SECONDS)
    return Built(name, time.monotonic() - started, _size(engine, name))


def _size(engine: Engine, name: str) -> int:
    if not engine.has(name):  # to be pulled by the first build
        return 0
    return int(engine.run("image", "inspect", "--format", "{{.Size}}", name))
