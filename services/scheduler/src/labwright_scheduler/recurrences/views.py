"""What a caller may see of series."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller, Scope
from labwright_scheduler import permissions
from labwright_scheduler.bookings.schemas import PersonOut
from labwright_scheduler.bookings.views import person_of
from labwright_scheduler.people import queries as people
from labwright_scheduler.people.models import Person
from labwright_scheduler.recurrences import queries
from labwright_scheduler.recurrences.models import Occurrence, Series
from labwright_scheduler.recurrences.schemas import (
    Finding,
    OccurrenceOut,
    PreviewOut,
    SeriesBrief,
    SeriesChangeOut,
    SeriesOut,
)
from labwright_scheduler.recurrences.service import Preview


def previewed(preview: Preview) -> PreviewOut:
    """The occurrences that a recurrence would ask for."""
    found = [
        Finding(
            number=number,
            start=part.start,
            end=part.end,
            passes=part.passes,
            conflicts=list(part.conflicts),
            violations=list(part.violations),
        )
        for number, part in enumerate(preview.parts, start=1)
    ]
    refused = sum(not each.passes for each in found)
    zone = preview.zone.key
    return PreviewOut(
        time_zone=zone,
        count=len(found),
        refused=refused,
        needs_approval=preview.approval is not None,
        approval_reasons=list(preview.approval or ()),
        occurrences=found,
    )


def listed(session: Session, found: Sequence[Series], *, by: Caller) -> list[SeriesBrief]:
    """Series in a list: two statements."""
    known = people.by_id(session, {series.owner_id for series in found})
    extents = queries.extents(session, [series.id for series in found])
    return [
        SeriesBrief(**_heading(series, known, by), **_extent(extents[series.id]))
        for series in found
    ]


def shown(session: Session, series: Series, *, by: Caller, now: datetime) -> SeriesOut:
    """A series whole, with the states of its bookings as they read now."""
    known = people.by_id(session, {series.owner_id})
    occurrences = series.occurrences
    extent = queries.Extent(
        len(occurrences),
        sum(each.booking is None for each in occurrences),
        min(each.start_at for each in occurrences),
        max(each.end_at for each in occurrences),
    )
    return SeriesOut(
        **_heading(series, known, by),
        **_extent(extent),
        occurrences=[_occurrence(each, now) for each in occurrences],
        changes=[SeriesChangeOut.model_validate(change) for change in series.changes],
    )


def _heading(series: Series, known: Mapping[int, Person], by: Caller) -> dict[str, Any]:
    concerned = by.id == series.owner_id or by.may(permissions.BOOKING_READ_ANY, Scope(series.org))
    owner: PersonOut = person_of(series.owner_id, known)
    return {
        "id": series.uid,
        "version": series.version,
        "owner": owner,
        "title": series.title if concerned else None,
        "rrule": series.rule,
        "exdates": series.exdates,
        "time_zone": series.time_zone,
        "mode": series.mode,
        "created_at": series.created_at,
        "updated_at": series.updated_at,
    }


def _extent(extent: queries.Extent) -> dict[str, Any]:
    return {
        "count": extent.count,
        "skipped": extent.skipped,
        "start": extent.start,
        "end": extent.end,
    }


def _occurrence(occurrence: Occurrence, now: datetime) -> OccurrenceOut:
    refused = occurrence.refused or {"conflicts": [], "violations": []}
    booking = occurrence.booking
    return OccurrenceOut(
        number=occurrence.number,
        start=occurrence.start_at,
        end=occurrence.end_at,
        booking_id=booking.uid if booking else None,
        status=booking.status(now=now)[0] if booking else None,
        **refused,
    )
