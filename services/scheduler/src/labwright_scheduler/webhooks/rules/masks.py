"""How an address is shown whose path may be a secret, as that of Discord's webhooks is."""

from urllib.parse import urlsplit

_SHOWN = 4
_SHORT = 12


def origin(url: str) -> str:
    """Scheme, host and port: what may stand in logs and audit."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def masked(url: str) -> str:
    """The origin, and the last signs of what follows where that is long."""
    rest = url.removeprefix(origin(url))
    if rest in ("", "/"):
        return url
    return f"{origin(url)}/…{rest[-_SHOWN:] if len(rest) > _SHORT else ''}"
