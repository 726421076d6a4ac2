"""Why there is no such token."""

from labwright_chassis.errors import Refused, Unauthenticated


class TokenEnded(Unauthenticated):
    """The personal token is unknown, has expired or was revoked."""

    slug = "token-ended"
    title = "The token does not hold"


class TooManyTokens(Refused):
    """Nobody needs that many; revoke those that are not used."""

    slug = "too-many-tokens"
    title = "You have too many tokens"
