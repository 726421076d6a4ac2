"""What waits to be sent, over HTTP."""

from typing import Annotated

from fastapi import Depends, Query

from labwright_chassis import clock, unsent
from labwright_chassis.api.caller import Requires
from labwright_chassis.api.operations.rows import RowId
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.api.router import DbReader, DbSession, ServiceRouter
from labwright_chassis.callers import Caller
from labwright_chassis.dead_letters.schemas import DropIn
from labwright_chassis.lists import AnswerBody, Page
from labwright_chassis.unsent import Backlog, UnsentOut, UnsentQuery
from labwright_contracts import permissions


class RetriedOut(AnswerBody):
    """How many events that had been put off are tried now."""

    retried: int


def create_router(area: str) -> ServiceRouter:
    """`/api/v1/<area>/events/relay` and `/api/v1/<area>/events/unsent`."""
    router = ServiceRouter(prefix=f"/api/v1/{area}/events", tags=["relay"])
    _add_reading(router, permissions.event_read(area))
    _add_retrying(router, area, permissions.event_requeue(area))
    _add_dropping(router, area, permissions.event_drop(area))
    return router


def _add_reading(router: ServiceRouter, permission: str) -> None:
    @router.get("/relay")
    def get_relay(
        by: Annotated[Caller, Depends(Requires(permission))], session: DbReader
    ) -> Backlog:
        """How many events wait, for how long, and who sends them."""
        return unsent.backlog(session, now=clock.now())

    @router.get("/unsent")
    def list_unsent_events(
        query: Annotated[UnsentQuery, Query()],
        by: Annotated[Caller, Depends(Requires(permission))],
        session: DbReader,
        links: PageLinks,
    ) -> Page[UnsentOut]:
        """Events that wait to be sent, oldest first."""
        rows, count = unsent.page(session, query)
        return links.page(rows, count=count, query=query)


def _add_retrying(router: ServiceRouter, area: str, permission: str) -> None:
    @router.post("/unsent/retry")
    def retry_unsent_events(
        by: Annotated[Caller, Depends(Requires(permission))], session: DbSession
    ) -> RetriedOut:
        """Send all that was put off now, and begin its back-off anew."""
        return RetriedOut(retried=unsent.retry_all(session, area=area))

    @router.post("/unsent/{row_id}/retry", status_code=204)
    def retry_unsent_event(
        row_id: RowId, by: Annotated[Caller, Depends(Requires(permission))], session: DbSession
    ) -> None:
        """Send an event now, and begin its back-off anew; 409 once it was sent."""
        unsent.retry(session, row_id, area=area)


def _add_dropping(router: ServiceRouter, area: str, permission: str) -> None:
    @router.post("/unsent/{row_id}/drop", status_code=204)
    def drop_unsent_event(
        row_id: RowId,
        body: DropIn,
        by: Annotated[Caller, Depends(Requires(permission))],
        session: DbSession,
    ) -> None:
        """Never send an event, and say why; 409 once it was sent."""
        unsent.drop(session, row_id, area=area, reason=body.reason)
