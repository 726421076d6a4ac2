"""The distributed form on a broker of its own, which these tests may stop."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import create_engine, text

from labwright_chassis.testing.servers import BrokerServer, MakeDatabase, broker_server
from tests.dev.processes import ADMIN, SERVICES, Platform, platform
from tests.journeys.person import Person, eventually

Rows = dict[int, tuple[object, ...]]


@dataclass
class Field:
    """The platform under test, its broker and an admin."""

    platform: Platform
    broker: BrokerServer
    admin: Person
    type_id: int

    def sql(self, service: str, statement: str) -> list[tuple[object, ...]]:
        """Run a statement in a service's database, as its own user."""
        engine = create_engine(self.platform.database_url(service))
        try:
            with engine.begin() as connection:
                result = connection.execute(text(statement))
                return [tuple(row) for row in result] if result.returns_rows else []
        finally:
            engine.dispose()

    def source(self) -> Rows:
        """Every device as inventory has it."""
        statement = "SELECT id, version, name, status, removed_at IS NULL FROM devices"
        return {int(row[0]): row[1:] for row in self.sql("inventory", statement)}  # type: ignore[call-overload]

    def copy(self) -> Rows:
        """Every device as the scheduler has it."""
        statement = "SELECT id, version, name, status, removed_at IS NULL FROM devices"
        return {int(row[0]): row[1:] for row in self.sql("scheduler", statement)}  # type: ignore[call-overload]

    def make_devices(self, count: int) -> list[int]:
        """New devices, without waiting for the scheduler."""
        ids = []
        for _ in range(count):
            body = {"name": f"R-{len(self.source())}-{count}", "device_type_id": self.type_id}
            answer = self.admin.post("/api/v1/inventory/devices", json=body)
            assert answer.status_code == 201, answer.text
            ids.append(answer.json()["id"])
        return ids

    def rename(self, id: int, name: str) -> None:
        """Change a device."""
        answer = self.admin.patch(f"/api/v1/inventory/devices/{id}", json={"name": name})
        assert answer.status_code == 200, answer.text

    def settled(self, *, seconds: float = 120) -> Rows:
        """Wait until the copy equals its source; the rows."""
        eventually(lambda: self.source() == self.copy(), seconds=seconds)
        return self.copy()


@pytest.fixture(scope="session")
def field(
    make_session_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Field]:
    """Everything running; tests leave it running."""
    databases = {service: make_session_database(service) for service in SERVICES}
    folder = tmp_path_factory.mktemp("resilience")
    with (
        broker_server(private=True) as broker,
        platform(databases, broker.url(), folder) as running,
        Person(running.address) as admin,
    ):
        admin.sign_in(*ADMIN)
        yield Field(running, broker, admin, admin.make_type())
