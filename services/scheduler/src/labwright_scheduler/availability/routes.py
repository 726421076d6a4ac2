"""Timelines over HTTP."""

from typing import Annotated

from fastapi import Query

from labwright_chassis.api import DbReader, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_scheduler.access import BookingReader
from labwright_scheduler.availability import queries, service
from labwright_scheduler.availability.schemas import Availability, AvailabilityQuery

router = ServiceRouter(prefix="/api/v1/scheduler/availability", tags=["availability"])


@router.get("")
def show_availability(
    query: Annotated[AvailabilityQuery, Query()],
    by: BookingReader,
    session: DbReader,
    validators: Validators,
) -> Availability:
    """When devices are free and by what they are taken, for all of them at once.

    At most 2,000 devices and 13 weeks. Polling with `If-None-Match` costs next to nothing while
    nothing changed; a person's new name may show five minutes late.
    """
    # The versions first: what is written meanwhile is shown under a tag that is old already.
    now, epoch = queries.moment(session)
    asked = service.asked_devices(session, query)
    versions = [(d.id, d.epoch, d.version, d.calendar_version) for d in asked]
    state = (by.org, epoch, query.time, versions)
    validators.unless_lasting(*state, now=now)
    answer, until = service.timelines(session, asked, query.time, org=by.org, now=now)
    validators.lasts(until, *state)
    return answer
