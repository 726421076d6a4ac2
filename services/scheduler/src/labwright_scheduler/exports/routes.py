"""Bookings as files, over HTTP."""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from labwright_chassis import clock
from labwright_chassis.api import DbReader, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.callers import Caller
from labwright_chassis.db import Database, ReadSession
from labwright_scheduler.access import BookingReader
from labwright_scheduler.bookings import queries, views
from labwright_scheduler.bookings.schemas import BookingFilters, BookingOut
from labwright_scheduler.exports import rules

router = ServiceRouter(prefix="/api/v1/scheduler/bookings", tags=["bookings"])

_PORTION = 500


@router.get("/export", response_class=StreamingResponse)
def export_bookings(
    query: Annotated[BookingFilters, Query()], by: BookingReader, request: Request
) -> StreamingResponse:
    """Bookings as a CSV file, a line for each slot, by the filters and in the order of their list.

    A text that a spreadsheet would take for a formula has a `'` before it. Bookings are read a
    portion at a time.
    """
    database: Database = request.app.state.database
    ids = database.read(
        lambda session: queries.matching(session, query, by=by, now=clock.database_now(session))
    )
    name = f"bookings-{clock.now():%Y-%m-%d}.csv"
    return StreamingResponse(
        rules.table(_portions(database, ids, by)),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


@router.get(
    "/{booking_id}/calendar",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}},
)
def export_calendar(
    booking_id: UUID,
    by: BookingReader,
    session: DbReader,
    validators: Validators,
    response: Response,
) -> Response:
    """A booking for one's own calendar: an event for each slot, whatever has become of it."""
    booking = queries.get(session, booking_id, org=by.org)
    [shown] = views.shown(session, [booking], by=by, now=clock.database_now(session))
    content = rules.calendar_file(shown)
    validators.answer(content)
    name = f'attachment; filename="booking-{booking.uid}.ics"'
    headers = {**response.headers, "Content-Disposition": name}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _portions(database: Database, ids: list[int], by: Caller) -> Iterator[list[BookingOut]]:
    """The bookings in this order, each portion as it reads when it is written."""
    for first in range(0, len(ids), _PORTION):
        portion = ids[first : first + _PORTION]
        yield database.read(lambda session, ids=portion: _shown(session, ids, by))  # type: ignore[misc]


def _shown(session: ReadSession, ids: list[int], by: Caller) -> list[BookingOut]:
    found = queries.whole(session, ids)
    return views.shown(session, found, by=by, now=clock.database_now(session))
