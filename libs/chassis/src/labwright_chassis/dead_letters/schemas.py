"""Dead letters as operators see them."""

from typing import Any, Literal

from pydantic import Field

from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_chassis.tables import LetterState, LetterStep
from labwright_contracts.base import UtcTime


class LetterFilter(RequestBody):
    """Exact filters, each may be repeated (or); when it died `died_at__gte` and `died_at__lt`."""

    queue: list[str] = Field(default_factory=list)
    type: list[str] = Field(default_factory=list)
    died_at__gte: UtcTime | None = None
    died_at__lt: UtcTime | None = None


class LetterQuery(ListQuery, LetterFilter):
    """What the list understands; newest death first unless `ordering` says otherwise."""

    state: list[LetterState] = Field(default_factory=list)
    ordering: str | None = None


class LetterOut(AnswerBody):
    """A dead letter in a list. `occurred_at` is the event's own time, else its first death."""

    id: int
    queue: str
    type: str
    source: str
    subject: str
    state: LetterState
    reason: str
    attempts: int
    occurred_at: UtcTime
    died_at: UtcTime
    changed_at: UtcTime


class StepOut(AnswerBody):
    """A failed attempt with its error, or what an operator did; `words` say why."""

    step: LetterStep
    at: UtcTime
    words: str
    actor: str


class LetterDetail(LetterOut):
    """A dead letter with its content. `body` is text, or base64 where it is none."""

    headers: dict[str, Any]
    body_encoding: Literal["utf-8", "base64"]
    body: str
    history: list[StepOut]


class DropIn(RequestBody):
    """Why something is given up: kept with its history and in the audit log."""

    reason: str = Field(min_length=3, max_length=400)


class RequeuedOut(AnswerBody):
    """How many were requeued, were too old for it, and are left because one call takes so many."""

    requeued: int
    too_old: int
    left: bool
