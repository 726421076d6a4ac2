"""Many devices in one request."""

from typing import Annotated

from pydantic import Field

from labwright_chassis.lists import AnswerBody, RequestBody
from labwright_inventory.devices.schemas import DeviceChange, DeviceCreate, DeviceOut
from labwright_inventory.entries.schemas import RowId

MOST = 1000

Version = Annotated[int, Field(ge=1, le=2**63 - 1)]


class BulkCreate(RequestBody):
    """New devices."""

    items: list[DeviceCreate] = Field(min_length=1, max_length=MOST)


class BulkChangeItem(RequestBody):
    """What becomes different about one device."""

    id: RowId
    version: Version | None = Field(None, description="If given and not the present one: 412.")
    changes: DeviceChange


class BulkChange(RequestBody):
    """Changes of devices that are there."""

    items: list[BulkChangeItem] = Field(min_length=1, max_length=MOST)


class BulkDeleteItem(RequestBody):
    """One device."""

    id: RowId
    version: Version | None = Field(None, description="If given and not the present one: 412.")


class BulkDelete(RequestBody):
    """Devices to remove."""

    items: list[BulkDeleteItem] = Field(min_length=1, max_length=MOST)


class BulkAnswer(AnswerBody):
    """The devices as they are now, in the order of the request."""

    count: int
    results: list[DeviceOut]
