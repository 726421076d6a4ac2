"""Racks over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_inventory.access import CatalogEditor, CatalogReader, Reader
from labwright_inventory.entries import queries as entries
from labwright_inventory.entries.schemas import Brief, RowId, shown
from labwright_inventory.racks import drawing, queries, service, views
from labwright_inventory.racks.models import Rack
from labwright_inventory.racks.schemas import (
    Elevation,
    RackChange,
    RackCreate,
    RackOut,
    RackQuery,
)

PATH = "/api/v1/inventory/racks"
router = ServiceRouter(prefix=PATH, tags=["racks"])


@router.get("")
def list_racks(
    query: Annotated[RackQuery, Query()],
    by: CatalogReader,
    session: DbReader,
    links: PageLinks,
) -> Page[RackOut] | Page[Brief]:
    """Racks."""
    found, count = queries.page(session, query)
    results = shown(found, RackOut, brief=query.brief, path=PATH)
    return links.page(results, count=count, query=query)


@router.post("", status_code=201)
def create_rack(
    body: RackCreate,
    by: CatalogEditor,
    session: DbSession,
    response: Response,
    validators: Validators,
) -> RackOut:
    """Add a rack."""
    rack = service.add_rack(session, body.model_dump(), by=by)
    response.headers["Location"] = f"{PATH}/{rack.id}"
    validators.changed(rack.version)
    return RackOut.model_validate(rack)


@router.get("/{rack_id}")
def get_rack(
    rack_id: RowId, by: CatalogReader, session: DbReader, validators: Validators
) -> RackOut:
    """One rack."""
    rack = entries.get(session, Rack, rack_id)
    validators.answer(rack.version)
    return RackOut.model_validate(rack)


@router.patch("/{rack_id}")
def change_rack(
    rack_id: RowId,
    body: RackChange,
    by: CatalogEditor,
    session: DbSession,
    validators: Validators,
) -> RackOut:
    """Change what is sent; null clears."""
    rack = service.change_rack(session, rack_id, body.sent(), by=by, expect=validators.expect)
    validators.changed(rack.version)
    return RackOut.model_validate(rack)


@router.delete("/{rack_id}", status_code=204)
def remove_rack(
    rack_id: RowId, by: CatalogEditor, session: DbSession, validators: Validators
) -> None:
    """Remove a rack; 409 with the count while devices stand in it."""
    service.remove_rack(session, rack_id, by=by, expect=validators.expect)


@router.get("/{rack_id}/elevation")
def get_elevation(
    rack_id: RowId, by: Reader, session: DbReader, validators: Validators
) -> Elevation:
    """What stands in which unit of a rack."""
    elevation = views.elevation(session, rack_id)
    validators.answer(elevation.model_dump_json())
    return elevation


@router.get(
    "/{rack_id}/elevation.svg",
    response_class=Response,
    responses={200: {"content": {drawing.MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
def draw_elevation(rack_id: RowId, by: Reader, session: DbReader) -> Response:
    """A rack from the front, drawn as SVG."""
    elevation = views.elevation(session, rack_id)
    return Response(drawing.draw(elevation), media_type=drawing.MEDIA_TYPE)
