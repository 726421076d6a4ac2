"""A session's secret, and how long sessions last."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from labwright_auth.keys.opaque import OpaqueSecret
from labwright_auth.settings import AuthSettings

SEEN_EVERY = timedelta(minutes=5)
"""How exactly the last use of a session is known."""


class Kind(StrEnum):
    """Who carries a session's secret: the gateway's cookie, or a program itself."""

    BROWSER = "browser"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """A session ends `idle` after its last use and `longest` after its start."""

    idle: timedelta
    longest: timedelta
    token: timedelta

    @classmethod
    def of(cls, settings: AuthSettings) -> Self:
        """As configured."""
        token = timedelta(seconds=settings.token_seconds)
        return cls(settings.session_idle, settings.session_longest, token)


class SessionSecret(OpaqueSecret):
    """What the bearer of a session carries."""

    prefix = "lws"


def session_id(text: str) -> UUID | None:
    """The session that a token's `sid` names."""
    try:
        return UUID(hex=text)
    except ValueError:
        return None


def expiry(now: datetime, ends_at: datetime, lifetimes: Lifetimes) -> datetime:
    """When a session used now ends, if it is not used again."""
    return min(now + lifetimes.idle, ends_at)
