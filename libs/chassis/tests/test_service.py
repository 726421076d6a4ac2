"""A service put together from its parts: APIs, worker, command line."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic_settings import SettingsConfigDict
from starlette.testclient import TestClient
from typer.testing import CliRunner

from labwright_chassis import clock, outbox, restoring, tables
from labwright_chassis.cli import create_cli
from labwright_chassis.clients import PeerClient
from labwright_chassis.db import Database
from labwright_chassis.metrics import Metrics
from labwright_chassis.migrations import Migrations
from labwright_chassis.service import Service
from labwright_chassis.settings import ServiceSettings
from labwright_chassis.testing.identities import Identities
from labwright_chassis.worker import Job
from labwright_chassis.worker.copies import Drift

from . import things
from .shop import PATH, WRITE, Play, create_router
from .things import COPY, METADATA, SOURCES, names_of

MIGRATION = """
from alembic import op
from labwright_chassis import tables
from labwright_chassis.columns import create_metadata
revision, down_revision = "0001", None
METADATA = create_metadata()
tables.add_to(METADATA)

def upgrade():
    op.execute("CREATE TABLE things (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT,"
               " version INTEGER DEFAULT 1)")
    METADATA.create_all(op.get_bind())

def downgrade():
    op.execute("DROP TABLE things")
    METADATA.drop_all(op.get_bind())
