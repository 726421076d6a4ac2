"""Signatures as Standard Webhooks 1.0 describes them (https://www.standardwebhooks.com)."""

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence

PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    """A secret as its receiver enters it: `whsec_` and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(os.urandom(_BYTES)).decode()


def signatures(secrets: Sequence[str], *, id: str, timestamp: int, body: bytes) -> str:
    """The header's value: one signature for each secret, so that one may be exchanged."""
    signed = f"{id}.{timestamp}.".encode() + body
    return " ".join(f"v1,{_signature(secret, signed)}" for secret in secrets)


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
