"""Shapes of pasted patch lists."""

from pydantic import Field

from labwright_chassis.lists import AnswerBody, RequestBody
from labwright_scheduler.patch_lists.rules import Outcome

MOST_LINES = 500
LONGEST_LINE = 300


class PatchTextIn(RequestBody):
    """Pasted text: a device, or a device and a port, a line; empty lines are left out."""

    text: str = Field(min_length=1, max_length=100_000)


class CandidateOut(AnswerBody):
    """A device, or a port of it; `score` is 100 where the names are the same."""

    device_id: int
    name: str
    port_id: int | None
    port_name: str | None
    score: float


class LineOut(AnswerBody):
    """What a line means: one candidate where it is exact or corrected, none where it is unknown."""

    line: int
    text: str
    outcome: Outcome
    candidates: list[CandidateOut]


class PatchTextOut(AnswerBody):
    """The lines in their order, and how many came out how."""

    exact: int
    corrected: int
    ambiguous: int
    unknown: int
    lines: list[LineOut]