"""


class ShopSettings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_")
    service = "shop"
    shop_internal_url: str = "http://127.0.0.1:1"


@pytest.fixture
def service(tmp_path: Path, identities: Identities) -> Service[ShopSettings]:
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "versions" / "20261120_0001_first.py").write_text(MIGRATION)
    (folder / "env.py").write_text(
        "from labwright_chassis.migrations import run_env\n\nrun_env()\n"
    )
    return Service(
        name="shop",
        title="Shop",
        settings=ShopSettings,
        migrations=Migrations(folder, METADATA),
        routers=[create_router(Play())],
        sources=SOURCES,
        prepare=lambda database, settings: (
            database.unit(lambda s: things.add_thing(s, f"made at {clock.now():%Y}")) and None
        ),
        state=lambda database, settings: {"answer": 42},
        keys=lambda database, settings: identities.jwks(),
        jobs=lambda settings: [Job("count", timedelta(hours=1), lambda database: None)],
    )


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ShopSettings:
    monkeypatch.setenv("SHOP_DATABASE_URL", f"sqlite:///{tmp_path}/deep/er/shop.sqlite3")
    return ShopSettings()


@pytest.fixture
def empty(settings: ShopSettings) -> Iterator[Database]:
    database = Database(settings.database_url)
    yield database
    database.dispose()


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setattr("labwright_chassis.logs.configure", lambda *args, **options: None)
    return CliRunner()


def test_an_api_is_ready_once_its_schema_is_current(
    service: Service[ShopSettings], empty: Database, settings: ShopSettings
) -> None:
    api, internal = service.create_apis(empty, settings)
    public, private = TestClient(api), TestClient(internal)
    assert public.get("/readyz").json()["checks"] == {"database": "schema is behind"}
    assert public.get("/livez").status_code == 200
    service.migrate(empty, settings)
    assert public.get("/readyz").status_code == private.get("/readyz").status_code == 200
    assert api.state.answer == internal.state.answer == 42


def test_the_schema_is_prepared_with_what_must_exist(
    service: Service[ShopSettings], empty: Database, settings: ShopSettings
) -> None:
    service.migrate(empty, settings)
    assert len(names_of(empty, things.things)) == 1


def test_the_public_api_serves_no_internal_path(
    service: Service[ShopSettings],
    empty: Database,
    settings: ShopSettings,
    identities: Identities,
) -> None:
    service.migrate(empty, settings)
    api, internal = (TestClient(app) for app in service.create_apis(empty, settings))
    headers = identities.service_headers("mirror", audience="shop")
    assert internal.get("/internal/snapshots/things", headers=headers).status_code == 200
    assert api.get("/internal/snapshots/things", headers=headers).status_code == 404
    person = identities.headers([WRITE], audience="shop")
    assert api.get(PATH, headers=person).json()["count"] == 1
    assert internal.get(PATH, headers=person).status_code == 404


def test_a_worker_runs_the_services_jobs_repairs_and_housekeeping(
    service: Service[ShopSettings], empty: Database, settings: ShopSettings
) -> None:
    parts = replace(service, copies=[COPY]).worker_parts(empty, settings, Metrics())
    assert [job.name for job in parts.all_jobs()] == ["count", "repair:things", "housekeeping"]


def test_a_worker_without_a_broker_is_alive_but_not_ready(
    service: Service[ShopSettings], empty: Database, settings: ShopSettings
) -> None:
    nowhere = settings.model_copy(update={"amqp_url": "amqp://guest:guest@127.0.0.1:1/"})
    service.migrate(empty, settings)

    async def play() -> None:
        worker, internal = service.create_worker(empty, nowhere)
        async with things.running(worker.run):
            client = TestClient(internal)
            assert client.get("/livez").status_code == 200
            answer = await asyncio.to_thread(client.get, "/readyz")
            assert (answer.status_code, answer.json()["checks"]["broker"]) == (
                503,
                "not connected",
            )

    asyncio.run(play())


def test_the_command_line_migrates_and_takes_back(
    service: Service[ShopSettings], empty: Database, runner: CliRunner
) -> None:
    cli = create_cli(service)
    result = runner.invoke(cli, ["migrate"])
    assert (result.exit_code, result.output) == (0, "shop: schema is current\n")
    assert runner.invoke(cli, ["downgrade", "base"]).exit_code == 0
    assert service.database_check(empty) == "schema is behind"


def test_the_command_line_begins_a_new_epoch_after_a_restore(
    service: Service[ShopSettings], empty: Database, runner: CliRunner
) -> None:
    runner.invoke(create_cli(service), ["migrate"])
    assert runner.invoke(create_cli(service), ["restored"]).output == "shop: epoch 2\n"
    assert empty.read(outbox.epoch) == 2


def test_numbers_given_after_the_backup_are_not_given_again(database: Database) -> None:
    last = database.unit(lambda s: things.add_thing(s, "known to the backup"))
    assert restoring.begin_anew(database, METADATA, skip=1000) == 2
    anew = database.unit(lambda s: things.add_thing(s, "made afterwards"))
    assert anew == last + 1001


@pytest.mark.parametrize(
    ("found", "exit_code", "told"),
    [
        (Drift(), 0, "things: behind [], ahead []\n"),
        (Drift(behind={3: (1, 2)}, ahead=[7]), 1, "things: behind [3], ahead [7]\n"),
    ],
)
def test_the_command_line_tells_drift(
    service: Service[ShopSettings],
    settings: ShopSettings,
    runner: CliRunner,
    monkeypatch: pytest.MonkeyPatch,
    found: Drift,
    exit_code: int,
    told: str,
) -> None:
    monkeypatch.setattr("labwright_chassis.worker.copies.drift", lambda *args: found)
    result = runner.invoke(create_cli(replace(service, copies=[COPY])), ["drift"])
    assert (result.exit_code, result.output) == (exit_code, told)


def test_the_command_line_resyncs(
    service: Service[ShopSettings],
    settings: ShopSettings,
    runner: CliRunner,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def get(peer: PeerClient, path: str, **params: object) -> object:
        data = {"id": 5, "version": 1, "name": "bench"}
        row = {"id": 5, "epoch": 1, "version": 1, "data": data}
        return {"rows": [row], "next_after": None}

    monkeypatch.setattr(PeerClient, "get", get)
    monkeypatch.setattr("labwright_chassis.worker.copies.end_lost", lambda *args: [7])
    copy = replace(COPY, apply=lambda session, rows: None)
    cli = create_cli(replace(service, copies=[copy]))
    runner.invoke(cli, ["migrate"])
    told = "things: 1 rows read, ended what its source does not have: [7]\n"
    assert runner.invoke(cli, ["resync"]).output == told


def test_every_command_says_what_it_does(service: Service[ShopSettings], runner: CliRunner) -> None:
    told = runner.invoke(create_cli(service), ["--help"]).output
    for command in ("migrate", "downgrade", "api", "worker", "resync", "drift", "restored"):
        assert command in told


def test_tables_of_two_services_are_apart() -> None:
    assert tables.outbox.metadata is not METADATA
    assert METADATA.tables["outbox"] is not tables.outbox


def test_a_service_tells_its_operators_and_the_gateway_how_it_is(
    service: Service[ShopSettings],
    empty: Database,
    settings: ShopSettings,
    identities: Identities,
) -> None:
    api, internal = (TestClient(app) for app in service.create_apis(empty, settings))
    operator = identities.headers(["shop:event:read"], audience="shop")
    behind = api.get("/api/v1/shop/status", headers=operator).json()
    assert (behind["ready"], behind["database"]["state"], behind["relay"]) == (
        False,
        "behind",
        None,
    )
    service.migrate(empty, settings)
    gateway = identities.service_headers("gateway", audience="shop")
    told = internal.get("/internal/status", headers=gateway).json()
    assert told == api.get("/api/v1/shop/status", headers=operator).json() | {
        "relay": told["relay"]
    }
    assert told["database"] == {"state": "current", "revision": "0001", "expected": "0001"}
    assert (told["relay"]["depth"], told["relay"]["holder"]) == (1, None)
    assert told["dead_letters"] == {"open": 0, "requeued": 0, "returned": 0, "dropped": 0}
    person = identities.headers([WRITE], audience="shop")
    assert api.get("/api/v1/shop/status", headers=person).status_code == 403
