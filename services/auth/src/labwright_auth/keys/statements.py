"""Statements that auth signs about itself: JWS like access tokens, and never taken for one."""

from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from labwright_contracts.auth import ALGORITHM

TYPE = "labwright-statement"
"""`typ` of the header; the body lacks audience, subject and expiry, which every token must have."""


def signed(content: dict[str, Any], *, key: Ed25519PrivateKey, kid: str) -> str:
    """A compact JWS over the content."""
    return jwt.encode(content, key, algorithm=ALGORITHM, headers={"kid": kid, "typ": TYPE})


def kid_of(statement: str) -> str | None:
    """Which key is said to have signed, None for what is no statement."""
    try:
        header = jwt.get_unverified_header(statement)
    except jwt.PyJWTError:
        return None
    return str(header.get("kid", "")) if header.get("typ") == TYPE else None


def read_signed(statement: str, published_key: dict[str, str]) -> dict[str, Any] | None:
    """The content if the key (a JWK) has signed it."""
    try:
        body: dict[str, Any] = jwt.decode(
            statement,
            jwt.PyJWK(published_key),
            algorithms=[ALGORITHM],
            options={"verify_iat": False},
        )
    except jwt.PyJWTError:
        return None
    return body
