"""Bookable devices over HTTP."""

from typing import Annotated

from fastapi import Query

from labwright_chassis.api import DbReader, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_scheduler.access import DeviceReader
from labwright_scheduler.devices import queries
from labwright_scheduler.devices.models import Device
from labwright_scheduler.devices.schemas import DeviceDetail, DeviceOut, DeviceQuery

router = ServiceRouter(prefix="/api/v1/scheduler/devices", tags=["bookable devices"])


@router.get("")
def list_bookable_devices(
    query: Annotated[DeviceQuery, Query()], by: DeviceReader, session: DbReader, links: PageLinks
) -> Page[DeviceOut]:
    """Devices that the scheduler knows of."""
    devices, count = queries.page(session, query)
    return links.page([_shown(device) for device in devices], count=count, query=query)


@router.get("/{device_id}")
def get_bookable_device(
    device_id: int, by: DeviceReader, session: DbReader, validators: Validators
) -> DeviceDetail:
    """One device with its wiring; 404 until inventory's event has arrived, and once removed."""
    device = queries.get(session, device_id)
    validators.answer(device.epoch, device.version, device.calendar_version)
    wiring = {"ports": device.ports or [], "links": device.links or []}
    return DeviceDetail.model_validate({**_shown(device).model_dump(), **wiring})


def _shown(device: Device) -> DeviceOut:
    fields = {name: getattr(device, name) for name in DeviceOut.model_fields if name != "bookable"}
    return DeviceOut(**fields, bookable=device.closed_because() is None)
