"""Timelines as they are asked for and shown.

The parts of the answer are dictionaries: there may be tens of thousands of them.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator
from typing_extensions import TypedDict

from labwright_chassis.lists import AnswerBody
from labwright_contracts.inventory import DeviceStatus
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.calendar.schemas import Instant
from labwright_scheduler.devices.schemas import DeviceFilters

LONGEST = timedelta(weeks=13)
MOST_DEVICES = 2000


class AvailabilityQuery(DeviceFilters):
    """A time of at most 13 weeks, and which devices: those of the list that pass the filters."""

    start: Instant
    end: Instant
    device_id: list[int] | None = Field(None, max_length=MOST_DEVICES)

    @model_validator(mode="after")
    def _is_a_time(self) -> Self:
        if self.end <= self.start:
            raise ValueError("end must be after start")
        if self.end - self.start > LONGEST:
            raise ValueError("at most 13 weeks at once")
        return self

    @property
    def time(self) -> Interval:
        """What is asked about, in UTC."""
        return Interval(self.start.astimezone(UTC), self.end.astimezone(UTC))


class BlockKind(StrEnum):
    """What blocks: a closure, a maintenance window, or the device's own status."""

    CLOSURE = "closure"
    MAINTENANCE = "maintenance"
    STATUS = "status"


class SlotShown(TypedDict):
    """A slot that takes a place, took it until its end, or (`CONFLICTING`) asks for it.

    Whose it is is null for those of another organisation.
    """

    id: int
    booking_id: str | None
    owner_id: int | None
    start: datetime
    end: datetime
    status: SlotState
    overcommitted: bool


class BlockShown(TypedDict):
    """A time in which the device cannot be used; one by status is as long as what was asked."""

    kind: BlockKind
    start: datetime
    end: datetime
    reason: str


class FreeTime(TypedDict):
    """A time in which the device bears `capacity_left` more slots."""

    start: datetime
    end: datetime
    capacity_left: int


class Timeline(TypedDict):
    """One device over the time: every instant is free, or full, or blocked."""

    device_id: int
    name: str
    status: DeviceStatus
    capacity: int
    free: list[FreeTime]
    slots: list[SlotShown]
    blocks: list[BlockShown]


class OwnerShown(TypedDict):
    """A person whose slots are among them."""

    id: int
    display_name: str


class Availability(AnswerBody):
    """Timelines by device name. Slots and blocks are whole, free time is cut to `[start, end)`."""

    start: datetime
    end: datetime
    devices: list[Timeline]
    owners: list[OwnerShown]
