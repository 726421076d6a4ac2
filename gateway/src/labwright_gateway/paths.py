"""Which addresses are accepted: only those that every HTTP library reads alike."""

import re
from urllib.parse import unquote_to_bytes

from starlette.types import Scope

from labwright_gateway.errors import BadRequest

# pchar of RFC 3986 without ";", which some frameworks cut off together with what follows.
_PATH = re.compile(rb"/(?:[A-Za-z0-9._~!$&'()*+,=:@/-]|%[0-9A-Fa-f]{2})*")
_QUERY = re.compile(rb"[\x21\x22\x24-\x7e]*")
_HOST = re.compile(rb"[A-Za-z0-9._~!$&'()*+,;=:%\[\]-]*")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_MUST_NOT_BE_ESCAPED = frozenset(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~" + b"/\\;%"
)
_LONGEST = 8192


def check(raw_path: bytes, query: bytes) -> None:
    """Accept a normalised path (as it came, still escaped) and a query of printable ASCII.

    Refused are dot segments, empty segments, escaped characters that need no escape or that mean
    something else once unescaped (`/`, `\\`, `;`, `%`), control characters and broken UTF-8.

    Raises:
        BadRequest: the address is not acceptable.
    """
    if len(raw_path) + len(query) > _LONGEST:
        raise BadRequest(f"The address is longer than {_LONGEST} characters.")
    if not _PATH.fullmatch(raw_path):
        raise BadRequest("The path has characters that are not allowed in it.")
    if not _QUERY.fullmatch(query):
        raise BadRequest("The query has characters that are not allowed in it.")
    if b"//" in raw_path or any(part in (b".", b"..") for part in raw_path.split(b"/")):
        raise BadRequest("The path is not normalised: it has empty or dot segments.")
    if b"%" in raw_path:
        _check_escapes(raw_path)


def check_host(scope: Scope) -> None:
    """Accept a request that names one host (RFC 9112, 3.2); which one, nobody here relies on.

    Raises:
        BadRequest: it names none, several, or what cannot be one.
    """
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if not hosts and scope["http_version"] == "1.0":
        return
    if len(hosts) != 1 or not _HOST.fullmatch(hosts[0]):
        raise BadRequest("A request names one host.")


def _check_escapes(raw_path: bytes) -> None:
    for escape in _ESCAPE.finditer(raw_path):
        if int(escape[1], 16) in _MUST_NOT_BE_ESCAPED:
            raise BadRequest(f"The path is not normalised: it has {escape[0].decode()}.")
    try:
        text = unquote_to_bytes(raw_path).decode()
    except UnicodeDecodeError as error:
        raise BadRequest("The path is not UTF-8.") from error
    if not text.isprintable():
        raise BadRequest("The path has control characters.")
