"""Shapes of recurrences and series."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_contracts.problems import RuleViolation, SlotConflict
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.bookings.schemas import (
    MOST_COLLABORATORS,
    MOST_SLOTS,
    BookingIn,
    PersonOut,
    SlotIn,
)
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.schemas import Minute, Span, Text
from labwright_scheduler.recurrences.rules import LONGEST_RULE, Mode, Rule, Scope, wall

MOST_SKIPPED_DAYS = 400


def _rule(text: str) -> str:
    Rule.parse(text)
    return text.upper().removeprefix("RRULE:")


RuleText = Annotated[str, AfterValidator(_rule)]
"""An RRULE of RFC 5545 by days, weeks, months or years, that ends by COUNT or UNTIL."""


class RecurrenceIn(RequestBody):
    """The slots of a first occurrence, and the rule by which they come again.

    The rule is followed on the wall clock of the devices' site, if they share one, else of the
    lab. It must meet the start of the first slot.
    """

    title: Text = Field(min_length=1, max_length=200)
    message: Text | None = Field(None, max_length=5000)
    collaborators: list[str] = Field(default_factory=list, max_length=MOST_COLLABORATORS)
    slots: list[SlotIn] = Field(
        min_length=1, max_length=MOST_SLOTS, description="Of the first occurrence."
    )
    rrule: RuleText = Field(
        max_length=LONGEST_RULE, description="Such as FREQ=WEEKLY;BYDAY=MO;COUNT=10."
    )
    exdates: list[date] = Field(
        default_factory=list,
        max_length=MOST_SKIPPED_DAYS,
        description="Days on which no occurrence begins.",
    )
    project_id: int | None = Field(
        None, ge=1, le=2**63 - 1, strict=True, description="A project that I am a member of."
    )
    mode: Mode = Field(
        Mode.ALL_OR_NOTHING, description="Whether occurrences that are refused are skipped."
    )

    def asking_for(self, slots: list[SlotIn]) -> BookingIn:
        """The request for the slots of any of its occurrences."""
        shared = (type(self).model_fields.keys() & BookingIn.model_fields.keys()) - {"slots"}
        return BookingIn.model_construct(**self.model_dump(include=shared), slots=slots)


class Finding(AnswerBody):
    """One occurrence, and what stands against it; nothing where it `passes`."""

    number: int
    start: datetime
    end: datetime
    passes: bool
    conflicts: list[SlotConflict]
    violations: list[RuleViolation]


class PreviewOut(AnswerBody):
    """What a recurrence would ask for, on the clock of `time_zone`."""

    time_zone: str
    count: int
    refused: int
    needs_approval: bool = Field(
        description="Whether those that pass would wait until somebody approves them."
    )
    approval_reasons: list[str]
    occurrences: list[Finding]


class _Scoped(RequestBody):
    """A change of a series: which of its bookings, and, of those, which devices."""

    scope: Scope
    booking_id: UUID | None = Field(
        None, description="The occurrence that it is about, or from which on; needed but for `all`."
    )
    device_ids: list[int] | None = Field(None, min_length=1, max_length=MOST_SLOTS)

    @model_validator(mode="after")
    def _names_its_occurrence(self) -> Self:
        if self.scope is not Scope.ALL and self.booking_id is None:
            raise ValueError("name the booking_id, but for all")
        return self

    def wish(self) -> dict[str, Any]:
        """What was asked, for the history."""
        return self.model_dump(mode="json", exclude_unset=True, exclude={"scope"})


class SeriesMoveIn(_Scoped):
    """`by` so much later on the wall clock, or so that the occurrence begins at `start`."""

    by: Span | None = None
    start: Minute | None = None

    @model_validator(mode="after")
    def _says_how_far(self) -> Self:
        if (self.by is None) == (self.start is None):
            raise ValueError("send by or start")
        return self

    def shift(self, slots: list[Slot], zone: ZoneInfo) -> timedelta:
        """How much later, the slots being those of the occurrence."""
        if self.start is None:
            return self.by or timedelta()
        return wall(self.start, zone) - wall(min(slot.start_at for slot in slots), zone)


class SeriesExtendIn(_Scoped):
    """Let the last slot of each device end `by` so much later, or the occurrence at `end`."""

    by: Span | None = None
    end: Minute | None = None

    @model_validator(mode="after")
    def _says_how_far(self) -> Self:
        if (self.by is None) == (self.end is None):
            raise ValueError("send by or end")
        return self

    def shift(self, slots: list[Slot], zone: ZoneInfo) -> timedelta:
        """How much later, the slots being those of the occurrence."""
        if self.end is None:
            return self.by or timedelta()
        return wall(self.end, zone) - wall(max(slot.end_at for slot in slots), zone)


class SeriesCancelIn(_Scoped):
    """What is given up, and why."""

    reason: Text | None = Field(None, max_length=500)


class SeriesQuery(ListQuery):
    """Filters."""

    ordering: str | None = Field(None, description="created_at, id; `-` reverses")
    mine: bool = Field(False, description="series I own")
    owner_id: int | None = None


class OccurrenceOut(AnswerBody):
    """One occurrence as the rule gave it, its booking as it is now, or why it was skipped."""

    number: int
    start: datetime
    end: datetime
    booking_id: UUID | None
    status: SlotState | None
    conflicts: list[SlotConflict]
    violations: list[RuleViolation]


class SeriesChangeOut(AnswerBody):
    """What somebody changed, and how many bookings that met."""

    at: datetime
    actor: str
    actor_name: str
    action: str
    scope: Scope
    wish: dict[str, Any]
    bookings: int


class SeriesBrief(AnswerBody):
    """A series in a list. `title` is null for those whom it does not concern."""

    id: UUID
    version: int
    owner: PersonOut
    title: str | None
    rrule: str
    exdates: list[date]
    time_zone: str
    mode: Mode
    created_at: datetime
    updated_at: datetime
    count: int = Field(description="Occurrences of the rule, those that were skipped included.")
    skipped: int
    start: datetime
    end: datetime


class SeriesOut(SeriesBrief):
    """A series with its occurrences, and what was changed since it was made."""

    occurrences: list[OccurrenceOut]
    changes: list[SeriesChangeOut]
