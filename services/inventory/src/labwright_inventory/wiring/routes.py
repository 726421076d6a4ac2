"""Ports and links over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import ListQuery, Page
from labwright_inventory.access import Editor, Reader
from labwright_inventory.entries.schemas import RowId
from labwright_inventory.wiring import queries, service
from labwright_inventory.wiring.schemas import (
    ConnectionOut,
    LinkChange,
    LinkCreate,
    LinkOut,
    LinkQuery,
    PortChange,
    PortCreate,
    PortOut,
    PortQuery,
    PortsAdded,
)
from labwright_inventory.wiring.views import connection

ROOT = "/api/v1/inventory"
router = ServiceRouter(prefix=ROOT, tags=["ports and links"])


@router.get("/devices/{device_id}/ports")
def list_ports(
    device_id: RowId,
    query: Annotated[PortQuery, Query()],
    by: Reader,
    session: DbReader,
    links: PageLinks,
) -> Page[PortOut]:
    """Ports of a device."""
    queries.check_device(session, device_id)
    found, count = queries.ports_page(session, device_id, query)
    results = [PortOut.of(port, link_id) for port, link_id in found]
    return links.page(results, count=count, query=query)


@router.post("/devices/{device_id}/ports", status_code=201)
def create_port(
    device_id: RowId,
    body: PortCreate,
    by: Editor,
    session: DbSession,
    response: Response,
    validators: Validators,
) -> PortOut:
    """Add a port to a device."""
    port = service.add_port(session, device_id, body.model_dump(), by=by)
    response.headers["Location"] = f"{ROOT}/ports/{port.id}"
    validators.changed(port.version)
    return PortOut.of(port, None)


@router.post("/devices/{device_id}/ports/from-type")
def add_ports_from_type(device_id: RowId, by: Editor, session: DbSession) -> PortsAdded:
    """Add the ports of the device's type that it does not have yet."""
    added, present = service.add_missing_ports(session, device_id, by=by)
    return PortsAdded(added=[PortOut.of(port, None) for port in added], present=present)


@router.get("/devices/{device_id}/connections")
def list_connections(
    device_id: RowId,
    query: Annotated[ListQuery, Query()],
    by: Reader,
    session: DbReader,
    links: PageLinks,
) -> Page[ConnectionOut]:
    """What the ports of a device are linked to."""
    queries.check_device(session, device_id)
    ends = queries.ends_of(session, [device_id], query)
    count = queries.count_ends(session, device_id)
    return links.page([connection(end) for end in ends], count=count, query=query)


@router.get("/ports/{port_id}")
def get_port(port_id: RowId, by: Reader, session: DbReader, validators: Validators) -> PortOut:
    """One port."""
    port, link_id = queries.get_port(session, port_id)
    validators.answer(port.version)
    return PortOut.of(port, link_id)


@router.patch("/ports/{port_id}")
def change_port(
    port_id: RowId, body: PortChange, by: Editor, session: DbSession, validators: Validators
) -> PortOut:
    """Change what is sent; null clears."""
    port, link_id = service.change_port(
        session, port_id, body.sent(), by=by, expect=validators.expect
    )
    validators.changed(port.version)
    return PortOut.of(port, link_id)


@router.delete("/ports/{port_id}", status_code=204)
def remove_port(port_id: RowId, by: Editor, session: DbSession, validators: Validators) -> None:
    """Remove a port; 409 while it has a link."""
    service.remove_port(session, port_id, by=by, expect=validators.expect)


@router.get("/links")
def list_links(
    query: Annotated[LinkQuery, Query()], by: Reader, session: DbReader, links: PageLinks
) -> Page[LinkOut]:
    """Links between ports."""
    found, count = queries.links_page(session, query)
    return links.page([LinkOut.of(row) for row in found], count=count, query=query)


@router.post("/links", status_code=201)
def create_link(
    body: LinkCreate, by: Editor, session: DbSession, response: Response, validators: Validators
) -> LinkOut:
    """Link two ports; needs the permission at the sites of both devices."""
    link = service.link(session, body.model_dump(), by=by)
    response.headers["Location"] = f"{ROOT}/links/{link.id}"
    validators.changed(link.version)
    return LinkOut.of(queries.get_link(session, link.id))


@router.get("/links/{link_id}")
def get_link(link_id: RowId, by: Reader, session: DbReader, validators: Validators) -> LinkOut:
    """One link."""
    row = queries.get_link(session, link_id)
    validators.answer(row.version)
    return LinkOut.of(row)


@router.patch("/links/{link_id}")
def change_link(
    link_id: RowId, body: LinkChange, by: Editor, session: DbSession, validators: Validators
) -> LinkOut:
    """Change what is sent; null clears."""
    link = service.change_link(session, link_id, body.sent(), by=by, expect=validators.expect)
    validators.changed(link.version)
    return LinkOut.of(queries.get_link(session, link_id))


@router.delete("/links/{link_id}", status_code=204)
def remove_link(link_id: RowId, by: Editor, session: DbSession, validators: Validators) -> None:
    """Unlink two ports."""
    service.unlink(session, link_id, by=by, expect=validators.expect)
