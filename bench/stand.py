"""The distributed form with devices and people, for all measurements of one run."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import databases, lab
from bench.scale import Scale
from labwright_chassis.testing.servers import broker_server, database_server
from tests.dev.processes import ADMIN, SERVICES, Platform, platform
from tests.journeys.person import Person, eventually

# Access logs stay out, as nginx's do.
_QUIET = {f"{name}_LOG_LEVEL": "WARNING" for name in ("AUTH", "INVENTORY", "SCHEDULER", "GATEWAY")}
# Requests are counted as ever, and never too many.
_UNLIMITED = {
    f"GATEWAY_RATE_{kind}": "1000000000/minute"
    for kind in ("SIGN_IN", "READ", "WRITE", "SEARCH", "REFUSED")
}
_CALM_SECONDS = 180


@dataclass(slots=True)
class Stand:
    """What is measured: the platform, its broker, an admin's token, people's tokens by id, devices.

    `spare_database` is the URL of an empty one; `missing` says what could not be measured, and why.
    """

    platform: Platform
    amqp_url: str
    folder: Path
    scale: Scale
    token: str
    people: dict[int, str]
    devices: list[int]
    spare_database: str
    missing: list[str] = field(default_factory=list)

    def person(self, token: str | None = None) -> Person:
        """A client of its own, the admin's unless another token is given."""
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return Person(self.platform.address, headers=headers)

    def address(self, service: str) -> str:
        """Where a service's API listens, past the gateway."""
        return f"http://127.0.0.1:{self.platform.environment[f'{service.upper()}_PORT']}"

    def pid(self, process: str) -> int:
        """The number of a running process."""
        running = self.platform.processes[process].running
        assert running is not None
        return running.pid

    def calm(self) -> None:
        """Wait until every event is sent, so that no measurement pays for the one before."""
        urls = [self.platform.database_url(service) for service in SERVICES]
        eventually(lambda: not any(map(databases.unsent, urls)), seconds=_CALM_SECONDS)


@contextmanager
def stand(scale: Scale) -> Iterator[Stand]:
    """Everything running, with devices that the scheduler knows of and people who may book."""
    with (
        tempfile.TemporaryDirectory() as name,
        database_server() as database,
        broker_server() as broker,
    ):
        folder, mark = Path(name), secrets.token_hex(3)
        made = {name: database.create_database(f"bench_{name}_{mark}") for name in SERVICES}
        with (
            platform(made, broker.url(), folder, extra=_QUIET | _UNLIMITED) as running,
            Person(running.address) as admin,
        ):
            token = admin.take_token(*ADMIN)
            admin.headers["Authorization"] = f"Bearer {token}"
            devices = lab.make_devices(admin, scale)
            people = dict(lab.make_person(running.address) for _ in range(max(scale.connections)))
            spare = database.create_database(f"bench_spare_{mark}")
            yield Stand(running, broker.url(), folder, scale, token, people, devices, spare)
