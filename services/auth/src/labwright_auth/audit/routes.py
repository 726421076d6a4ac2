"""The audit log over HTTP."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import StreamingResponse

from labwright_auth.access import AuditExporter, Auditor, Units
from labwright_auth.audit import exporting, queries, service, verification
from labwright_auth.audit.schemas import (
    AuditCheck,
    AuditEntryOut,
    AuditExport,
    AuditQuery,
    Verdict,
)
from labwright_auth.keys import queries as keys
from labwright_chassis.api import DbReader, ServiceRouter
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.api.router import origin_of
from labwright_chassis.lists import Page

router = ServiceRouter(prefix="/api/v1/auth/audit", tags=["audit"])


@router.get("")
def list_audit_entries(
    query: Annotated[AuditQuery, Query()], by: Auditor, session: DbReader, links: PageLinks
) -> Page[AuditEntryOut]:
    """Who did what to which object, in all services, newest first."""
    entries, count = queries.page(session, query)
    shown = [AuditEntryOut.model_validate(entry) for entry in entries]
    return links.page(shown, count=count, query=query)


@router.get("/verify")
def verify_audit_log(
    query: Annotated[AuditCheck, Query()], by: Auditor, database: Units
) -> Verdict:
    """Prove that entries are what was collected; names the first that is not."""
    return verification.verify(database, keys.read_statement, after=query.after, limit=query.limit)


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {}, "application/jsonl": {}}}},
)
def export_audit_log(
    query: Annotated[AuditExport, Query()], by: AuditExporter, database: Units, request: Request
) -> StreamingResponse:
    """All entries that match as CSV or JSON lines; the export itself is recorded."""
    upto = database.unit(
        lambda session: service.record_export(session, matching=query, written=query.format),
        origin=origin_of(request),
    )
    name = f'attachment; filename="audit.{query.format}"'
    return StreamingResponse(
        exporting.lines(database, query, upto=upto),
        media_type=exporting.MEDIA[query.format],
        headers={"Content-Disposition": name, "Cache-Control": "no-store"},
    )
