"""Imports over HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import File, Query, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.db import Database
from labwright_chassis.lists import Page
from labwright_inventory.access import Importer
from labwright_inventory.entries.schemas import RowId
from labwright_inventory.imports import queries, service
from labwright_inventory.imports.models import Import
from labwright_inventory.imports.rules.columns import COLUMNS
from labwright_inventory.imports.rules.files import MAX_ROWS, MAX_ROWS_IN_BACKGROUND
from labwright_inventory.imports.schemas import (
    ImportOut,
    ImportQuery,
    ImportReport,
    ImportRowQuery,
    RowReport,
)
from labwright_inventory.imports.service.undoing import queue_undo, undo

PATH = "/api/v1/inventory/imports"
router = ServiceRouter(prefix=PATH, tags=["imports"])

_ABOUT = f"""
Import devices from a CSV file (UTF-8, `,` or `;`) or the first sheet of an `.xlsx` workbook.

The first row names the columns, any of: {", ".join(f"`{name}`" for name in COLUMNS)}. A row is
about the device with its `oi_id`, else with its `serial_number`, and without either about the one
of its `name` and `site` that has neither as well; where there is none it is a new device, which
needs `name` and `device_type`. An absent column is not touched, an empty cell clears, with three
exceptions: an empty `oi_id`, `serial_number` or `status` says nothing (a new device is `active`).
Types, manufacturers, sites and tags are named and must exist; `tags` are separated by `;` and
replace all tags of the device. A `'` before what begins like a formula is taken off, as an export
puts it there. In a workbook, merged cells are refused, and so are cells with dates, formulas or
numbers of more than 15 digits, each with its reason.

A dry run answers what would happen, row by row, with every error. Without it the file is applied
as a whole or, if any row has an error, not at all: 422 `/problems/import-refused` with the same
report as `report`.

At most {MAX_ROWS} rows; with `background` at most {MAX_ROWS_IN_BACKGROUND}, and the answer is 202
with the import's address in `Location`: ask there how far it is, and for its rows.
"""
_ABOUT_UNDO = f"""
Put back what an import changed and remove what it made, all of it or nothing: 409
`/problems/changed-since` with the `rows` that stand against it, where somebody has changed, removed
or booked a device since, or what it referred to is gone.

With `background`, and always of more than {MAX_ROWS} devices, the worker does it, and the answer is
202 with the address of an import of its own (`undoes`) in `Location`: ask there how far it is. If
it is refused it has `failed`, and its rows are those that stand against it.
"""
_FINISHED_BY = 600.0
_LOOK_EVERY = 0.5


@router.post("", description=_ABOUT, responses={202: {"model": ImportOut}})
def import_devices(
    file: Annotated[UploadFile, File(description="The CSV file or workbook.")],
    by: Importer,
    session: DbSession,
    response: Response,
    dry_run: Annotated[bool, Query(description="Only say what would happen.")] = True,
    background: Annotated[bool, Query(description="Let the worker do it.")] = False,
) -> ImportReport | ImportOut:
    """Import devices from a CSV file or a workbook."""
    file.file.seek(0)
    content, name = file.file.read(), file.filename or ""
    if not background:
        return service.import_devices(session, content, filename=name, dry_run=dry_run, by=by)
    waiting = service.queue(session, content, filename=name, dry_run=dry_run, by=by)
    return _accepted(waiting, response)


@router.get("")
def list_imports(
    query: Annotated[ImportQuery, Query()], by: Importer, session: DbReader, links: PageLinks
) -> Page[ImportOut]:
    """Imports, newest first."""
    found, count = queries.page(session, query)
    return links.page([service.shown(run) for run in found], count=count, query=query)


@router.get("/{import_id}")
def get_import(import_id: RowId, by: Importer, session: DbReader) -> ImportOut:
    """One import: how far it is, and what became of it."""
    return service.shown(queries.get(session, import_id))


@router.get("/{import_id}/rows")
def list_import_rows(
    import_id: RowId,
    query: Annotated[ImportRowQuery, Query()],
    by: Importer,
    session: DbReader,
    links: PageLinks,
) -> Page[RowReport]:
    """What became of its rows, or would; rows that changed nothing are not kept."""
    queries.get(session, import_id)
    found, count = queries.page_of_rows(session, import_id, query)
    results = [service.row_of(row) for row in found]
    return links.page(results, count=count, query=query)


@router.get("/{import_id}/progress", response_class=StreamingResponse)
async def stream_import_progress(
    import_id: RowId, by: Importer, request: Request
) -> StreamingResponse:
    """The import as server-sent events (`progress`), until it has ended."""
    database: Database = request.app.state.database
    first = await run_in_threadpool(_look, database, import_id)
    return StreamingResponse(
        _events(database, import_id, first),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.post("/{import_id}/undo", description=_ABOUT_UNDO, responses={202: {"model": ImportOut}})
def undo_import(
    import_id: RowId,
    by: Importer,
    session: DbSession,
    response: Response,
    background: Annotated[bool, Query(description="Let the worker do it.")] = False,
) -> ImportOut:
    """Put back what it changed and remove what it made; 409 with the list if rows changed since."""
    if not background and queries.get(session, import_id).written <= MAX_ROWS:
        return service.shown(undo(session, import_id, by=by))
    return _accepted(queue_undo(session, import_id, by=by), response)


def _accepted(waiting: Import, response: Response) -> ImportOut:
    response.status_code = 202
    response.headers["Location"] = f"{PATH}/{waiting.id}"
    return service.shown(waiting)


def _look(database: Database, import_id: int) -> ImportOut:
    return database.read(lambda session: service.shown(queries.get(session, import_id)))


async def _events(database: Database, import_id: int, run: ImportOut) -> AsyncIterator[str]:
    told, waited = "", 0.0
    while True:
        data = json.dumps(run.model_dump(mode="json"))
        yield ": still there\n\n" if data == told else f"event: progress\ndata: {data}\n\n"
        if run.ended_at is not None or waited > _FINISHED_BY:
            return
        told, waited = data, waited + _LOOK_EVERY
        await asyncio.sleep(_LOOK_EVERY)
        run = await run_in_threadpool(_look, database, import_id)
