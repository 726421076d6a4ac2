"""Overcommitments as they are asked for and shown."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from labwright_chassis.lists import AnswerBody, ListQuery
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.bookings.schemas import PersonOut
from labwright_scheduler.calendar.schemas import Instant


class OvercommitmentQuery(ListQuery):
    """Filters. With `start` and `end`: those in that time."""

    ordering: str | None = Field(
        None, description="start, recorded_at, resolved_at, id; `-` reverses"
    )
    start: Instant | None = None
    end: Instant | None = None
    device_id: list[int] | None = None
    resolved: bool | None = Field(None, description="those that are over, or those that stand")
    cause: list[str] | None = Field(
        None,
        description="`closure 7`, `maintenance 3`, `capacity lowered`, `device retired`, ...,"
        " or the first word alone",
    )


class SlotHitOut(AnswerBody):
    """A slot that stands in the time and takes a place."""

    slot_id: int
    booking_id: UUID
    owner: PersonOut
    title: str | None = Field(description="Null for those it does not concern.")
    start: datetime
    end: datetime
    status: SlotState


class OvercommitmentOut(AnswerBody):
    """A time in which a device is, or was, promised beyond what it can bear.

    `slots` are those that stand in it at present, in order of time.
    """

    id: int
    device_id: int
    device_name: str | None
    start: datetime
    end: datetime
    cause: str
    recorded_at: datetime
    resolved_at: datetime | None
    slots: list[SlotHitOut]
