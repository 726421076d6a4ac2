"""The tiny service's HTTP edge."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, Depends, FastAPI, Query, Response, UploadFile
from pydantic import Field, SecretStr
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from labwright_chassis import audit, errors
from labwright_chassis.api import (
    DbReader,
    DbSession,
    Requires,
    ServiceRouter,
    answers_secret,
    create_api,
)
from labwright_chassis.api.app import Parts
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.health import Readiness
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.callers import Caller
from labwright_chassis.db import Database
from labwright_chassis.lists import (
    AnswerBody,
    ListQuery,
    Page,
    RequestBody,
    contains,
    count,
    ordered,
)
from labwright_chassis.metrics import Metrics
from labwright_chassis.testing.identities import Identities
from labwright_chassis.tokens import Verifier

from .things import Session, add_thing, things

PATH = "/api/v1/shop/things"
CRATES = "/api/v1/shop/crates"
WRITE = "shop:thing:write"

Editor = Annotated[Caller, Depends(Requires(WRITE))]
Someone = Annotated[Caller, Depends(Requires())]


class ThingIn(RequestBody):
    name: str = Field(min_length=1, max_length=80)


class SafeIn(RequestBody):
    name: str
    password: SecretStr


class ThingOut(AnswerBody):
    id: int
    name: str
    version: int = 1


class ThingQuery(ListQuery):
    ordering: str | None = None
    name__ic: str | None = None


@dataclass
class Play:
    """What a test may do in the middle of a request; `calls` counts the endpoint's runs."""

    sessions: list[Session] = field(default_factory=list)
    fail: list[Exception] = field(default_factory=list)
    entered: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event | None = None

    def step(self, session: Session) -> None:
        self.sessions.append(session)
        self.entered.set()
        if self.go_on is not None:
            assert self.go_on.wait(60)
        if self.fail:
            raise self.fail.pop(0)

    @property
    def calls(self) -> int:
        return len(self.sessions)


def create_router(play: Play) -> ServiceRouter:
    router = ServiceRouter(prefix=PATH, tags=["things"])
    _add_creation(router, play)
    _add_creation_of_other_kinds(router, play)
    _add_reading_and_change(router)
    return router


def create(play: Play, session: Session, name: str) -> ThingOut:
    id = add_thing(session, name)
    play.step(session)
    return ThingOut(id=id, name=name)


def _add_creation(router: ServiceRouter, play: Play) -> None:
    @router.post("", status_code=201)
    def create_thing(body: ThingIn, by: Editor, session: DbSession, response: Response) -> ThingOut:
        thing = create(play, session, body.name)
        response.headers["Location"] = f"{PATH}/{thing.id}"
        if body.name == "forbidden":
            trace = audit.refusal("shop.thing.create", target="thing/0", reason="forbidden")
            raise errors.Refused("No such thing may be here.", aftermath=[trace])
        return thing

    @router.post("/bulk", status_code=201)
    def create_things(body: list[ThingIn], by: Editor, session: DbSession) -> list[ThingOut]:
        return [create(play, session, thing.name) for thing in body]


def _add_creation_of_other_kinds(router: ServiceRouter, play: Play) -> None:
    @router.post("/free", status_code=201)
    def create_freely(body: dict[str, Any], by: Editor, session: DbSession) -> ThingOut:
        return create(play, session, body["name"])

    @router.post("/uploads", status_code=201)
    def create_from_file(file: UploadFile, by: Editor, session: DbSession) -> ThingOut:
        return create(play, session, file.file.read().decode())

    @router.post("/safes", status_code=201)
    def create_safe(body: SafeIn, by: Editor, session: DbSession) -> ThingOut:
        return create(play, session, body.name)

    @router.post("/secrets", status_code=201)
    @answers_secret
    def create_secret(body: ThingIn, by: Editor, session: DbSession) -> ThingOut:
        return create(play, session, body.name)

    @router.post("/boxes/{box}", status_code=201)
    def create_in_box(box: UUID, body: ThingIn, by: Editor, session: DbSession) -> ThingOut:
        return create(play, session, f"{body.name} in {box}")


