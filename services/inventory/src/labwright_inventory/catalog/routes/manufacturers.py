"""Manufacturers over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_inventory.access import CatalogEditor, CatalogReader
from labwright_inventory.catalog import service
from labwright_inventory.catalog.models import Manufacturer
from labwright_inventory.catalog.schemas import (
    ManufacturerChange,
    ManufacturerCreate,
    ManufacturerOut,
)
from labwright_inventory.entries import queries
from labwright_inventory.entries.schemas import Brief, EntryQuery, RowId, shown

PATH = "/api/v1/inventory/manufacturers"
router = ServiceRouter(prefix=PATH, tags=["manufacturers"])


@router.get("")
def list_manufacturers(
    query: Annotated[EntryQuery, Query()],
    by: CatalogReader,
    session: DbReader,
    links: PageLinks,
) -> Page[ManufacturerOut] | Page[Brief]:
    """Manufacturers."""
    found, count = queries.page(session, Manufacturer, query)
    results = shown(found, ManufacturerOut, brief=query.brief, path=PATH)
    return links.page(results, count=count, query=query)


@router.post("", status_code=201)
def create_manufacturer(
    body: ManufacturerCreate,
    by: CatalogEditor,
    session: DbSession,
    response: Response,
    validators: Validators,
) -> ManufacturerOut:
    """Add a manufacturer."""
    manufacturer = service.add_manufacturer(session, body.model_dump())
    response.headers["Location"] = f"{PATH}/{manufacturer.id}"
    validators.changed(manufacturer.version)
    return ManufacturerOut.model_validate(manufacturer)


@router.get("/{manufacturer_id}")
def get_manufacturer(
    manufacturer_id: RowId, by: CatalogReader, session: DbReader, validators: Validators
) -> ManufacturerOut:
    """One manufacturer."""
    manufacturer = queries.get(session, Manufacturer, manufacturer_id)
    validators.answer(manufacturer.version)
    return ManufacturerOut.model_validate(manufacturer)


@router.patch("/{manufacturer_id}")
def change_manufacturer(
    manufacturer_id: RowId,
    body: ManufacturerChange,
    by: CatalogEditor,
    session: DbSession,
    validators: Validators,
) -> ManufacturerOut:
    """Change what is sent; null clears."""
    manufacturer = service.change_manufacturer(
        session, manufacturer_id, body.sent(), expect=validators.expect
    )
    validators.changed(manufacturer.version)
    return ManufacturerOut.model_validate(manufacturer)


@router.delete("/{manufacturer_id}", status_code=204)
def remove_manufacturer(
    manufacturer_id: RowId, by: CatalogEditor, session: DbSession, validators: Validators
) -> None:
    """Remove a manufacturer; 409 with the counts while devices or types refer to it."""
    service.remove_manufacturer(session, manufacturer_id, expect=validators.expect)
