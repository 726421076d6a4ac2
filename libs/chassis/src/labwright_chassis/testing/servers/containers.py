"""The servers as containers, where a container engine answers: Docker, or podman at DOCKER_HOST.

A container cannot be restarted: its published port would change. TEST_MARIADB_IMAGE and
TEST_RABBITMQ_IMAGE name other images than the official ones.
"""

import os
import secrets
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from docker.errors import DockerException, ImageNotFound  # type: ignore[import-untyped]
from testcontainers.core.config import ConnectionMode, testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient

from labwright_chassis.testing.servers import mariadb, processes, rabbitmq
from labwright_chassis.testing.servers.errors import ServerControlError, ServerUnavailable
from labwright_chassis.testing.servers.keeping import Kind

DATABASE_IMAGE = os.environ.get("TEST_MARIADB_IMAGE", "mariadb:10.11")
BROKER_IMAGE = os.environ.get("TEST_RABBITMQ_IMAGE", "rabbitmq:3.13")


class MariaDBContainer:
    """MariaDB; its data stay in `data`, if given."""

    def __init__(self, *, data: Path | None) -> None:
        self.user = "root"
        self.password = _password(data)
        self.host, self.port = "", 0
        self._container = (
            DockerContainer(DATABASE_IMAGE)
            .with_env("MARIADB_ROOT_PASSWORD", self.password)
            .with_command("--max-connections=400 --innodb-flush-log-at-trx-commit=2")
            .with_exposed_ports(3306)
        )
        if data is not None:
            self._container.with_volume_mapping(str(data / "files"), "/var/lib/mysql", "rw")
        self.commands: Mapping[str, Callable[[str], None]] = {}

    def start(self) -> None:
        """Start and wait until the administrator can sign in; raises ServerUnavailable."""
        self.host, self.port = _start(self._container, 3306)
        _wait(
            self._container,
            lambda: mariadb.accepts(self.host, self.port, self.user, self.password),
        )

    def close(self, *, abruptly: bool) -> None:
        self._container.stop(force=abruptly)


class RabbitMQContainer:
    """RabbitMQ; its data stay in `data`, if given."""

    def __init__(self, *, data: Path | None) -> None:
        self.user = rabbitmq.USER
        self.password = _password(data)
        self.host, self.port = "", 0
        self._container = (
            DockerContainer(BROKER_IMAGE, hostname="labwright")
            .with_env("RABBITMQ_DEFAULT_USER", self.user)
            .with_env("RABBITMQ_DEFAULT_PASS", self.password)
            .with_exposed_ports(5672)
        )
        if data is not None:
            self._container.with_volume_mapping(str(data / "files"), "/var/lib/rabbitmq", "rw")
        self.commands: Mapping[str, Callable[[str], None]] = {
            "add_vhost": self._add_vhost,
            "delete_vhost": lambda name: self._control("delete_vhost", name),
        }

    def start(self) -> None:
        """Start and wait until AMQP is spoken; raises ServerUnavailable."""
        self.host, self.port = _start(self._container, 5672)
        _wait(self._container, lambda: rabbitmq.accepts(self.host, self.port))

    def close(self, *, abruptly: bool) -> None:
        self._container.stop(force=abruptly)

    def _add_vhost(self, name: str) -> None:
        self._control("add_vhost", name)
        self._control("set_permissions", "-p", name, self.user, ".*", ".*", ".*")

    def _control(self, *arguments: str) -> None:
        done = self._container.exec(["rabbitmqctl", *arguments])
        if done.exit_code != 0:
            raise ServerControlError(f"rabbitmqctl {arguments[0]}: {done.output.decode()}")


def find(kind: Kind, data_dir: Path | None) -> MariaDBContainer | RabbitMQContainer | None:
    """The container for this kind of server, not started yet; None where none can run."""
    _configure()
    data = data_dir / f"{kind}-container" if data_dir is not None else None
    match kind:
        case Kind.DATABASE:
            return MariaDBContainer(data=data) if can_run(DATABASE_IMAGE) else None
        case Kind.BROKER:
            return RabbitMQContainer(data=data) if can_run(BROKER_IMAGE) else None


def _configure() -> None:
    """Tell the library what it guesses wrongly."""
    # The keeper ends its container, however its owner ends; podman cannot run the library's reaper.
    testcontainers_config.ryuk_disabled = True
    if "DOCKER_HOST" in os.environ:
        # A machine that looks like a container itself would be asked for addresses inside.
        testcontainers_config.connection_mode_override = ConnectionMode.docker_host


def can_run(image: str) -> bool:
    """Whether an engine answers and has the image, or can fetch it; a failed fetch is told."""
    try:
        engine = DockerClient().client
        engine.ping()
    except (DockerException, OSError):
        return False
    try:
        engine.images.get(image)
    except ImageNotFound:
        try:
            engine.images.pull(image)
        except DockerException as error:
            print(f"{image} cannot be pulled: {error}", file=sys.stderr)
            return False
    return True


def _password(data: Path | None) -> str:
    return processes.durable_secret(data / "password") if data else secrets.token_hex(16)


def _start(container: DockerContainer, port: int) -> tuple[str, int]:
    container.start()
    return container.get_container_host_ip(), int(container.get_exposed_port(port))


def _wait(container: DockerContainer, answers: Callable[[], bool]) -> None:
    deadline = time.monotonic() + processes.START_LIMIT.total_seconds()
    while not answers():
        if time.monotonic() > deadline:
            output = b"".join(container.get_logs()).decode(errors="replace")
            container.stop()
            raise ServerUnavailable(f"{container.image} did not answer:\n{output[-4000:]}")
        time.sleep(processes.POLL_SECONDS)
