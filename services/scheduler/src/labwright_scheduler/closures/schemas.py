"""Closures as they are written, asked for and shown."""

from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_scheduler.calendar.models import Closure
from labwright_scheduler.calendar.rules import ClosureScope
from labwright_scheduler.calendar.schemas import Instant, Minute, Text

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
MOST_TARGETS = 1000


class ClosureIn(RequestBody):
    """A new closure over `[start, end)`; `target_ids` are devices, types or sites by `scope`."""

    scope: ClosureScope
    target_ids: list[RowId] = Field(default_factory=list, max_length=MOST_TARGETS)
    start: Minute
    end: Minute
    reason: Text = Field(min_length=1, max_length=200, description="Everybody may read it.")

    @model_validator(mode="after")
    def _is_a_time_of_something(self) -> Self:
        if self.end <= self.start:
            raise ValueError("end must be after start")
        if (self.scope is ClosureScope.LAB) == bool(self.target_ids):
            raise ValueError("name targets, except for the whole lab")
        return self


class ClosureChange(RequestBody):
    """What becomes different; what is closed stays: end this one and make another."""

    start: Minute | None = None
    end: Minute | None = None
    reason: Text | None = Field(None, min_length=1, max_length=200)


class ClosureQuery(ListQuery):
    """Filters. With `start` and `end`: closures in that time."""

    ordering: str | None = Field(None, description="start, end, created_at, id; `-` reverses")
    start: Instant | None = None
    end: Instant | None = None
    scope: list[ClosureScope] | None = None


class ClosureOut(AnswerBody):
    """A closure."""

    id: int
    version: int
    scope: ClosureScope
    target_ids: list[int]
    start: datetime
    end: datetime
    reason: str
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, closure: Closure) -> Self:
        """The answer for a closure."""
        return cls(
            id=closure.id,
            version=closure.version,
            scope=closure.scope,
            target_ids=[target.target_id for target in closure.targets],
            start=closure.start_at.astimezone(UTC),
            end=closure.end_at.astimezone(UTC),
            reason=closure.reason,
            created_at=closure.created_at,
            updated_at=closure.updated_at,
        )
