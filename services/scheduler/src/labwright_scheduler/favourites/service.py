"""Starring devices."""

from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.callers import Caller
from labwright_chassis.db import insert_new
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.favourites import queries
from labwright_scheduler.favourites.errors import TooManyFavourites
from labwright_scheduler.favourites.models import Favourite
from labwright_scheduler.people import service as people

MOST_FAVOURITES = 500


def star(session: Session, device_id: int, *, by: Caller) -> None:
    """Make a device one of the caller's favourites, if it is not.

    Raises:
        NotFound: there is no such device.
        TooManyFavourites: he has as many as he may.
    """
    people.lock_caller(session, by)
    devices.get(session, device_id)
    now = clock.database_now(session)
    row = {"person_id": by.id, "device_id": device_id, "created_at": now}
    if insert_new(session, Favourite.__table__, row):  # type: ignore[arg-type]
        if queries.number(session, by.id) > MOST_FAVOURITES:
            raise TooManyFavourites(f"At most {MOST_FAVOURITES} devices can be favourites.")
        audit.record(session, "scheduler.favourite.create", target=f"device/{device_id}")


def unstar(session: Session, device_id: int, *, by: Caller) -> None:
    """Take a device from the caller's favourites, if it is one."""
    if queries.remove(session, by.id, device_id):
        audit.record(session, "scheduler.favourite.delete", target=f"device/{device_id}")
