"""Begins and ends sessions at the door: auth says so in internal headers of its answers."""

from collections.abc import Callable, Iterable

from multidict import CIMultiDictProxy

from labwright_contracts.auth import SESSION_ENDED_HEADER, SESSION_SECRET_HEADER
from labwright_gateway.cookies import SessionCookie
from labwright_gateway.errors import BrokenAnswer
from labwright_gateway.identity.authenticator import Caller

SetCookie = tuple[bytes, bytes]


class SessionDoor:
    """Turns auth's word into cookies and forgets ended sessions (`end`) before the answer goes."""

    def __init__(self, cookie: SessionCookie, end: Callable[[str], None]) -> None:
        self._cookie = cookie
        self._end = end

    def follow(self, headers: CIMultiDictProxy[str], caller: Caller | None) -> Iterable[SetCookie]:
        """The `Set-Cookie` headers that belong to an answer of auth with these headers.

        Raises:
            BrokenAnswer: auth's secret cannot be carried by a cookie.
        """
        ended = {
            session.strip()
            for line in headers.getall(SESSION_ENDED_HEADER, ())
            for session in line.split(",")
        }
        for session in ended:
            self._end(session)
        secret = headers.get(SESSION_SECRET_HEADER)
        if secret is not None:
            return [(b"set-cookie", self._setting(secret))]
        if caller is not None and caller.by_cookie and caller.identity.session_id in ended:
            return [(b"set-cookie", self._cookie.clearing())]
        return []

    def _setting(self, secret: str) -> bytes:
        try:
            return self._cookie.setting(secret)
        except ValueError as error:
            raise BrokenAnswer(str(error)) from error