def _add_reading_and_change(router: ServiceRouter) -> None:
    @router.get("")
    def list_things(
        query: Annotated[ThingQuery, Query()], by: Someone, session: DbReader, links: PageLinks
    ) -> Page[ThingOut]:
        statement = sa.select(things)
        if query.name__ic is not None:
            statement = statement.where(contains(things.c.name, query.name__ic))
        columns = {"name": things.c.name, "id": things.c.id}
        rows = ordered(statement, query.ordering, columns, by="id")
        found = session.execute(rows.limit(query.limit).offset(query.offset))
        results = [ThingOut.model_validate(row) for row in found]
        return links.page(results, count=count(session, rows), query=query)

    @router.get("/{id}")
    def get_thing(id: int, by: Someone, session: DbReader, validator: Validators) -> ThingOut:
        row = session.execute(sa.select(things).where(things.c.id == id)).one_or_none()
        if row is None:
            raise errors.NotFound(f"There is no thing {id}.")
        validator.answer(row.version)
        return ThingOut.model_validate(row)

    @router.patch("/{id}")
    def rename_thing(
        id: int, body: ThingIn, by: Editor, session: DbSession, validator: Validators
    ) -> ThingOut:
        row = session.execute(sa.select(things).where(things.c.id == id).with_for_update()).one()
        validator.expect(row.version)
        changed = {"name": body.name, "version": row.version + 1}
        session.execute(sa.update(things).where(things.c.id == id).values(changed))
        validator.changed(row.version + 1)
        return ThingOut(id=id, **changed)


def create_crate_router(play: Play) -> ServiceRouter:
    """Routes that differ from those of things by the router's prefix alone."""
    router = ServiceRouter(prefix=CRATES, tags=["crates"])

    @router.post("", status_code=201)
    def create_crate(body: ThingIn, by: Editor, session: DbSession) -> ThingOut:
        return create(play, session, body.name)

    return router


def create_public_router() -> ServiceRouter:
    router = ServiceRouter(prefix="/api/v1/shop", tags=["door"], public=True)

    @router.get("/hello")
    def say_hello() -> dict[str, str]:
        return {"hello": "you"}

    @router.get("/errors/{name}")
    def raise_error(name: str) -> None:
        kind: type[errors.DomainError] = getattr(errors, name)
        raise kind(f"{name} happened.", retry_after=7, limit=3)

    @router.get("/crash")
    def crash() -> None:
        raise ValueError("SELECT secret FROM vault")

    return router


@dataclass
class Shop:
    """The API, its client, and its database."""

    database: Database
    identities: Identities
    metrics: Metrics
    play: Play
    app: FastAPI
    client: TestClient

    @property
    def headers(self) -> dict[str, str]:
        """Of somebody who may write."""
        return self.identities.headers([WRITE], audience="shop")

    def create(self, name: str, *, key: str | None = None, path: str = PATH) -> Any:
        headers = self.headers if key is None else self.headers | {"Idempotency-Key": key}
        return self.client.post(path, json={"name": name}, headers=headers)

    def get(self, path: str = PATH, **headers: str) -> Any:
        return self.client.get(path, headers=self.headers | headers)


def create_app(
    database: Database, identities: Identities, routers: Sequence[APIRouter], **options: Any
) -> FastAPI:
    verifier = Verifier("shop", identities.jwks)
    metrics = options.pop("metrics", None) or Metrics()
    parts = Parts(database, verifier, metrics, Readiness({"database": lambda: "ok"}))
    return create_api("Shop", parts, routers, **options)


def open_shop(database: Database, identities: Identities) -> Shop:
    play, metrics = Play(), Metrics()
    routers = [create_public_router(), create_router(play), create_crate_router(play)]
    limits = {f"{PATH}/uploads": 20_000, f"{PATH}/*/notes": 15_000}
    app = create_app(
        database,
        identities,
        routers,
        metrics=metrics,
        max_body_bytes=10_000,
        body_limits=limits,
    )
    return Shop(database, identities, metrics, play, app, client_of(app))


def client_of(app: ASGIApp) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)
