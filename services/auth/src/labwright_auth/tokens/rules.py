"""The form of a personal token, and how long it may live."""

from datetime import datetime, timedelta

from labwright_auth.keys.opaque import OpaqueSecret
from labwright_chassis.errors import Malformed

SEEN_EVERY = timedelta(minutes=5)
"""How exactly the last use of a token is known."""

LASTS = timedelta(days=90)
"""How long a token lives if nothing else is asked for."""

LONGEST = timedelta(days=366)

MOST = 50
"""How many tokens a person may have at a time."""


class TokenSecret(OpaqueSecret):
    """What a program carries; it is shown once."""

    prefix = "lwp"


def end_of(asked: datetime | None, *, now: datetime) -> datetime:
    """When a token made now ends.

    Raises:
        Malformed: the end asked for has passed, or is too far away.
    """
    end = asked or now + LASTS
    if not now < end <= now + LONGEST:
        raise Malformed.at("/expires_at", f"A token ends within {LONGEST.days} days from now.")
    return end
