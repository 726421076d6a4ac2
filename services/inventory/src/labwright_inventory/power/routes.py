"""PDUs and outlets over HTTP."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_chassis.sealing import MasterKey
from labwright_inventory.access import CatalogEditor, CatalogReader
from labwright_inventory.entries import queries as entries
from labwright_inventory.entries.schemas import Brief, RowId, shown
from labwright_inventory.power import queries, service
from labwright_inventory.power.models import Outlet, Pdu
from labwright_inventory.power.schemas import (
    OutletChange,
    OutletNumber,
    OutletOut,
    OutletQuery,
    PduChange,
    PduCreate,
    PduOut,
    PduQuery,
)
from labwright_inventory.wiring.queries import check_device

ROOT = "/api/v1/inventory"
PATH = f"{ROOT}/pdus"
router = ServiceRouter(prefix=ROOT, tags=["power"])


def _master(request: Request) -> MasterKey | None:
    master: MasterKey | None = request.app.state.master_key
    return master


Master = Annotated[MasterKey | None, Depends(_master)]
"""What secrets are sealed with."""


@router.get("/pdus")
def list_pdus(
    query: Annotated[PduQuery, Query()], by: CatalogReader, session: DbReader, links: PageLinks
) -> Page[PduOut] | Page[Brief]:
    """PDUs."""
    found, count = queries.page(session, query)
    results = shown(found, PduOut, brief=query.brief, path=PATH)
    return links.page(results, count=count, query=query)


@router.post("/pdus", status_code=201)
def create_pdu(
    body: PduCreate,
    by: CatalogEditor,
    session: DbSession,
    master: Master,
    response: Response,
    validators: Validators,
) -> PduOut:
    """Add a PDU with its outlets."""
    pdu = service.add_pdu(session, body.model_dump(), by=by, master=master)
    response.headers["Location"] = f"{PATH}/{pdu.id}"
    validators.changed(pdu.version)
    return PduOut.model_validate(pdu)


@router.get("/pdus/{pdu_id}")
def get_pdu(pdu_id: RowId, by: CatalogReader, session: DbReader, validators: Validators) -> PduOut:
    """One PDU."""
    pdu = entries.get(session, Pdu, pdu_id)
    validators.answer(pdu.version)
    return PduOut.model_validate(pdu)


@router.patch("/pdus/{pdu_id}")
def change_pdu(
    pdu_id: RowId,
    body: PduChange,
    by: CatalogEditor,
    session: DbSession,
    master: Master,
    validators: Validators,
) -> PduOut:
    """Change what is sent; null clears."""
    pdu = service.change_pdu(
        session, pdu_id, body.sent(), by=by, expect=validators.expect, master=master
    )
    validators.changed(pdu.version)
    return PduOut.model_validate(pdu)


@router.delete("/pdus/{pdu_id}", status_code=204)
def remove_pdu(
    pdu_id: RowId, by: CatalogEditor, session: DbSession, validators: Validators
) -> None:
    """Remove a PDU; 409 with the count while it feeds devices."""
    service.remove_pdu(session, pdu_id, by=by, expect=validators.expect)


@router.get("/pdus/{pdu_id}/outlets")
def list_outlets(
    pdu_id: RowId,
    query: Annotated[OutletQuery, Query()],
    by: CatalogReader,
    session: DbReader,
    links: PageLinks,
) -> Page[OutletOut]:
    """Outlets of a PDU."""
    entries.get(session, Pdu, pdu_id)
    found, count = queries.outlets(session, query, Outlet.pdu_id == pdu_id)
    return links.page([OutletOut.of(row) for row in found], count=count, query=query)


@router.patch("/pdus/{pdu_id}/outlets/{number}")
def change_outlet(
    pdu_id: RowId,
    number: OutletNumber,
    body: OutletChange,
    by: CatalogEditor,
    session: DbSession,
    validators: Validators,
) -> OutletOut:
    """Label an outlet, or say which device it feeds; the ETag is the PDU's."""
    pdu = service.change_outlet(
        session, pdu_id, number, body.sent(), by=by, expect=validators.expect
    )
    validators.changed(pdu.version)
    return OutletOut.of(queries.outlet(session, pdu_id, number))


@router.get("/devices/{device_id}/outlets")
def list_outlets_of_device(
    device_id: RowId,
    query: Annotated[OutletQuery, Query()],
    by: CatalogReader,
    session: DbReader,
    links: PageLinks,
) -> Page[OutletOut]:
    """Outlets that feed a device."""
    check_device(session, device_id)
    found, count = queries.outlets(session, query, Outlet.device_id == device_id)
    return links.page([OutletOut.of(row) for row in found], count=count, query=query)
