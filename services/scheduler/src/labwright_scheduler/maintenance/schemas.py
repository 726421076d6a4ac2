"""Shapes of what a maintenance would hit."""

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from labwright_chassis.lists import AnswerBody, RequestBody
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.alternatives.schemas import EquivalentOut
from labwright_scheduler.bookings.schemas import PersonOut
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.calendar.schemas import Minute
from labwright_scheduler.closures.schemas import RowId
from labwright_scheduler.devices.schemas import DeviceFilters

MOST_DEVICES = 1000
MOST_HITS = 1000
LONGEST = timedelta(days=366)


class PreviewIn(RequestBody):
    """A window over `[start, end)`, of devices by number, or of all that pass the filters."""

    device_ids: list[RowId] | None = Field(None, min_length=1, max_length=MOST_DEVICES)
    filter: DeviceFilters | None = None
    start: Minute
    end: Minute

    @model_validator(mode="after")
    def _is_a_time_of_something(self) -> Self:
        if self.end <= self.start:
            raise ValueError("end must be after start")
        if self.end - self.start > LONGEST:
            raise ValueError("at most 366 days")
        if (self.device_ids is None) == (self.filter is None):
            raise ValueError("send device_ids or filter")
        return self

    @property
    def time(self) -> Interval:
        """The window."""
        return Interval(self.start, self.end)


class HitOut(AnswerBody):
    """A slot that the window would hit from `overlap_start` to `overlap_end`.

    `equivalents` are free over all that is left of the slot; the first ones of all hits can be had
    together.
    """

    slot_id: int
    device_id: int
    device_name: str
    start: datetime
    end: datetime
    status: SlotState
    overlap_start: datetime
    overlap_end: datetime
    equivalents: list[EquivalentOut]


class BookingHitOut(AnswerBody):
    """A booking that the window would hit; `title` is null for those it does not concern."""

    id: UUID
    status: SlotState
    status_text: str
    owner: PersonOut
    title: str | None
    hits: list[HitOut]


class PreviewOut(AnswerBody):
    """Whom a window of these devices would hit, in order of time."""

    device_ids: list[int]
    bookings: list[BookingHitOut]
