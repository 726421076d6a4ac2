"""Maintenance over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_inventory.access import MaintenanceEditor, MaintenanceReader
from labwright_inventory.entries.schemas import Brief, RowId
from labwright_inventory.maintenance import queries, service
from labwright_inventory.maintenance.schemas import (
    Cancellation,
    MaintenanceChange,
    MaintenanceCreate,
    MaintenanceOut,
    MaintenanceQuery,
    MaintenanceReport,
)

PATH = "/api/v1/inventory/maintenance"
router = ServiceRouter(prefix=PATH, tags=["maintenance"])


@router.get("")
def list_maintenance(
    query: Annotated[MaintenanceQuery, Query()],
    by: MaintenanceReader,
    session: DbReader,
    links: PageLinks,
) -> Page[MaintenanceOut] | Page[Brief]:
    """Maintenances of devices, by the beginning of their windows."""
    found, count = queries.page(session, query)
    if query.brief:
        brief = [Brief(id=m.id, url=f"{PATH}/{m.id}", display=m.title) for m, _ in found]
        return links.page(brief, count=count, query=query)
    return links.page([MaintenanceOut.of(*row) for row in found], count=count, query=query)


@router.post("", status_code=201)
def create_maintenance(
    body: MaintenanceCreate,
    by: MaintenanceEditor,
    session: DbSession,
    response: Response,
    validators: Validators,
) -> MaintenanceOut:
    """Schedule a maintenance."""
    made = service.plan_maintenance(session, body.model_dump(), by=by)
    response.headers["Location"] = f"{PATH}/{made.id}"
    validators.changed(made.version)
    return MaintenanceOut.of(*queries.get(session, made.id))


@router.get("/{maintenance_id}")
def get_maintenance(
    maintenance_id: RowId, by: MaintenanceReader, session: DbReader, validators: Validators
) -> MaintenanceOut:
    """One maintenance."""
    found, device_name = queries.get(session, maintenance_id)
    validators.answer(found.version)
    return MaintenanceOut.of(found, device_name)


@router.patch("/{maintenance_id}")
def change_maintenance(
    maintenance_id: RowId,
    body: MaintenanceChange,
    by: MaintenanceEditor,
    session: DbSession,
    validators: Validators,
) -> MaintenanceOut:
    """Change what is sent; null clears. The window is settled once the work has begun."""
    changed = service.change_maintenance(
        session, maintenance_id, body.sent(), by=by, expect=validators.expect
    )
    validators.changed(changed.version)
    return MaintenanceOut.of(*queries.get(session, maintenance_id))


@router.post("/{maintenance_id}/start")
def start_maintenance(
    maintenance_id: RowId, by: MaintenanceEditor, session: DbSession, validators: Validators
) -> MaintenanceOut:
    """Begin the work: the device is in maintenance from now on."""
    started = service.start_maintenance(session, maintenance_id, by=by, expect=validators.expect)
    validators.changed(started.version)
    return MaintenanceOut.of(*queries.get(session, maintenance_id))


@router.post("/{maintenance_id}/finish")
def finish_maintenance(
    maintenance_id: RowId,
    by: MaintenanceEditor,
    session: DbSession,
    validators: Validators,
    body: MaintenanceReport | None = None,
) -> MaintenanceOut:
    """End the work; the device is what it was, unless somebody has changed that meanwhile."""
    report = body.sent() if body else {}
    finished = service.finish_maintenance(
        session, maintenance_id, report, by=by, expect=validators.expect
    )
    validators.changed(finished.version)
    return MaintenanceOut.of(*queries.get(session, maintenance_id))


@router.post("/{maintenance_id}/cancel")
def cancel_maintenance(
    maintenance_id: RowId,
    by: MaintenanceEditor,
    session: DbSession,
    validators: Validators,
    body: Cancellation | None = None,
) -> MaintenanceOut:
    """Call it off, before it begins or in the middle."""
    cancelled = service.cancel_maintenance(
        session,
        maintenance_id,
        reason=body.reason if body else None,
        by=by,
        expect=validators.expect,
    )
    validators.changed(cancelled.version)
    return MaintenanceOut.of(*queries.get(session, maintenance_id))
