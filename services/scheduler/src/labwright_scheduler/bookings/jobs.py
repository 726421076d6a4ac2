"""What the clock does to bookings. Nobody depends on it having run."""

from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.db import Database
from labwright_chassis.worker import Job
from labwright_scheduler.bookings import queries, service
from labwright_scheduler.settings import SchedulerSettings

_AT_ONCE = 200


def jobs(settings: SchedulerSettings) -> list[Job]:
    """The scheduler's jobs."""
    return [Job("settle", settings.tidy_every, settle_ended)]


def settle_ended(database: Database) -> None:
    """Write down what has ended: expired holds and completed slots, a booking at a time."""
    while True:
        ended = database.read(_ended)
        for uid in ended:
            database.unit(partial(service.settle, uid=uid))
        if len(ended) < _AT_ONCE:
            return


def _ended(session: Session) -> list[UUID]:
    return queries.ended(session, now=clock.database_now(session), limit=_AT_ONCE)
