"""Failures of the gateway itself, beside those it shares with the services.

DomainError (chassis)
├── Unauthenticated, NotFound, TooLarge    as in the services
├── NotAllowed
│   ├── CrossSiteRequest    another site's page sent it
│   └── BrowserRefused      for programs only
├── Unavailable
│   ├── Unreachable         no connection to a service
│   ├── Busy                all connections to a service are in use
│   └── CircuitOpen         a service did not answer lately
└── GatewayError            has a status that no service answers
    ├── BadRequest          what came is no request we forward
    ├── RequestTimeout      the body did not arrive
    ├── ClientGone          nobody waits for an answer any more
    ├── BrokenAnswer        a service's answer cannot be read
    │   └── ConnectionReset   it hung up before answering
    └── ServiceTimeout      a service did not answer in time
"""

from typing import ClassVar

from labwright_chassis.errors import DomainError, NotAllowed, Unavailable


class CrossSiteRequest(NotAllowed):
    """A page of another site may not change anything here."""

    slug = "cross-site-request"
    title = "Refused: sent by another site"


class BrowserRefused(NotAllowed):
    """Pages must not get hold of secrets that are meant for programs."""

    slug = "programs-only"
    title = "Not for browsers"


class Unreachable(Unavailable):
    """A service takes no connection."""


class Busy(Unavailable):
    """All connections to a service are in use, and stayed so."""


class CircuitOpen(Unavailable):
    """A service did not answer lately and is not asked now."""


class GatewayError(DomainError):
    """Base of the failures whose status only the gateway uses."""

    status: ClassVar[int]


class BadRequest(GatewayError):
    """The address or the headers are not acceptable."""

    status = 400
    slug = "bad-request"
    title = "Not an acceptable request"


class RequestTimeout(GatewayError):
    """The client did not send its body in time."""

    status = 408
    slug = "request-timeout"
    title = "The request did not arrive in time"


class ClientGone(GatewayError):
    """The client closed the connection; its answer appears only in log and metrics."""

    status = 499
    slug = "client-gone"
    title = "The client went away"


class BrokenAnswer(GatewayError):
    """The service's answer broke off or is not HTTP."""

    status = 502
    slug = "bad-gateway"
    title = "A service failed to answer"


class ConnectionReset(BrokenAnswer):
    """The service closed the connection before it answered."""


class ServiceTimeout(GatewayError):
    """The service did not answer in time."""

    status = 504
    slug = "gateway-timeout"
    title = "A service took too long"


SILENCE = (Unreachable, BrokenAnswer, ServiceTimeout)
"""A service gave no answer: what opens its circuit."""

UNANSWERED = (*SILENCE, Busy, CircuitOpen)
"""All ways in which a service, or the way to it, leaves a request without an answer."""
