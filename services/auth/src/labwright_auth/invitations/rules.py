"""How long invitations last, what became of them, and where their link leads."""

from datetime import timedelta
from enum import StrEnum

LASTS_DAYS = 7
LONGEST_DAYS = 30


class InvitationState(StrEnum):
    """What became of an invitation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


KEPT = timedelta(days=365)
"""How long an invitation that is over can be looked up."""


def url(public_url: str, secret: str) -> str:
    """The secret stands in the fragment, which browsers send to no server and no proxy logs."""
    return f"{public_url.rstrip('/')}/app/account/invitation#{secret}"
