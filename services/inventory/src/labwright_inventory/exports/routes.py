"""The export over HTTP."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import StreamingResponse

from labwright_chassis import clock
from labwright_chassis.api import ServiceRouter
from labwright_chassis.db import Database
from labwright_inventory.access import Reader
from labwright_inventory.devices import queries
from labwright_inventory.devices.schemas import DeviceView
from labwright_inventory.exports import rules
from labwright_inventory.exports.rules import FileFormat
from labwright_inventory.exports.schemas import ExportQuery

router = ServiceRouter(prefix="/api/v1/inventory/devices/export", tags=["devices"])


@router.get("", response_class=StreamingResponse)
def export_devices(
    query: Annotated[ExportQuery, Query()], by: Reader, request: Request
) -> StreamingResponse:
    """Devices as a CSV file or workbook with all columns, by the filters of their list.

    A text that a spreadsheet would take for a formula has a `'` before it, which an import takes
    off again: the file imported as it is changes nothing. Devices are read a portion at a time.
    """
    database: Database = request.app.state.database
    ids = database.read(lambda session: queries.ids(session, query))
    portions = devices_of(database, ids)
    write = rules.delimited if query.format is FileFormat.CSV else rules.workbook
    name = f"devices-{clock.now():%Y-%m-%d}.{query.format}"
    return StreamingResponse(
        write(portions),
        media_type=query.format.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def devices_of(database: Database, ids: list[int]) -> Iterator[list[DeviceView]]:
    """The devices in this order, without those that were removed meanwhile."""
    for start in range(0, len(ids), queries.PORTION):
        portion = ids[start : start + queries.PORTION]
        found = database.read(lambda session, ids=portion: queries.views(session, ids))  # type: ignore[misc]
        yield [view for view in found if view.row.removed_at is None]
