"""When a delivery is tried again, and when a webhook is given up."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from labwright_scheduler.webhooks.rules import WebhookKind

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)

WAITS = (
    timedelta(seconds=5),
    5 * _MINUTE,
    30 * _MINUTE,
    *(hours * _HOUR for hours in (2, 5, 10, 14, 20, 24)),
)
"""Waits after a failed attempt; who fails after the last one is given up, three days later."""

PATIENCE = timedelta(days=3)
"""How long a webhook may fail without a success before it is switched off."""

CLAIMED = timedelta(minutes=2)
"""How long an attempt that was begun is left alone: longer than one can take."""

LONGEST_REST = timedelta(days=1)
_FIRST_REST, _LONGEST_OWN = timedelta(seconds=5), 5 * _MINUTE

_GONE = {WebhookKind.GENERIC: {410}, WebhookKind.DISCORD: {401, 403, 404, 410}}
"""Answers by which a target says that it is there no more; Discord does so by these."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt: an answer's code and first text, or why there is none."""

    code: int | None = None
    answer: str = ""
    reason: str = ""
    retry_after: timedelta | None = None

    @property
    def ok(self) -> bool:
        """Whether the target has taken it."""
        return self.code is not None and 200 <= self.code < 300

    def gone(self, kind: WebhookKind) -> bool:
        """Whether the target says that it never will."""
        return self.code in _GONE[kind]


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts, a little spread; None: no more."""
    if attempts > len(WAITS):
        return None
    return WAITS[attempts - 1] * random.uniform(1, 1.1)


def rest_after(failures: int, asked: timedelta | None) -> timedelta:
    """How long a webhook is left in peace after so many failures in a row."""
    if asked is not None:
        return min(max(asked, timedelta()), LONGEST_REST)
    doubled: int = 2 ** min(failures - 1, 10)
    return min(_FIRST_REST * doubled, _LONGEST_OWN)


def retry_after(header: str, now: datetime) -> timedelta | None:
    """What `Retry-After` asks for: seconds, Discord's with a fraction, or a date (RFC 9110)."""
    try:
        return timedelta(seconds=float(header))
    except (ValueError, OverflowError):
        pass
    try:
        return parsedate_to_datetime(header) - now
    except (ValueError, TypeError, OverflowError):
        return None
