"""The distributed form, in which inventory has a second place to listen."""

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aio_pika
import pytest
from sqlalchemy import create_engine, text

from labwright_chassis.testing.servers import BrokerServer, MakeDatabase
from labwright_chassis.testing.servers.processes import free_port
from labwright_contracts import catalogue
from tests.deploy import next_version
from tests.deploy.next_version import NextVersion
from tests.dev.processes import (
    SERVICES,
    Platform,
    Process,
    platform,
    wait_until_one_is_ready,
)

# Above the three seconds for which the gateway keeps a connection.
DRAIN_SECONDS = 5
ASKERS = ("GATEWAY", "SCHEDULER")
TAP = "tap"


@dataclass
class Deployment:
    """The running platform, and inventory's next version beside its present one."""

    platform: Platform
    next: NextVersion
    places: dict[str, str]
    amqp_url: str
    folder: Path
    stopping: ExitStack

    def migrate(self, step: str) -> None:
        """Let the next version take one step of its migrations."""
        self.next.add_migration(step)
        environment = self.platform.environment
        environment |= self.next.environment
        try:
            self.platform.command("inventory", "migrate")
        finally:
            del environment["PYTHONPATH"]

    def replace(self, kind: str) -> None:
        """Start the next version of inventory's api or worker beside the present one, end that."""
        process = Process(
            f"next inventory {kind}",
            ["labwright_inventory", kind],
            {**self.platform.environment, **self.next.environment, **self.places},
            self.folder / f"next-inventory-{kind}.log",
        )
        self.stopping.callback(process.stop)
        process.start()
        port = self.places["INVENTORY_PORT" if kind == "api" else "INVENTORY_WORKER_PORT"]
        wait_until_one_is_ready(f"http://127.0.0.1:{port}", [process])
        self.platform.processes[f"inventory {kind}"].stop()

    def sql(self, service: str, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        engine = create_engine(self.platform.database_url(service))
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(statement))]
        finally:
            engine.dispose()

    def events(self) -> list[dict[str, Any]]:
        """What inventory has told about devices since the last question."""
        return asyncio.run(_events(self.amqp_url))


@pytest.fixture
def deployment(
    make_session_database: MakeDatabase, broker_server: BrokerServer, tmp_path: Path
) -> Iterator[Deployment]:
    """Everything in its present version, running."""
    databases = {service: make_session_database(service) for service in SERVICES}
    amqp_url = broker_server.create_vhost(f"deploy-{os.getpid()}")
    names = ("PORT", "INTERNAL_PORT", "WORKER_PORT")
    present, following = ({f"INVENTORY_{name}": str(free_port()) for name in names} for _ in "12")
    extra = {**present, "INVENTORY_DRAIN_SECONDS": str(DRAIN_SECONDS)}
    for asker in ASKERS:
        extra[f"{asker}_INVENTORY_URL"] = _both(present, following, "INVENTORY_PORT")
        extra[f"{asker}_INVENTORY_INTERNAL_URL"] = _both(
            present, following, "INVENTORY_INTERNAL_PORT"
        )
    with ExitStack() as stopping, platform(databases, amqp_url, tmp_path, extra=extra) as running:
        asyncio.run(_tap(amqp_url))
        source = next_version.make(tmp_path / "next")
        yield Deployment(running, source, following, amqp_url, tmp_path, stopping)
        stopping.close()
    broker_server.delete_vhost(f"deploy-{os.getpid()}")


def _both(present: dict[str, str], following: dict[str, str], name: str) -> str:
    return ",".join(f"http://127.0.0.1:{ports[name]}" for ports in (present, following))


async def _tap(url: str) -> None:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(TAP, durable=True)
        await queue.bind(catalogue.exchange("inventory"), catalogue.DEVICE_CHANGED)


async def _events(url: str) -> list[dict[str, Any]]:
    heard = []
    async with await aio_pika.connect(url) as connection:
        queue = await (await connection.channel()).get_queue(TAP)
        while (message := await queue.get(no_ack=True, fail=False)) is not None:
            heard.append(json.loads(message.body))
    return heard
