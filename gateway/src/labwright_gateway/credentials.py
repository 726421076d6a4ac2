"""What a caller shows to prove who he is."""

import re
from dataclasses import dataclass
from typing import Literal

from starlette.datastructures import Headers

from labwright_chassis.errors import Unauthenticated
from labwright_gateway.cookies import SessionCookie, well_formed

_BEARER = re.compile(r"(?i:bearer) +(lw[ps]_[A-Za-z0-9_.~-]{12,250})")


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret that auth may know, and where it stood."""

    secret: str
    source: Literal["cookie", "bearer"]


def read(headers: Headers, cookie: SessionCookie) -> Credential | None:
    """What the caller shows, None if nothing. An `Authorization` header decides alone.

    Raises:
        Unauthenticated: it cannot be a secret of ours, such as the services' signed tokens.
    """
    shown = headers.getlist("authorization")
    if shown:
        match = _BEARER.fullmatch(shown[0].strip())
        if match is None or len(shown) > 1:
            raise Unauthenticated("Authorization must be one session or personal token.")
        return Credential(match[1], "bearer")
    secret = cookie.read(headers)
    if secret is None:
        return None
    if not well_formed(secret):
        raise Unauthenticated("The session cookie is not one of ours.")
    return Credential(secret, "cookie")
