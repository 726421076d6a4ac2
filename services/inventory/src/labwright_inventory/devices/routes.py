"""Devices over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_contracts.base import UtcTime
from labwright_inventory.access import Editor, HistoryReader, Reader, Remover
from labwright_inventory.devices import queries, service
from labwright_inventory.devices.schemas import (
    DeviceChange,
    DeviceCreate,
    DeviceOut,
    DevicePast,
    DeviceQuery,
    DeviceRemoval,
)
from labwright_inventory.entries.schemas import Brief, RowId, shown
from labwright_inventory.history import queries as history
from labwright_inventory.history.schemas import HistoryOut, HistoryQuery
from labwright_inventory.permissions import HISTORY_READ

PATH = "/api/v1/inventory/devices"
router = ServiceRouter(prefix=PATH, tags=["devices"])


@router.get("")
def list_devices(
    query: Annotated[DeviceQuery, Query()], by: Reader, session: DbReader, links: PageLinks
) -> Page[DeviceOut] | Page[Brief]:
    """Devices that are not removed."""
    if query.brief:
        rows, count = queries.names(session, query)
        return links.page(shown(rows, Brief, brief=True, path=PATH), count=count, query=query)
    found, count = queries.page(session, query)
    return links.page([DeviceOut.of(view) for view in found], count=count, query=query)


@router.post("", status_code=201)
def create_device(
    body: DeviceCreate,
    by: Editor,
    session: DbSession,
    response: Response,
    validators: Validators,
) -> DeviceOut:
    """Register a device."""
    device = service.register_device(session, body.model_dump(), by=by)
    response.headers["Location"] = f"{PATH}/{device.id}"
    validators.changed(device.version)
    return DeviceOut.of(queries.view(session, device.id))


@router.get("/{device_id}")
def get_device(
    device_id: RowId,
    by: Reader,
    session: DbReader,
    validators: Validators,
    at: Annotated[UtcTime | None, Query(description="As it was at this instant.")] = None,
) -> DeviceOut | DevicePast:
    """One device; 404 once it is removed. With `at` as it was then, which is in its history."""
    if at is not None:
        by.must(HISTORY_READ)
        return service.recall_device(session, device_id, at=at)
    view = queries.view(session, device_id)
    validators.answer(view.row.version)
    return DeviceOut.of(view)


@router.patch("/{device_id}")
def change_device(
    device_id: RowId,
    body: DeviceChange,
    by: Editor,
    session: DbSession,
    validators: Validators,
) -> DeviceOut:
    """Change what is sent; null clears. A move needs the permission at both sites."""
    device = service.change_device(session, device_id, body.sent(), by=by, expect=validators.expect)
    validators.changed(device.version)
    return DeviceOut.of(queries.view(session, device_id))


@router.delete("/{device_id}", status_code=204)
def remove_device(
    device_id: RowId,
    query: Annotated[DeviceRemoval, Query()],
    by: Remover,
    session: DbSession,
    validators: Validators,
) -> None:
    """Remove a device: it leaves the lists, its names are free, its history stays.

    One that is booked for later is refused (409) unless it is forced with a reason. What inventory
    knows of bookings may be seconds old.
    """
    because = query.reason if query.force else None
    service.remove_device(
        session, device_id, by=by, expect=validators.expect, forced_because=because
    )


@router.get("/{device_id}/history")
def list_device_history(
    device_id: RowId,
    query: Annotated[HistoryQuery, Query()],
    by: HistoryReader,
    session: DbReader,
    links: PageLinks,
) -> Page[HistoryOut]:
    """What happened to a device, newest first; also of a removed one."""
    queries.check_known(session, device_id)
    entries, count = history.page(session, device_id, query)
    results = [HistoryOut.model_validate(entry) for entry in entries]
    return links.page(results, count=count, query=query)
