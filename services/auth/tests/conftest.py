"""Auth on a database of its own, asked as the gateway asks it."""

import base64
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from labwright_auth.app import create_service
from labwright_auth.passwords import jobs
from labwright_auth.settings import AuthSettings
from labwright_chassis import clock, tables
from labwright_chassis.db import Database
from labwright_chassis.testing.schemas import SchemaCopies
from labwright_contracts.audit import AuditRecorded
from labwright_contracts.auth import SESSION_SECRET_HEADER

LINK = re.compile(r"/app/account/[a-z-]+#(\S+)")
PASSWORD = "a horse on the moon"
ADMIN = "ada"


@dataclass
class Lab:
    """Auth with both its APIs; `ada` is its first admin."""

    settings: AuthSettings
    database: Database
    api: TestClient
    internal: TestClient

    def register(self, username: str, **fields: Any) -> Any:
        body = {"username": username, "password": PASSWORD, **fields}
        return self.api.post("/api/v1/auth/register", json=body)

    def login(self, username: str, password: str = PASSWORD, **headers: str) -> Any:
        body = {"username": username, "password": password}
        return self.api.post("/api/v1/auth/login", json=body, headers=headers)

    def secret(self, username: str) -> str:
        """The secret of a new session, as the gateway gets it."""
        secret: str = self.login(username).headers[SESSION_SECRET_HEADER]
        return secret

    def service_token(self, service: str = "gateway", audience: str = "auth", **body: str) -> Any:
        body = {"service_id": service, "secret": f"secret of {service}", **body}
        return self.internal.post("/internal/service-tokens", json=body | {"audience": audience})

    def identify(self, secret: str, audience: str = "auth", service: str = "gateway") -> Any:
        token = self.service_token(service).json()["token"]
        return self.internal.post(
            "/internal/identities",
            json={"secret": secret, "audience": audience},
            headers={"Authorization": f"Bearer {token}"},
        )

    def bearer(self, secret: str, audience: str = "auth") -> dict[str, str]:
        """The header by which the gateway passes on whom the secret belongs to."""
        return {"Authorization": f"Bearer {self.identify(secret, audience).json()['token']}"}

    def as_person(self, username: str) -> dict[str, str]:
        """Registered if need be, signed in, as the gateway says it."""
        if self.login(username).status_code == 401:
            assert self.register(username).status_code == 201
        return self.bearer(self.secret(username))

    def person_id(self, username: str) -> int:
        found = self.api.get(
            "/api/v1/auth/users", params={"q": username}, headers=self.as_person(ADMIN)
        )
        ids = {person["username"]: person["id"] for person in found.json()["results"]}
        return int(ids[username])

    def assign(self, username: str, *roles: str, by: str = ADMIN, **headers: str) -> Any:
        return self.api.put(
            f"/api/v1/auth/users/{self.person_id(username)}/roles",
            json={"roles": list(roles)},
            headers=self.as_person(by) | headers,
        )

    def patch(self, whom: str, by: str = ADMIN, **changes: Any) -> Any:
        return self.api.patch(
            f"/api/v1/auth/users/{self.person_id(whom)}",
            json=changes,
            headers=self.as_person(by),
        )

    def mails(self, to: str) -> list[Any]:
        """Rows of the mails to an address that wait to be sent, oldest first."""
        jobs.send_resets(self.database, public_url=self.settings.public_url)
        found = select(tables.mails).where(tables.mails.c.recipient == to)
        return list(
            self.database.read(lambda s: s.execute(found.order_by(tables.mails.c.id)).all())
        )

    def link(self, to: str) -> str:
        """The secret in the last link mailed to an address."""
        links = [found[1] for mail in self.mails(to) if (found := LINK.search(mail.text))]
        return links[-1]

    def sent(self, event_type: str) -> list[Any]:
        """Outbox rows of a type, oldest first."""
        found = select(tables.outbox).where(tables.outbox.c.type == event_type)
        return list(
            self.database.read(lambda s: s.execute(found.order_by(tables.outbox.c.id)).all())
        )

    def audited(self, action: str) -> list[AuditRecorded]:
        """Audit entries of an action, oldest first."""
        entries = [AuditRecorded(**row.payload) for row in self.sent("audit.recorded.v1")]
        return [entry for entry in entries if entry.action == action]


def master_key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


class StoppedClock:
    """A time that passes when a test says so, however slow the machine is."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> StoppedClock:
    """The clock of everything in this process, stopped at the start of the test."""
    stopped = StoppedClock(clock.now())
    monkeypatch.setattr(clock, "now", stopped.now)
    return stopped


@pytest.fixture
def make_settings(tmp_path: Path) -> Callable[..., AuthSettings]:
    """Settings with cheap hashes and the secrets of all services in files."""
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    for service in ("gateway", "inventory", "scheduler"):
        (secrets / service).write_text(f"secret of {service}\n")
    key = master_key()

    def make(**fields: Any) -> AuthSettings:
        values: dict[str, Any] = {
            "database_url": f"sqlite:///{tmp_path}/auth.sqlite3",
            "master_key": key,
            "registration": "open",
            "service_secrets_dir": secrets,
            "data_dir": tmp_path / "data",
            "admin_username": ADMIN,
            "admin_password": PASSWORD,
            "password_time_cost": 1,
            "password_memory_kib": 8,
            "password_parallelism": 1,
        }
        return AuthSettings(**values | fields)

    return make


@pytest.fixture(scope="session")
def schema() -> SchemaCopies:
    return SchemaCopies(create_service().migrations)


@pytest.fixture
def make_lab(
    make_settings: Callable[..., AuthSettings], schema: SchemaCopies
) -> Iterator[Callable[..., Lab]]:
    """Makes auth, migrated, with settings of the test's own."""
    made: list[Database] = []

    def make(**fields: Any) -> Lab:
        settings = make_settings(**fields)
        database = Database(settings.database_url)
        made.append(database)
        service = create_service()
        schema.put_into(database)
        service.prepare(database, settings)
        api, internal = service.create_apis(database, settings)
        return Lab(
            settings,
            database,
            TestClient(api, raise_server_exceptions=False),
            TestClient(internal, raise_server_exceptions=False),
        )

    yield make
    for database in made:
        database.dispose()


@pytest.fixture
def lab(make_lab: Callable[..., Lab]) -> Lab:
    """Auth on SQLite: fast, for what does not depend on the database."""
    return make_lab()


@pytest.fixture(params=["sqlite", "mariadb"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/auth.sqlite3"
    url: str = request.getfixturevalue("make_database")("auth")
    return url


@pytest.fixture
def any_lab(make_lab: Callable[..., Lab], database_url: str) -> Lab:
    """Auth on either database, for what does depend on it."""
    return make_lab(database_url=database_url)
