"""What the clock does to bookings. Nobody depends on it having run."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.db import Database
from labwright_chassis.errors import Refused
from labwright_chassis.worker import Job
from labwright_scheduler.bookings import queries, service
from labwright_scheduler.settings import SchedulerSettings

_AT_ONCE = 200
_CATCH_UP = 20


def jobs(settings: SchedulerSettings) -> list[Job]:
    """The scheduler's jobs."""
    every = settings.tidy_every
    return [
        Job("settle", every, settle_ended),
        Job("queue", every, serve_queue),
        Job("waitlist", every * _CATCH_UP, serve_waiting),
        Job("no-shows", every, release_unused),
        Job("owners", every * _CATCH_UP, follow_owners),
    ]


def settle_ended(database: Database) -> None:
    """Write down what has ended: expired holds and requests, completed slots."""
    _each(database, _ended, service.settle)


def serve_queue(database: Database) -> None:
    """Make offers of the places that the queue reserved."""
    _each(database, _reserved, service.serve_reservation)


def serve_waiting(database: Database) -> None:
    """Offer what is free to those who wait for it: what appeared while no worker ran."""
    for uid in database.read(service.could_be_served):
        _in_its_turn(database, partial(service.serve_waiting, uid=uid))


def release_unused(database: Database) -> None:
    """Let go what nobody checked in, where a rule of the lab asks for it."""
    for uid in database.read(service.find_unused):
        _in_its_turn(database, partial(service.release_unused, uid=uid))


def follow_owners(database: Database) -> None:
    """Flag what people left behind who are gone, and let it go when nobody took it over."""
    for uid in database.read(service.find_left_behind):
        _in_its_turn(database, partial(service.follow_owner, uid=uid))


def _ended(session: Session) -> list[UUID]:
    return queries.ended(session, now=clock.database_now(session), limit=_AT_ONCE)


def _reserved(session: Session) -> list[UUID]:
    return queries.reservations(session, limit=_AT_ONCE)


def _each(
    database: Database,
    find: Callable[[Session], Sequence[UUID]],
    do: Callable[[Session, UUID], None],
) -> None:
    """Do something to all that are found, a booking at a time."""
    while True:
        found = database.read(find)
        for uid in found:
            _in_its_turn(database, lambda session, uid=uid: do(session, uid))  # type: ignore[misc]
        if len(found) < _AT_ONCE:
            return


def _in_its_turn(database: Database, work: Callable[[Session], None]) -> None:
    """One booking; what was handed over at this very moment waits for the next run."""
    with suppress(Refused):
        database.unit(work)
