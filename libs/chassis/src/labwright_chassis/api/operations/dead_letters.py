"""Dead letters over HTTP."""

from typing import Annotated

from fastapi import Depends, Query
from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.api.caller import Requires
from labwright_chassis.api.operations.rows import RowId
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.api.router import DbReader, DbSession, ServiceRouter
from labwright_chassis.callers import Caller
from labwright_chassis.dead_letters import queries, service
from labwright_chassis.dead_letters.content import Content
from labwright_chassis.dead_letters.schemas import (
    DropIn,
    LetterDetail,
    LetterFilter,
    LetterOut,
    LetterQuery,
    RequeuedOut,
    StepOut,
)
from labwright_chassis.lists import Page
from labwright_contracts import permissions


def create_router(area: str) -> ServiceRouter:
    """`/api/v1/<area>/events/dead-letters`."""
    router = ServiceRouter(prefix=f"/api/v1/{area}/events/dead-letters", tags=["dead letters"])
    _add_reading(router, permissions.event_read(area))
    _add_requeueing(router, area, permissions.event_requeue(area))
    _add_dropping(router, area, permissions.event_drop(area))
    return router


def _add_reading(router: ServiceRouter, permission: str) -> None:
    @router.get("")
    def list_dead_letters(
        query: Annotated[LetterQuery, Query()],
        by: Annotated[Caller, Depends(Requires(permission))],
        session: DbReader,
        links: PageLinks,
    ) -> Page[LetterOut]:
        """Events that could not be handled here, newest death first."""
        rows, count = queries.page(session, query)
        shown = [LetterOut.model_validate(row) for row in rows]
        return links.page(shown, count=count, query=query)

    @router.get("/{letter_id}")
    def get_dead_letter(
        letter_id: RowId, by: Annotated[Caller, Depends(Requires(permission))], session: DbReader
    ) -> LetterDetail:
        """One dead letter with headers, body and history."""
        return _detail(session, letter_id)


def _add_requeueing(router: ServiceRouter, area: str, permission: str) -> None:
    @router.post("/requeue")
    def requeue_dead_letters(
        body: LetterFilter,
        by: Annotated[Caller, Depends(Requires(permission))],
        session: DbSession,
    ) -> RequeuedOut:
        """Hand the open letters that match back to their queues, at most 1,000 a call."""
        return service.requeue_all(session, body, area=area, now=clock.now())

    @router.post("/{letter_id}/requeue")
    def requeue_dead_letter(
        letter_id: RowId, by: Annotated[Caller, Depends(Requires(permission))], session: DbSession
    ) -> LetterDetail:
        """Hand a letter back to its queue; 409 once its event is older than 30 days."""
        service.requeue(session, letter_id, area=area, now=clock.now())
        return _detail(session, letter_id)


def _add_dropping(router: ServiceRouter, area: str, permission: str) -> None:
    @router.post("/{letter_id}/drop")
    def drop_dead_letter(
        letter_id: RowId,
        body: DropIn,
        by: Annotated[Caller, Depends(Requires(permission))],
        session: DbSession,
    ) -> LetterDetail:
        """Give a letter up, and say why."""
        service.drop(session, letter_id, area=area, reason=body.reason)
        return _detail(session, letter_id)


def _detail(session: Session, letter_id: int) -> LetterDetail:
    row = queries.get(session, letter_id)
    encoding, body = Content(row.headers, row.body).shown()
    history = [StepOut.model_validate(step) for step in queries.steps(session, letter_id)]
    told = {**row._mapping, "body_encoding": encoding, "body": body, "history": history}
    return LetterDetail.model_validate(told)
