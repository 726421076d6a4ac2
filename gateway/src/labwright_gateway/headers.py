"""Which headers cross the gateway, in either direction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from multidict import CIMultiDict
from starlette.datastructures import Headers

from labwright_gateway import tracing
from labwright_gateway.cookies import is_session_cookie

RawHeaders = Iterable[tuple[bytes, bytes]]

_INTERNAL = b"x-labwright-"
_HOP_BY_HOP = frozenset(
    b"connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer "
    b"transfer-encoding upgrade".split()
)
# The body's framing is our own on either side, and the rest is what only we may say.
_NOT_FORWARDED = _HOP_BY_HOP | frozenset(
    b"host content-length expect authorization cookie forwarded x-real-ip x-request-id "
    b"traceparent".split()
)
# The server in front of us writes its own date; a service's answer to CORS is not its to give.
_NOT_RETURNED = _HOP_BY_HOP | {b"server", b"date", b"x-request-id"}
_BODILESS = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Door:
    """How people reach the gateway: scheme and host (with port) of the public address."""

    scheme: str
    host: str


def upward(
    headers: Headers, door: Door, *, request_id: str, client: str, token: str | None
) -> CIMultiDict[str]:
    """The headers of the request to a service; `token` is the caller's signed token."""
    named = _named_in_connection(headers.raw)
    forwarded: CIMultiDict[str] = CIMultiDict(
        (name.decode("ascii"), value.decode("utf-8", "replace"))
        for name, value in headers.raw
        if name not in _NOT_FORWARDED
        and name not in named
        and not name.startswith((_INTERNAL, b"x-forwarded-"))
    )
    forwarded["X-Request-ID"] = request_id
    tracing.carry(forwarded, headers)
    forwarded["X-Forwarded-Proto"] = door.scheme
    forwarded["X-Forwarded-Host"] = door.host
    if client:
        forwarded["X-Forwarded-For"] = client
    if token is not None:
        forwarded["Authorization"] = f"Bearer {token}"
    return forwarded


def downward(
    raw: Sequence[tuple[bytes, bytes]], *, status: int, upstream: str
) -> list[tuple[bytes, bytes]]:
    """The headers of the answer to the client, names in lower case, repeated ones kept.

    A `Location` at the address of the `upstream` becomes one at this door.
    """
    dropped = _NOT_RETURNED | _named_in_connection(raw)
    if status in _BODILESS:
        dropped |= {b"content-length"}
    inside = upstream.encode()
    returned = [
        (name, value.removeprefix(inside) if name == b"location" else value)
        for name, value in ((name.lower(), value) for name, value in raw)
        if name not in dropped
        and not name.startswith((_INTERNAL, b"access-control-"))
        and not (name == b"set-cookie" and is_session_cookie(value))
    ]
    names = {name for name, _ in returned}
    if b"cache-control" not in names:
        returned.append((b"cache-control", b"no-store"))
    if b"x-content-type-options" not in names:
        returned.append((b"x-content-type-options", b"nosniff"))
    return returned


def _named_in_connection(raw: RawHeaders) -> frozenset[bytes]:
    return frozenset(
        token.strip().lower()
        for name, value in raw
        if name.lower() == b"connection"
        for token in value.split(b",")
    )
