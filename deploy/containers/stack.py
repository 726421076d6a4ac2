"""The containers of docker-compose.yml as one thing: start them in their order, ask, stop."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from deploy.containers import commands, images
from deploy.containers.commands import ROOT, CommandError
from deploy.containers.engine import Engine

FILE = ROOT / "docker-compose.yml"
HEALTHY_SECONDS = 180
STOP_SECONDS = 20

Definition = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stack:
    """One running copy of the compose file. `variables` fill its `${...}`."""

    engine: Engine
    project: str
    variables: Mapping[str, str] = field(default_factory=dict)

    def up(self) -> None:
        """Start everything and wait until what others wait for is so.

        Raises:
            CommandError: a container does not start, or is not healthy in time.
        """
        if self.engine.program == "docker":
            self.compose("up", "-d", "--no-build")
            return
        # podman 4 knows no `service_healthy`, and trips over what a required container requires.
        services = definitions()
        for wave in waves(services):
            self.compose("up", "-d", "--no-build", "--no-deps", *wave)
            for service, condition in _awaited(services).items():
                if service in wave:
                    self._wait(service, condition)

    def down(self, *, volumes: bool = False) -> None:
        """Stop and remove the containers and networks; `volumes` are the data."""
        # podman-compose removes one container of each service, and trips over what is left.
        if present := self.containers():
            self.engine.run("stop", "-t", str(STOP_SECONDS), *present)
            self.engine.run("rm", *present)
        self.compose("down", *(["-v"] if volumes else []))

    def compose(self, *arguments: str) -> str:
        """What a compose command prints."""
        environment = {**self.engine.environment, **self._variables()}
        command = [*self.engine.compose, "-p", self.project, "-f", str(FILE), *arguments]
        return commands.run(command, limit=600, environment=environment)

    def containers(self, service: str | None = None) -> list[str]:
        """Names of the containers of a service, or of all, stopped ones included."""
        labels = {"project": self.project} | ({"service": service} if service else {})
        filters = [f"--filter=label=com.docker.compose.{k}={v}" for k, v in labels.items()]
        return sorted(self.engine.run("ps", "-a", *filters, "--format={{.Names}}").split())

    def healthy(self, container: str) -> bool:
        """Whether the container's health check passes."""
        if self.engine.program == "docker":
            state = self.inspect(container, "{{.State.Health.Status}}")
            return state == "healthy"
        try:
            # Without systemd podman runs no health check by itself.
            self.engine.run("healthcheck", "run", container, limit=30)
        except CommandError:
            return False
        return True

    def inspect(self, container: str, form: str) -> str:
        """A property of a container, by a Go template."""
        return self.engine.run("container", "inspect", f"--format={form}", container).strip()

    def _wait(self, service: str, condition: str) -> None:
        for container in self.containers(service):
            if condition == "service_completed_successfully":
                code = self.engine.run("wait", container, limit=HEALTHY_SECONDS).strip()
                if code != "0":
                    raise CommandError(f"{container}: exit {code}\n{self._words(container)}")
            else:
                self._wait_until_healthy(container)

    def _wait_until_healthy(self, container: str) -> None:
        until = time.monotonic() + HEALTHY_SECONDS
        while not self.healthy(container):
            if time.monotonic() > until:
                raise CommandError(f"{container} is not healthy\n{self._words(container)}")
            time.sleep(0.3)

    def _words(self, container: str) -> str:
        return self.engine.run("logs", "--tail=30", container)

    def _variables(self) -> dict[str, str]:
        return {**images.variables(self.engine), **self.variables}


def definitions() -> Mapping[str, Definition]:
    """The services of the compose file."""
    services: Mapping[str, Definition] = yaml.safe_load(FILE.read_text(encoding="utf-8"))[
        "services"
    ]
    return services


def waves(services: Mapping[str, Definition]) -> Iterator[list[str]]:
    """Services in groups, each after those that it depends on."""
    started: set[str] = set()
    while len(started) < len(services):
        wave = [
            name
            for name, definition in services.items()
            if name not in started and started.issuperset(_needed(definition))
        ]
        if not wave:
            raise ValueError("The services of the compose file wait for one another.")
        yield wave
        started.update(wave)


def _needed(definition: Definition) -> Iterable[str]:
    names: Iterable[str] = definition.get("depends_on", {})
    return names


def _awaited(services: Mapping[str, Definition]) -> dict[str, str]:
    """What is waited for by others, and until when."""
    return {
        name: how["condition"]
        for definition in services.values()
        for name, how in definition.get("depends_on", {}).items()
    }
