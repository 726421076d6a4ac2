"""Headers that every answer carries, so that browsers use it for nothing but what it is."""

RawHeaders = list[tuple[bytes, bytes]]

_ALWAYS: RawHeaders = [
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]
_BEHIND_TLS: RawHeaders = [*_ALWAYS, (b"strict-transport-security", b"max-age=31536000")]


def complete(headers: RawHeaders, *, secure: bool) -> RawHeaders:
    """The headers of an answer (names in lower case) with those that it does not have yet.

    `secure` tells whether people come by TLS.
    """
    names = {name for name, _ in headers}
    wanted = _BEHIND_TLS if secure else _ALWAYS
    return [*headers, *(pair for pair in wanted if pair[0] not in names)]
