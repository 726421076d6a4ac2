"""Shapes of bookable devices."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from labwright_chassis.lists import AnswerBody, ListQuery
from labwright_contracts.base import known
from labwright_contracts.inventory import DeviceStatus, LinkState, PortState


class DeviceFilters(BaseModel):
    """Which devices; a repeated filter means any of its values, `tag` means all."""

    model_config = ConfigDict(extra="forbid")

    q: str | None = Field(None, max_length=200, description="text in name, oi_id, type or model")
    type_id: list[int] | None = None
    category: list[str] | None = None
    site_id: list[int] | None = None
    status: list[Annotated[DeviceStatus, AfterValidator(known)]] | None = None
    schedulable: bool | None = None
    bookable: bool | None = Field(None, description="active and schedulable, or not")
    tag: list[str] | None = Field(None, description="devices that have all of these tags")


class DeviceQuery(DeviceFilters, ListQuery):
    """A page of them."""

    ordering: str | None = Field(None, description="name, type_name, site_name, id; `-` reverses")
    id: list[int] | None = None


class DeviceOut(AnswerBody):
    """A device that the scheduler knows of; `bookable` says whether a booking could stand."""

    id: int
    name: str
    oi_id: str | None
    type_id: int
    type_name: str
    category: str
    manufacturer: str | None
    model: str | None
    site_id: int | None
    site_name: str | None
    time_zone: str | None
    rack_id: int | None
    rack_name: str | None
    u_position: float | None
    status: DeviceStatus
    schedulable: bool
    bookable: bool
    capacity: int
    polatis_name: str | None
    tags: list[str]
    version: int
    calendar_version: int


class DeviceDetail(DeviceOut):
    """A device with its ports and links; a link's `port_id` is a port of this device."""

    ports: list[PortState]
    links: list[LinkState]
