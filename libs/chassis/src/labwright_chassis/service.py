"""What a service is made of, and how its processes are made from that.

A service's `app.py` states a `Service`; its API, its worker and its command line follow.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, TypeVar

from fastapi import APIRouter, FastAPI

from labwright_chassis.api import create_api, create_internal_api, operations
from labwright_chassis.api.app import Parts
from labwright_chassis.api.health import Readiness
from labwright_chassis.clients import PeerClient, ServiceTokens, fetch_json
from labwright_chassis.db import Database
from labwright_chassis.metrics import Metrics
from labwright_chassis.migrations import Migrations, SchemaState
from labwright_chassis.settings import ServiceSettings
from labwright_chassis.tokens import JwkSet, Verifier
from labwright_chassis.worker.app import Worker, WorkerParts
from labwright_chassis.worker.copies import Copy
from labwright_chassis.worker.events import EventRouter
from labwright_chassis.worker.jobs import Job
from labwright_chassis.worker.snapshots import SnapshotSource, create_router

S = TypeVar("S", bound=ServiceSettings)

JWKS_PATH = "/api/v1/auth/jwks"


@dataclass(frozen=True, slots=True)
class Service(Generic[S]):
    """A service's parts. `sources` are by aggregate, the second segment of their event types.

    `prepare` runs after the migrations and may fill in what must exist. `state` gives objects that
    endpoints find in `request.app.state`. `keys` replaces asking auth for its published keys.
    `body_limits` gives bytes by path prefix (`*` is any segment), where more than usual is taken.
    """

    name: str
    title: str
    settings: type[S]
    migrations: Migrations
    routers: Sequence[APIRouter]
    internal_routers: Sequence[APIRouter] = ()
    sources: dict[str, SnapshotSource] = field(default_factory=dict)
    events: Sequence[EventRouter] = ()
    copies: Sequence[Copy] = ()
    jobs: Callable[[S], Sequence[Job]] = lambda settings: ()
    prepare: Callable[[Database, S], None] = lambda database, settings: None
    state: Callable[[Database, S], dict[str, Any]] = lambda database, settings: {}
    keys: Callable[[Database, S], JwkSet] | None = None
    body_limits: Callable[[S], dict[str, int]] = lambda settings: {}

    def migrate(self, database: Database, settings: S) -> None:
        """Bring schema and necessary rows up to date; may run any number of times."""
        self.migrations.upgrade(database)
        self.prepare(database, settings)

    def create_apis(self, database: Database, settings: S) -> tuple[FastAPI, FastAPI]:
        """The public API and the internal one."""
        parts = Parts(
            database=database,
            verifier=Verifier(self.name, lambda: self._fetch_keys(database, settings)),
            metrics=Metrics(),
            readiness=Readiness({"database": lambda: self.database_check(database)}),
        )
        api = create_api(
            self.title,
            parts,
            [*self.routers, *operations.create_routers(self.name, self.migrations)],
            max_body_bytes=settings.max_body_bytes,
            body_limits=self.body_limits(settings),
        )
        ours = [
            create_router(self.sources),
            operations.create_internal_router(self.name, self.migrations),
        ]
        internal = create_internal_api(self.title, parts, [*ours, *self.internal_routers])
        for app in (api, internal):
            app.state.settings = settings
            for name, value in self.state(database, settings).items():
                setattr(app.state, name, value)
        return api, internal

    def create_worker(self, database: Database, settings: S) -> tuple[Worker, FastAPI]:
        """The worker, and its internal API with health and metrics."""
        metrics = Metrics()
        worker = Worker(
            self.worker_parts(database, settings, metrics),
            settings.amqp_url,
            prefetch=settings.prefetch,
            retry_delays=settings.retry_delays,
        )
        parts = Parts(
            database=database,
            verifier=Verifier(self.name, lambda: self._fetch_keys(database, settings)),
            metrics=metrics,
            readiness=worker.readiness(lambda: self.database_check(database)),
        )
        return worker, create_internal_api(f"{self.title} worker", parts)

    def worker_parts(self, database: Database, settings: S, metrics: Metrics) -> WorkerParts:
        """What the worker runs, for whichever way events travel."""
        return WorkerParts(
            service=self.name,
            database=database,
            metrics=metrics,
            sources=self.sources,
            routers=self.events,
            copies=[(copy, self.peer(copy.publisher, settings)) for copy in self.copies],
            jobs=self.jobs(settings),
            repair_every=timedelta(seconds=settings.repair_every_seconds),
        )

    def peer(self, name: str, settings: S) -> PeerClient:
        """A client for the internal API of another service (`<name>_internal_url`)."""
        tokens = ServiceTokens(
            settings.auth_internal_url,
            service_id=self.name,
            secret=settings.service_secret.get_secret_value(),
        )
        url: str = getattr(settings, f"{name}_internal_url")
        return PeerClient(url, audience=name, tokens=tokens)

    def database_check(self, database: Database) -> str:
        """Say "ok", or why the database cannot be used yet; a newer schema is fine."""
        behind = self.migrations.state(database) is SchemaState.BEHIND
        return "schema is behind" if behind else "ok"

    def _fetch_keys(self, database: Database, settings: S) -> JwkSet:
        if self.keys is not None:
            return self.keys(database, settings)
        keys: JwkSet = fetch_json(settings.auth_url, JWKS_PATH)
        return keys
