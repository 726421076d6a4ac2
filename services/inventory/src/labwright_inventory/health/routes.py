"""Health over HTTP."""

from typing import Annotated

from fastapi import Query

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_inventory.access import HealthReporter, Reader
from labwright_inventory.entries.schemas import RowId
from labwright_inventory.health import queries, service
from labwright_inventory.health.rules import HealthStatus
from labwright_inventory.health.schemas import HealthCreate, HealthOut, ReportOut, ReportQuery

router = ServiceRouter(prefix="/api/v1/inventory/devices/{device_id}/health", tags=["health"])


@router.post("", status_code=201)
def report_health(
    device_id: RowId, body: HealthCreate, by: HealthReporter, session: DbSession
) -> ReportOut:
    """Report how a device is; for agents with a personal token."""
    report = service.report_health(session, device_id, body.model_dump(), by=by)
    return ReportOut.model_validate(report)


@router.get("")
def get_health(
    device_id: RowId, by: Reader, session: DbReader, validators: Validators
) -> HealthOut:
    """How a device is, by the latest report."""
    queries.site_of(session, device_id)
    found = queries.latest(session, device_id)
    if found is None:
        validators.answer(device_id, "no report")
        return HealthOut(device_id=device_id, status=HealthStatus.UNKNOWN)
    validators.answer(device_id, found.reported_at)
    return HealthOut.model_validate(found)


@router.get("/history")
def list_health(
    device_id: RowId,
    query: Annotated[ReportQuery, Query()],
    by: Reader,
    session: DbReader,
    links: PageLinks,
) -> Page[ReportOut]:
    """Reports on a device, newest first, as far back as they are kept."""
    queries.site_of(session, device_id)
    found, count = queries.page(session, device_id, query)
    results = [ReportOut.model_validate(report) for report in found]
    return links.page(results, count=count, query=query)
