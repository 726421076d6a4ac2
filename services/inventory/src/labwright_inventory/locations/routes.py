"""Locations over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_inventory.access import CatalogEditor, CatalogReader
from labwright_inventory.entries import queries
from labwright_inventory.entries.schemas import Brief, RowId, shown
from labwright_inventory.locations import service
from labwright_inventory.locations.models import Location
from labwright_inventory.locations.schemas import (
    LocationChange,
    LocationCreate,
    LocationOut,
    LocationQuery,
)

PATH = "/api/v1/inventory/locations"
router = ServiceRouter(prefix=PATH, tags=["locations"])


@router.get("")
def list_locations(
    query: Annotated[LocationQuery, Query()],
    by: CatalogReader,
    session: DbReader,
    links: PageLinks,
) -> Page[LocationOut] | Page[Brief]:
    """Locations."""
    filters = [Location.site_id.in_(query.site_id)] if query.site_id else []
    found, count = queries.page(session, Location, query, *filters)
    results = shown(found, LocationOut, brief=query.brief, path=PATH)
    return links.page(results, count=count, query=query)


@router.post("", status_code=201)
def create_location(
    body: LocationCreate,
    by: CatalogEditor,
    session: DbSession,
    response: Response,
    validators: Validators,
) -> LocationOut:
    """Add a location."""
    location = service.add_location(session, body.model_dump(), by=by)
    response.headers["Location"] = f"{PATH}/{location.id}"
    validators.changed(location.version)
    return LocationOut.model_validate(location)


@router.get("/{location_id}")
def get_location(
    location_id: RowId, by: CatalogReader, session: DbReader, validators: Validators
) -> LocationOut:
    """One location."""
    location = queries.get(session, Location, location_id)
    validators.answer(location.version)
    return LocationOut.model_validate(location)


@router.patch("/{location_id}")
def change_location(
    location_id: RowId,
    body: LocationChange,
    by: CatalogEditor,
    session: DbSession,
    validators: Validators,
) -> LocationOut:
    """Change what is sent; null clears."""
    location = service.change_location(
        session, location_id, body.sent(), by=by, expect=validators.expect
    )
    validators.changed(location.version)
    return LocationOut.model_validate(location)


@router.delete("/{location_id}", status_code=204)
def remove_location(
    location_id: RowId, by: CatalogEditor, session: DbSession, validators: Validators
) -> None:
    """Remove a location; 409 with the count while racks stand in it."""
    service.remove_location(session, location_id, by=by, expect=validators.expect)
