"""The session cookie, which the gateway alone sets and clears."""

import re

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

PLAIN_NAME = "session"
SECURE_NAME = "__Host-session"

# The longest that a session may last; that an unused one ends sooner is for auth to say.
_THIRTY_DAYS = 2_592_000
_SECRET = re.compile(r"[A-Za-z0-9_.~-]{16,256}")
_OURS = re.compile(rb"\s*(?:__Host-)?session\s*=")


class SessionCookie:
    """Behind TLS `__Host-session` with `Secure`, in plain http `session`."""

    def __init__(self, *, secure: bool) -> None:
        self.name = SECURE_NAME if secure else PLAIN_NAME
        self._attributes = "; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")

    def read(self, headers: Headers) -> str | None:
        """The secret in the request's cookie, whatever it looks like; None without cookie."""
        return cookie_parser("; ".join(headers.getlist("cookie"))).get(self.name)

    def setting(self, secret: str) -> bytes:
        """`Set-Cookie` value that keeps the secret for thirty days.

        Raises:
            ValueError: the secret has characters that a cookie cannot carry.
        """
        if not well_formed(secret):
            raise ValueError("The session secret cannot be carried by a cookie.")
        return f"{self.name}={secret}{self._attributes}; Max-Age={_THIRTY_DAYS}".encode()

    def clearing(self) -> bytes:
        """`Set-Cookie` value that removes the cookie."""
        return f"{self.name}={self._attributes}; Max-Age=0".encode()


def well_formed(secret: str) -> bool:
    """Whether this may be a session's secret."""
    return _SECRET.fullmatch(secret) is not None


def is_session_cookie(set_cookie: bytes) -> bool:
    """Whether a `Set-Cookie` value concerns the session, under either name."""
    return _OURS.match(set_cookie) is not None
