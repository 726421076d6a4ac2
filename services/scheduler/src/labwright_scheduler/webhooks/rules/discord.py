"""Messages as Discord takes them. What people wrote mentions nobody and is no markup."""

import json
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

LONGEST = 2000
"""Most signs of a message; Discord counts code points, here UTF-16 units count, to be safe."""

_SUPPRESS_EMBEDS = 4
_PATH = re.compile(r"/api/(v\d{1,2}/)?webhooks/\d{15,21}/[A-Za-z0-9_-]{20,100}")
_MARKUP = re.compile(r"([\\*_~`|>#\-+\[\]()<{}!.])")
_BREAK = "\u200b"


def is_webhook(url: str, hosts: Iterable[str]) -> bool:
    """Whether this is the address of a Discord webhook, and nothing else."""
    parts = urlsplit(url)
    return parts.hostname in set(hosts) and bool(_PATH.fullmatch(parts.path)) and not parts.query


def escaped(text: str) -> str:
    """Text that is shown as it was written: no mention, no link, no markup.

    A sign of no width breaks what a backslash does not: `@everyone` and `https://`.
    """
    return _MARKUP.sub(r"\\\1", text).replace("@", f"@{_BREAK}").replace("://", f":{_BREAK}//")


def message(headline: str, lines: Sequence[str], *, url: str) -> bytes:
    """The body of a message: `headline` and `lines` are escaped already, `url` is our own.

    Lines that are too many go, the last first; the headline and the link stay.
    """
    link = f"<{url}>"
    kept = [f"**{headline}**"]
    for n, line in enumerate(lines):
        left = f"… {len(lines) - n} more"
        if _size([*kept, line, left, link]) > LONGEST:
            kept.append(left)
            break
        kept.append(line)
    content = "\n".join([*kept, link])
    body = {
        "content": content,
        "allowed_mentions": {"parse": []},
        "flags": _SUPPRESS_EMBEDS,
    }
    return json.dumps(body, ensure_ascii=False).encode()


def _size(lines: Iterable[str]) -> int:
    return len("\n".join(lines).encode("utf-16-le")) // 2
