"""What links are for, how long they last, and the form of their secret."""

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum

_SECRET_BYTES = 32


class Purpose(StrEnum):
    """What a link opens; also the page of the account's web app that redeems it."""

    RESET_PASSWORD = "reset-password"
    CONFIRM_EMAIL = "confirm-email"


LASTING = {
    Purpose.RESET_PASSWORD: timedelta(hours=1),
    Purpose.CONFIRM_EMAIL: timedelta(days=1),
}

AT_MOST_EVERY = timedelta(minutes=1)
AT_MOST_HELD = 5
"""A person gets links for one purpose at this pace and has so many at once: no mailbox is flooded.

An earlier one holds on, or strangers could void the link that its owner is about to use.
"""


def generate_secret() -> str:
    """256 random bits in base64url."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def hash_of(secret: str) -> str:
    """SHA-256 in hex: all that is stored, and enough for 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def url(public_url: str, purpose: Purpose, secret: str) -> str:
    """The secret stands in the fragment, which browsers send to no server and no proxy logs."""
    return f"{public_url.rstrip('/')}/app/account/{purpose}#{secret}"
