"""Decisions as they are asked for and told."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_contracts.base import known
from labwright_contracts.problems import RuleViolation, SlotConflict
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.alternatives.schemas import EquivalentOut
from labwright_scheduler.bookings.schemas import BookingOut, Forcible, Selection
from labwright_scheduler.calendar.schemas import Instant, Text

MOST_DECISIONS = 1000
Reason = Annotated[Text, Field(min_length=1, max_length=500)]


class Verb(StrEnum):
    """What is decided."""

    APPROVE = "approve"
    REJECT = "reject"


class Mode(StrEnum):
    """Whether a refused decision hinders the others."""

    ALL_OR_NOTHING = "all_or_nothing"
    PER_ITEM = "per_item"


class ConflictDecisionIn(RequestBody):
    """Who gives way, and why: the challenge itself, or some of those who have its places."""

    gives_way: list[UUID] = Field(min_length=1, max_length=MOST_DECISIONS)
    reason: Reason


class ApproveIn(Selection, Forcible):
    """What of the request; without a selection all of it that waits."""


class RejectIn(Selection):
    """What of the request, and why."""

    reason: Reason


class DecisionIn(Selection, Forcible):
    """One decision of several; to reject and to force it needs a reason."""

    booking_id: UUID
    decision: Verb

    @model_validator(mode="after")
    def _rejects_with_a_reason(self) -> Self:
        if self.decision is Verb.REJECT and self.reason is None:
            raise ValueError("say why it is rejected")
        return self


class DecisionsIn(RequestBody):
    """Decisions that are taken in this order."""

    mode: Mode = Mode.ALL_OR_NOTHING
    items: list[DecisionIn] = Field(min_length=1, max_length=MOST_DECISIONS)


class RefusalOut(AnswerBody):
    """Why one decision could not be taken."""

    type: str
    title: str
    detail: str
    conflicts: list[SlotConflict]
    violations: list[RuleViolation]


class DecidedOut(AnswerBody):
    """One decision: the booking as it is now, or why it was refused."""

    booking_id: UUID
    decision: Verb
    booking: BookingOut | None
    refused: RefusalOut | None


class DecisionsOut(AnswerBody):
    """What became of each decision, in the order in which they were asked for."""

    decided: int
    refused: int
    results: list[DecidedOut]


def _waiting(state: SlotState) -> SlotState:
    if state not in (SlotState.PENDING, SlotState.CONFLICTING):
        raise ValueError("PENDING or CONFLICTING")
    return state


class ApprovalQuery(ListQuery):
    """Filters. With `start` and `end`: requests for some of that time."""

    ordering: str | None = Field(None, description="asked_at, start, created_at; `-` reverses")
    status: list[Annotated[SlotState, AfterValidator(known), AfterValidator(_waiting)]] | None = (
        Field(None, description="PENDING or CONFLICTING")
    )
    device_id: list[int] | None = None
    type_id: list[int] | None = None
    site_id: list[int] | None = None
    owner_id: list[int] | None = None
    owner_gone: bool | None = Field(
        None, description="Only what was left behind by who is gone, or only the rest."
    )
    start: Instant | None = None
    end: Instant | None = None


class OverlapOut(AnswerBody):
    """Where a challenge meets a slot that has the place."""

    device_id: int
    start: datetime
    end: datetime
    challenging_slot: int
    challenged_slot: int


class TimeOut(AnswerBody):
    """The half-open time `[start, end)`."""

    start: datetime
    end: datetime


class AlternativeOut(AnswerBody):
    """What else would do for a slot: devices that are free then, the nearest time of its own."""

    slot_id: int
    device_id: int
    equivalents: list[EquivalentOut]
    nearest: TimeOut | None


class ConflictOut(AnswerBody):
    """A challenge and those who have the places that it asks for."""

    challenger: BookingOut
    challenged: list[BookingOut]
    overlaps: list[OverlapOut]
    alternatives: list[AlternativeOut]


class ConflictsOut(AnswerBody):
    """The conflicts in which a booking has a side."""

    conflicts: list[ConflictOut]


class ApprovalOut(AnswerBody):
    """A request that this caller may decide on, or a booking whose owner is gone.

    `slot_ids` are those of its slots that wait for a decision, or for somebody to take them over.
    """

    booking: BookingOut
    slot_ids: list[int]
    asked_at: datetime
    expires_at: datetime | None
