"""Inventory on a database of its own, asked as the gateway asks it."""

import base64
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import event, select
from starlette.testclient import TestClient

from labwright_chassis import tables
from labwright_chassis.db import Database
from labwright_chassis.testing.identities import Identities
from labwright_chassis.testing.schemas import SchemaCopies
from labwright_inventory.app import create_service
from labwright_inventory.permissions import PERMISSIONS
from labwright_inventory.settings import InventorySettings

ROOT = "/api/v1/inventory"
MASTER_KEY = base64.b64encode(bytes(32)).decode()
ALL = tuple(permission.name for permission in PERMISSIONS)


@dataclass
class Lab:
    """Inventory with both its APIs, and what tests need of it in few words."""

    database: Database
    api: TestClient
    internal: TestClient
    identities: Identities
    made: int = 0
    types: dict[str, int] = field(default_factory=dict)

    def ask(
        self,
        method: str,
        path: str,
        *,
        permissions: tuple[str, ...] = ALL,
        sites: Any = "*",
        headers: dict[str, str] | None = None,
        **options: Any,
    ) -> Any:
        """Ask as somebody with these permissions; a `path` without `/api` is inventory's own."""
        who = self.identities.headers(permissions, audience="inventory", sites=sites)
        url = path if path.startswith(ROOT) else ROOT + path
        return self.api.request(method, url, headers=who | (headers or {}), **options)

    def get(self, path: str, **options: Any) -> Any:
        return self.ask("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        return self.ask("POST", path, json=body, **options)

    def patch(self, path: str, body: Any = None, **options: Any) -> Any:
        return self.ask("PATCH", path, json=body, **options)

    def delete(self, path: str, **options: Any) -> Any:
        return self.ask("DELETE", path, **options)

    def make(self, kind: str, **fields: Any) -> Any:
        """Make an entry of the catalog that must succeed; gives its answer's body."""
        answer = self.post(f"/{kind}", {"name": self._fresh(kind)} | fields)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def make_type(self, **fields: Any) -> Any:
        return self.make("device-types", **{"category": "OPTICAL", "schedulable": True} | fields)

    def make_device(self, **fields: Any) -> Any:
        """Make a device, of any type unless one is named."""
        if "device_type_id" not in fields:
            fields["device_type_id"] = self.types.setdefault("any", 0) or self.make_type()["id"]
            self.types["any"] = fields["device_type_id"]
        return self.make("devices", **fields)

    def upload(self, csv: str | bytes, *, dry_run: bool | None = None, **options: Any) -> Any:
        """Send a file to the import."""
        content = csv.encode() if isinstance(csv, str) else csv
        params = {} if dry_run is None else {"dry_run": str(dry_run).lower()}
        file = {"file": ("devices.csv", content, "text/csv")}
        return self.ask("POST", "/imports", params=params, files=file, **options)

    def history(self, device_id: int, **params: Any) -> Any:
        return self.get(f"/devices/{device_id}/history", params=params).json()["results"]

    def rows(self, table: Any) -> list[Any]:
        """All rows of a table, by id."""
        return self.database.read(
            lambda session: list(session.execute(select(table).order_by(table.c.id)))
        )

    def events(self, kind: str = "inventory.device") -> list[Any]:
        """What waits in the outbox, of one kind."""
        return [row for row in self.rows(tables.outbox) if row.type.startswith(kind)]

    def forget_events(self) -> None:
        self.database.unit(lambda session: session.execute(tables.outbox.delete()))

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """The SQL statements that are executed meanwhile; an executemany is one."""
        seen: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            seen.append(statement)

        event.listen(self.database.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(self.database.engine, "before_cursor_execute", note)

    def _fresh(self, kind: str) -> str:
        self.made += 1
        return f"{kind} {self.made}"


@pytest.fixture(scope="session")
def identities() -> Identities:
    return Identities()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the newest schema, to copy."""
    file = tmp_path_factory.mktemp("schema") / "inventory.sqlite3"
    database = Database(f"sqlite:///{file}")
    create_service().migrations.upgrade(database)
    database.dispose()
    return file


@pytest.fixture(scope="session")
def schema() -> SchemaCopies:
    return SchemaCopies(create_service().migrations)


OpenDatabase = Callable[[str], Database]


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenDatabase]:
    """Opens a database of a kind (`sqlite`, `mariadb`) without any tables."""
    opened: list[Database] = []

    def open_one(kind: str) -> Database:
        url = f"sqlite:///{tmp_path}/{len(opened)}.sqlite3"
        if kind == "mariadb":
            url = request.getfixturevalue("make_database")("inventory")
        opened.append(Database(url))
        return opened[-1]

    yield open_one
    for database in opened:
        database.dispose()


@pytest.fixture(scope="session")
def apis(identities: Identities, migrated_file: Path) -> Iterator[tuple[TestClient, TestClient]]:
    """Both APIs, made once, since that takes longer than most tests; each test has its database."""
    service = replace(create_service(), keys=lambda database, settings: identities.jwks())
    database = Database(f"sqlite:///{migrated_file}")
    settings = InventorySettings(
        database_url=str(database.engine.url),
        master_key=SecretStr(MASTER_KEY),
        attachments_dir=migrated_file.parent / "attachments",
        attachment_limit=200_000,
    )
    api, internal = service.create_apis(database, settings)
    with TestClient(api) as public, TestClient(internal) as hidden:
        yield public, hidden
    database.dispose()


@pytest.fixture
def open_lab(
    identities: Identities,
    migrated_file: Path,
    apis: tuple[TestClient, TestClient],
    tmp_path: Path,
    empty_database: OpenDatabase,
    schema: SchemaCopies,
) -> Callable[[str], Lab]:
    """Opens inventory on a database of a kind; one in a test."""

    def open_one(kind: str) -> Lab:
        if kind == "sqlite":
            shutil.copy(migrated_file, tmp_path / "0.sqlite3")
        database = empty_database(kind)
        if kind == "mariadb":
            schema.put_into(database)
        for client in apis:
            client.app.state.database = database  # type: ignore[attr-defined]
        return Lab(database, *apis, identities)

    return open_one


@pytest.fixture
def lab(open_lab: Callable[[str], Lab]) -> Lab:
    """Inventory on SQLite."""
    return open_lab("sqlite")


@pytest.fixture(params=["sqlite", "mariadb"])
def each_lab(request: pytest.FixtureRequest, open_lab: Callable[[str], Lab]) -> Lab:
    """Inventory on either database."""
    return open_lab(request.param)
