"""Times, durations and texts as callers write them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.IGNORECASE
)


def _as_text(value: object) -> object:
    # Left alone, a number would be taken as seconds since 1970, in whatever zone.
    if not isinstance(value, str) or not _RFC_3339.fullmatch(value):
        raise ValueError("a time is a text such as 2026-11-20T14:00:00+01:00")
    return value


def _printable(text: str) -> str:
    if any(ord(character) < 32 and character not in "\n\t" for character in text):
        raise ValueError("no control characters")
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise ValueError("some visible text")
    return text


def _whole_minute(value: datetime) -> datetime:
    if value.second or value.microsecond:
        raise ValueError("a time must be a whole minute")
    return value.astimezone(UTC)


Minute = Annotated[AwareDatetime, BeforeValidator(_as_text), AfterValidator(_whole_minute)]
"""An instant at a whole minute, with offset in; UTC."""


def _duration_text(value: object) -> object:
    if isinstance(value, timedelta):  # a default, not what somebody sent
        return value
    if not isinstance(value, str) or not value.lstrip("+-").startswith("P"):
        raise ValueError("a duration is a text such as PT2H or -P1D")
    return value


def _whole_minutes(value: timedelta) -> timedelta:
    if value % timedelta(minutes=1):
        raise ValueError("a duration must be whole minutes")
    if abs(value) > timedelta(days=400):
        raise ValueError("a duration must be at most 400 days")
    return value


Span = Annotated[timedelta, BeforeValidator(_duration_text), AfterValidator(_whole_minutes)]
"""An ISO 8601 duration in whole minutes, negative for earlier."""

Instant = Annotated[AwareDatetime, BeforeValidator(_as_text)]
"""An instant, with offset in."""

Text = Annotated[str, AfterValidator(_printable)]
"""What somebody wrote for others to read."""
