"""Why somebody is not signed in."""

from labwright_chassis.errors import NotAllowed, Unauthenticated


class BadCredentials(Unauthenticated):
    """Name or password is wrong, or the account may not be used: which of them, nobody is told."""

    slug = "bad-credentials"
    title = "Name or password is wrong"


class SessionEnded(Unauthenticated):
    """The session is unknown, has expired or was revoked."""

    slug = "session-ended"
    title = "The session has ended"


class BrowserRefused(NotAllowed):
    """What only programs may do came from a browser."""

    slug = "browser-refused"
    title = "Not from a browser"
