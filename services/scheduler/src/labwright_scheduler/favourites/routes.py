"""Favourites over HTTP."""

from typing import Annotated

from fastapi import Query

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_scheduler.access import Favourer
from labwright_scheduler.closures.schemas import RowId
from labwright_scheduler.devices.models import Device
from labwright_scheduler.favourites import queries, service
from labwright_scheduler.favourites.models import Favourite
from labwright_scheduler.favourites.schemas import FavouriteOut, FavouriteQuery

router = ServiceRouter(prefix="/api/v1/scheduler/favourites", tags=["favourites"])


@router.get("")
def list_favourites(
    query: Annotated[FavouriteQuery, Query()], by: Favourer, session: DbReader, links: PageLinks
) -> Page[FavouriteOut]:
    """The devices that I starred."""
    found, count = queries.page(session, by.id, query)
    return links.page(
        [_shown(favourite, device) for favourite, device in found], count=count, query=query
    )


@router.put("/{device_id}", status_code=204)
def add_favourite(device_id: RowId, by: Favourer, session: DbSession) -> None:
    """Star a device; to do it again changes nothing."""
    service.star(session, device_id, by=by)


@router.delete("/{device_id}", status_code=204)
def remove_favourite(device_id: RowId, by: Favourer, session: DbSession) -> None:
    """Star it no more; to do it again changes nothing."""
    service.unstar(session, device_id, by=by)


def _shown(favourite: Favourite, device: Device | None) -> FavouriteOut:
    return FavouriteOut(
        device_id=favourite.device_id,
        name=device.name if device else None,
        type_name=device.type_name if device else None,
        site_name=device.site_name if device else None,
        bookable=device is not None and device.closed_because() is None,
        removed=device is None or device.removed_at is not None,
        created_at=favourite.created_at,
    )
