"""Closures over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_scheduler.access import ClosureKeeper, DeviceReader
from labwright_scheduler.closures import queries, service
from labwright_scheduler.closures.schemas import (
    ClosureChange,
    ClosureIn,
    ClosureOut,
    ClosureQuery,
    RowId,
)

PATH = "/api/v1/scheduler/closures"
router = ServiceRouter(prefix=PATH, tags=["closures"])


@router.get("")
def list_closures(
    query: Annotated[ClosureQuery, Query()],
    by: DeviceReader,
    session: DbReader,
    links: PageLinks,
) -> Page[ClosureOut]:
    """When something is closed, past closures included."""
    found, count = queries.page(session, query)
    return links.page([ClosureOut.of(closure) for closure in found], count=count, query=query)


@router.post("", status_code=201)
def create_closure(
    body: ClosureIn,
    by: ClosureKeeper,
    session: DbSession,
    response: Response,
    validators: Validators,
) -> ClosureOut:
    """Close devices, types, sites or the lab for a time; what was booked is flagged, not lost."""
    closure = service.close(session, body, by=by)
    response.headers["Location"] = f"{PATH}/{closure.id}"
    validators.changed(closure.version)
    return ClosureOut.of(closure)


@router.get("/{closure_id}")
def get_closure(
    closure_id: RowId, by: DeviceReader, session: DbReader, validators: Validators
) -> ClosureOut:
    """One closure."""
    closure = queries.get(session, closure_id)
    validators.answer(closure.version)
    return ClosureOut.of(closure)


@router.patch("/{closure_id}")
def change_closure(
    closure_id: RowId,
    body: ClosureChange,
    by: ClosureKeeper,
    session: DbSession,
    validators: Validators,
) -> ClosureOut:
    """Move a closure or say another reason; what it frees or hits is seen at once."""
    closure = service.change(session, closure_id, body, by=by, expect=validators.expect)
    validators.changed(closure.version)
    return ClosureOut.of(closure)


@router.delete("/{closure_id}", status_code=204)
def remove_closure(
    closure_id: RowId, by: ClosureKeeper, session: DbSession, validators: Validators
) -> None:
    """Open again."""
    service.open_again(session, closure_id, by=by, expect=validators.expect)
