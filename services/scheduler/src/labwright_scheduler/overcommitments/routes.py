"""Overcommitments over HTTP."""

from typing import Annotated

from fastapi import Query

from labwright_chassis import clock
from labwright_chassis.api import DbReader, ServiceRouter
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_scheduler.access import OvercommitmentReader
from labwright_scheduler.overcommitments import queries, views
from labwright_scheduler.overcommitments.schemas import OvercommitmentOut, OvercommitmentQuery

router = ServiceRouter(prefix="/api/v1/scheduler/overcommitments", tags=["overcommitments"])


@router.get("")
def list_overcommitments(
    query: Annotated[OvercommitmentQuery, Query()],
    by: OvercommitmentReader,
    session: DbReader,
    links: PageLinks,
) -> Page[OvercommitmentOut]:
    """Where devices are promised beyond what they can bear, why, and to whom; resolved ones too."""
    found, count = queries.page(session, query)
    shown = views.shown(session, found, by=by, now=clock.database_now(session))
    return links.page(shown, count=count, query=query)
