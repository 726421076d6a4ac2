"""Which path goes to which service, with which limits."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from labwright_chassis.errors import NotFound
from labwright_gateway.rates.limiter import RateClass
from labwright_gateway.settings import GatewaySettings

LOGIN = "/api/v1/auth/login"
REGISTER = "/api/v1/auth/register"
SESSION_TOKENS = "/api/v1/auth/session-tokens"
PASSWORD_RESETS = "/api/v1/auth/password-resets"
EMAIL_CONFIRMATIONS = "/api/v1/auth/email-confirmations"
INVITATIONS = "/api/v1/auth/invitations/accept"
IMPORTS = "/api/v1/inventory/imports"
ATTACHMENTS = "/api/v1/inventory/devices/*/attachments"

_DOORS = (
    LOGIN,
    REGISTER,
    SESSION_TOKENS,
    PASSWORD_RESETS,
    EMAIL_CONFIRMATIONS,
    INVITATIONS,
)


@dataclass(frozen=True, slots=True)
class RouteClass:
    """All paths at and below `path`, where `*` is any one segment: service and limits.

    `timeout` is in seconds, to the end of the answer's headers (of a small answer: to its end) and
    between two pieces of a long one. `body_limit` is in bytes. `lasting` requests are kept out of
    the pool of the short ones. What `signs_in` is open to strangers, who try passwords or the like.
    """

    path: str
    service: str
    timeout: float
    body_limit: int
    lasting: bool = False
    signs_in: bool = False

    def rate(self, *, reading: bool) -> RateClass:
        """What a request here is counted as."""
        if reading:
            return RateClass.READ
        return RateClass.SIGN_IN if self.signs_in else RateClass.WRITE


class RouteTable:
    """Finds the route class of a path: one with a `*` that covers it, else the longest."""

    def __init__(self, routes: Iterable[RouteClass]) -> None:
        self._routes = sorted(routes, key=lambda route: len(route.path), reverse=True)
        plain = [route for route in self._routes if "*" not in route.path]
        self._prefixes = tuple((f"{route.path}/", route) for route in plain)
        self._patterns = tuple(
            (_pattern(route.path), route) for route in self._routes if "*" in route.path
        )

    @property
    def services(self) -> tuple[str, ...]:
        """All services, in alphabetical order."""
        return tuple(sorted({route.service for route in self._routes}))

    def find(self, path: str) -> RouteClass:
        """The route class of a normalised path.

        Raises:
            NotFound: no service has it.
        """
        below = f"{path}/"
        for pattern, route in self._patterns:
            if pattern.match(below):
                return route
        for prefix, route in self._prefixes:
            if below.startswith(prefix):
                return route
        raise NotFound(f"There is nothing at {path}.")


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.escape(f"{path}/").replace(r"\*", "[^/]+"))


def create_table(settings: GatewaySettings) -> RouteTable:
    """The routes of this release."""
    usual = (settings.request_timeout, settings.max_body_bytes)
    areas = [
        RouteClass(f"/api/v1/{service}", service, *usual)
        for service in ("auth", "inventory", "scheduler")
    ]
    doors = [RouteClass(path, "auth", *usual, signs_in=True) for path in _DOORS]
    imports = RouteClass(
        IMPORTS, "inventory", settings.upload_timeout, settings.max_import_bytes, lasting=True
    )
    attachments = RouteClass(
        ATTACHMENTS,
        "inventory",
        settings.upload_timeout,
        settings.max_attachment_bytes,
        lasting=True,
    )
    return RouteTable([*areas, *doors, imports, attachments])
