"""Answers in gzip, for clients that take it: which ones, and piece by piece.

Only what was read (GET, 200) and is JSON of some size. Never what a service has coded already, a
part of something, a stream of events or what must not be transformed. Nothing of auth and nothing
that sets a cookie: where a secret and a guess of an attacker's are packed together, the length
tells how much of the guess was right (BREACH).
"""

import asyncio
import zlib
from collections.abc import Sequence

from starlette.datastructures import Headers

RawHeaders = list[tuple[bytes, bytes]]

SMALLEST = 4096
"""Bytes; below, a packet more or less decides, and packing costs more than it spares."""

_LEVEL = 1
_GZIP = 31  # zlib's window bits for the format of gzip
# What takes less than a thread's hand-over to pack.
_AT_ONCE = 16_384
_LENGTH = b"content-length"
_SECRET = frozenset({"auth"})
_LEFT_ALONE = frozenset(
    {b"content-encoding", b"content-range", b"accept-ranges", b"set-cookie", b"content-disposition"}
)


class Gzip:
    """One answer on its way through the packer."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)

    async def packed(self, piece: bytes) -> bytes:
        """What can be sent after this piece; often nothing yet."""
        if len(piece) <= _AT_ONCE:
            return self._packer.compress(piece)
        # zlib lets go of the interpreter's lock, so that other requests go on meanwhile.
        return await asyncio.to_thread(self._packer.compress, piece)

    def rest(self) -> bytes:
        """The end of the answer."""
        return self._packer.flush()


def may_pack(method: str, service: str) -> bool:
    """Whether answers of this service to this method may be packed at all."""
    return method == "GET" and service not in _SECRET


def is_packable(status: int, returned: RawHeaders) -> bool:
    """Whether it is an answer that is worth it, and may come in other bytes."""
    told = dict(returned)
    if status != 200 or not _LEFT_ALONE.isdisjoint(told):
        return False
    if b"no-transform" in told.get(b"cache-control", b""):
        return False
    # What is told without its length comes piece by piece, and shall go on so.
    long = int(told.get(_LENGTH, 0)) >= SMALLEST
    return long and _is_json(told.get(b"content-type", b""))


def packer_for(asked: Headers, returned: RawHeaders) -> Gzip | None:
    """A packer if the client takes gzip, with the headers `returned` made to say so.

    The tag becomes a weak one: the same state in other bytes. Services compare tags as weak. The
    length is unknown until it is packed.
    """
    returned.append((b"vary", b"accept-encoding"))
    accepted = ",".join(asked.getlist("accept-encoding"))
    if not any(map(_is_gzip, accepted.split(","))):
        return None
    returned[:] = [(name, _weak(name, value)) for name, value in returned if name != _LENGTH]
    returned.append((b"content-encoding", b"gzip"))
    return Gzip()


def _weak(name: bytes, value: bytes) -> bytes:
    return b"W/" + value if name == b"etag" and not value.startswith(b"W/") else value


def _is_json(content_type: bytes) -> bool:
    kind = content_type.partition(b";")[0].strip().lower()
    return kind == b"application/json" or kind.endswith(b"+json")


def _is_gzip(accepted: str) -> bool:
    coding, *parameters = (part.strip().lower() for part in accepted.split(";"))
    return coding == "gzip" and not _is_refused(parameters)


def _is_refused(parameters: Sequence[str]) -> bool:
    return any(each.startswith("q=") and not each[2:].strip("0.") for each in parameters)
