"""A person's favourites, with the devices as they are now."""

from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from labwright_chassis.db import rows_changed
from labwright_chassis.lists import count, ordered
from labwright_scheduler.devices.models import Device
from labwright_scheduler.favourites.models import Favourite
from labwright_scheduler.favourites.schemas import FavouriteQuery

_ORDER = {"name": Device.name, "created_at": Favourite.created_at, "id": Favourite.device_id}


def page(
    session: Session, person_id: int, query: FavouriteQuery
) -> tuple[list[tuple[Favourite, Device | None]], int]:
    """A person's favourites with their devices, and how many there are: two statements."""
    statement: Any = (
        select(Favourite, Device)
        .outerjoin(Device, Device.id == Favourite.device_id)
        .where(Favourite.person_id == person_id)
    )
    total = count(session, select(Favourite.device_id).where(Favourite.person_id == person_id))
    rows = ordered(statement, query.ordering, _ORDER, by="name,id")
    found = session.execute(rows.limit(query.limit).offset(query.offset))
    return [(favourite, device) for favourite, device in found], total


def number(session: Session, person_id: int) -> int:
    """How many favourites a person has."""
    statement = select(func.count()).where(Favourite.person_id == person_id)
    return session.scalar(statement) or 0


def remove(session: Session, person_id: int, device_id: int) -> bool:
    """Take a favourite away; whether it was one."""
    statement = delete(Favourite).where(
        Favourite.person_id == person_id, Favourite.device_id == device_id
    )
    return rows_changed(session, statement) == 1
