"""Why a service gets no token, and a key no successor."""

from labwright_chassis.errors import Refused, Unauthenticated


class UnknownService(Unauthenticated):
    """No service proves itself by this secret."""

    slug = "unknown-service"
    title = "The service is unknown"


class NextKeyWaits(Refused):
    """One key at a time is made ahead: verifiers learn of it before it signs."""

    slug = "next-key-waits"
    title = "The next key has been made already"
