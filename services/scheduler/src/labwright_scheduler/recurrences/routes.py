"""Recurrences over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from labwright_chassis import clock
from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_scheduler.access import Booker, BookingReader, Canceller, Changer
from labwright_scheduler.recurrences import queries, service, views
from labwright_scheduler.recurrences.schemas import (
    PreviewOut,
    RecurrenceIn,
    SeriesBrief,
    SeriesCancelIn,
    SeriesExtendIn,
    SeriesMoveIn,
    SeriesOut,
    SeriesQuery,
)

PATH = "/api/v1/scheduler/recurrences"
router = ServiceRouter(prefix=PATH, tags=["recurrences"])


@router.post("/preview")
def preview_recurrence(body: RecurrenceIn, by: Booker, session: DbReader) -> PreviewOut:
    """See every occurrence and what stands against it; write nothing."""
    return views.previewed(service.preview(session, body, by=by))


@router.post("", status_code=201)
def create_recurrence(
    body: RecurrenceIn, by: Booker, session: DbSession, response: Response
) -> SeriesOut:
    """Book every occurrence of a rule, or those that are not refused: a booking for each."""
    series = service.recur(session, body, by=by)
    response.headers["Location"] = f"{PATH}/{series.uid}"
    return views.shown(session, series, by=by, now=series.updated_at)


@router.get("")
def list_recurrences(
    query: Annotated[SeriesQuery, Query()],
    by: BookingReader,
    session: DbReader,
    links: PageLinks,
) -> Page[SeriesBrief]:
    """Series, the newest first."""
    found, count = queries.page(session, query, by=by)
    return links.page(views.listed(session, found, by=by), count=count, query=query)


@router.get("/{series_id}")
def get_recurrence(
    series_id: UUID, by: BookingReader, session: DbReader, validators: Validators
) -> SeriesOut:
    """A series with its occurrences and its history."""
    series = queries.get(session, series_id, org=by.org)
    answer = views.shown(session, series, by=by, now=clock.database_now(session))
    validators.answer(answer.model_dump_json())
    return answer


@router.post("/{series_id}/move")
def move_recurrence(
    series_id: UUID, body: SeriesMoveIn, by: Changer, session: DbSession
) -> SeriesOut:
    """Move this booking, it and those that follow, or all, by the wall clock: all or none."""
    series = service.move(session, series_id, body, by=by)
    return views.shown(session, series, by=by, now=series.updated_at)


@router.post("/{series_id}/extend")
def extend_recurrence(
    series_id: UUID, body: SeriesExtendIn, by: Changer, session: DbSession
) -> SeriesOut:
    """Let this booking, it and those that follow, or all end later, or earlier: all or none."""
    series = service.extend(session, series_id, body, by=by)
    return views.shown(session, series, by=by, now=series.updated_at)


@router.post("/{series_id}/cancel")
def cancel_recurrence(
    series_id: UUID, body: SeriesCancelIn, by: Canceller, session: DbSession
) -> SeriesOut:
    """Give up this booking, it and those that follow, or all that have not ended."""
    series = service.cancel(session, series_id, body, by=by)
    return views.shown(session, series, by=by, now=series.updated_at)
