"""Device types over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_inventory.access import CatalogEditor, CatalogReader
from labwright_inventory.catalog import service
from labwright_inventory.catalog.models import DeviceType
from labwright_inventory.catalog.queries import page_of_types
from labwright_inventory.catalog.schemas import (
    DeviceTypeChange,
    DeviceTypeCreate,
    DeviceTypeOut,
    DeviceTypeQuery,
)
from labwright_inventory.entries import queries
from labwright_inventory.entries.schemas import Brief, RowId, shown

PATH = "/api/v1/inventory/device-types"
router = ServiceRouter(prefix=PATH, tags=["device types"])


@router.get("")
def list_device_types(
    query: Annotated[DeviceTypeQuery, Query()],
    by: CatalogReader,
    session: DbReader,
    links: PageLinks,
) -> Page[DeviceTypeOut] | Page[Brief]:
    """Device types."""
    found, count = page_of_types(session, query)
    results = shown(found, DeviceTypeOut, brief=query.brief, path=PATH)
    return links.page(results, count=count, query=query)


@router.post("", status_code=201)
def create_device_type(
    body: DeviceTypeCreate,
    by: CatalogEditor,
    session: DbSession,
    response: Response,
    validators: Validators,
) -> DeviceTypeOut:
    """Add a device type."""
    device_type = service.add_device_type(session, body.model_dump())
    response.headers["Location"] = f"{PATH}/{device_type.id}"
    validators.changed(device_type.version)
    return DeviceTypeOut.model_validate(device_type)


@router.get("/{device_type_id}")
def get_device_type(
    device_type_id: RowId, by: CatalogReader, session: DbReader, validators: Validators
) -> DeviceTypeOut:
    """One device type."""
    device_type = queries.get(session, DeviceType, device_type_id)
    validators.answer(device_type.version)
    return DeviceTypeOut.model_validate(device_type)


@router.patch("/{device_type_id}")
def change_device_type(
    device_type_id: RowId,
    body: DeviceTypeChange,
    by: CatalogEditor,
    session: DbSession,
    validators: Validators,
) -> DeviceTypeOut:
    """Change what is sent; null clears."""
    device_type = service.change_device_type(
        session, device_type_id, body.sent(), expect=validators.expect
    )
    validators.changed(device_type.version)
    return DeviceTypeOut.model_validate(device_type)


@router.delete("/{device_type_id}", status_code=204)
def remove_device_type(
    device_type_id: RowId, by: CatalogEditor, session: DbSession, validators: Validators
) -> None:
    """Remove a device type; 409 with the count while there are devices of it."""
    service.remove_device_type(session, device_type_id, expect=validators.expect)
