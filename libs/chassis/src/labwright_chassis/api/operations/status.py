"""How a service is, for operators and for the gateway that puts all of them together."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from labwright_chassis import clock, unsent
from labwright_chassis.api.caller import Requires, ServiceCaller
from labwright_chassis.api.health import Readiness
from labwright_chassis.api.router import DbReader, ServiceRouter
from labwright_chassis.callers import Caller
from labwright_chassis.dead_letters import queries as dead_letters
from labwright_chassis.lists import AnswerBody
from labwright_chassis.migrations import Migrations, SchemaState
from labwright_chassis.tables import LetterState, projections
from labwright_chassis.unsent import Backlog
from labwright_contracts import permissions
from labwright_contracts.base import UtcTime


class SchemaOut(AnswerBody):
    """The database's revision, and the one that this code leads to."""

    state: SchemaState
    revision: str | None
    expected: str | None


class CopyOut(AnswerBody):
    """A copy of another service's objects; `behind` and `ahead` are of the last comparison."""

    name: str
    synced_at: UtcTime
    compared_at: UtcTime | None
    behind: int | None
    ahead: int | None


class ServiceStatus(AnswerBody):
    """Readiness of the API with its checks, schema, backlog, dead letters by state, copies.

    What a schema that is behind may not have yet is null.
    """

    service: str
    ready: bool
    checks: Mapping[str, str]
    database: SchemaOut
    relay: Backlog | None = None
    dead_letters: Mapping[LetterState, int] | None = None
    copies: list[CopyOut] | None = None


def create_router(area: str, migrations: Migrations) -> ServiceRouter:
    """`/api/v1/<area>/status`."""
    router = ServiceRouter(prefix=f"/api/v1/{area}/status", tags=["status"])

    @router.get("")
    def get_service_status(
        request: Request,
        by: Annotated[Caller, Depends(Requires(permissions.event_read(area)))],
        session: DbReader,
    ) -> ServiceStatus:
        """How this service is: schema, events that wait, dead letters, copies."""
        return _look(session, area, migrations, request.app.state.readiness)

    return router


def create_internal_router(area: str, migrations: Migrations) -> ServiceRouter:
    """`/internal/status`."""
    router = ServiceRouter(prefix="/internal/status", tags=["status"])

    @router.get("")
    def get_status(request: Request, by: ServiceCaller, session: DbReader) -> ServiceStatus:
        """How this service is: schema, events that wait, dead letters, copies."""
        return _look(session, area, migrations, request.app.state.readiness)

    return router


def _look(
    session: Session, area: str, migrations: Migrations, readiness: Readiness
) -> ServiceStatus:
    ready, checks = readiness.look()
    state, revision, expected = migrations.look(session)
    status = ServiceStatus(
        service=area,
        ready=ready,
        checks=checks,
        database=SchemaOut(state=state, revision=revision, expected=expected),
    )
    if state is not SchemaState.BEHIND:
        counted = dead_letters.counts(session)
        copies = session.execute(select(projections).order_by(projections.c.name))
        status.relay = unsent.backlog(session, now=clock.now())
        status.dead_letters = {state: counted.get(state, 0) for state in LetterState}
        status.copies = [CopyOut.model_validate(row) for row in copies]
    return status
