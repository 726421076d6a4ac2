"""What a file may be called, and what it may be."""

import codecs
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from labwright_inventory.attachments.errors import FileTypeRefused, FileUnfit, PartOutside

HEAD = 4096
"""How many first bytes say what a file is."""

NAME_LENGTH = 200

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MAGIC: Mapping[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
    "image/tiff": (b"II*\0", b"MM\0*"),
    "application/gzip": (b"\x1f\x8b",),
    "application/zip": _ZIP,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _ZIP,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _ZIP,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": _ZIP,
    "application/vnd.oasis.opendocument.text": _ZIP,
    "application/vnd.oasis.opendocument.spreadsheet": _ZIP,
}
_TEXTS = ("text/plain", "text/csv", "text/markdown", "application/json", "application/yaml")
_UNSAID = ("", "application/octet-stream", "binary/octet-stream")

TYPES = (*_MAGIC, *_TEXTS)
"""Media types that are kept."""


def safe_name(given: str) -> str:
    """The file's own name, without any folder that its sender put before it.

    Raises:
        FileUnfit: nothing is left, or it has characters that deceive the eye or a terminal.
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2].strip()
    if name in ("", ".", ".."):
        raise FileUnfit("no_name", "The file has no name.")
    if len(name) > NAME_LENGTH:
        raise FileUnfit("long_name", f"The file's name has more than {NAME_LENGTH} characters.")
    if any(unicodedata.category(character) in _UNSEEN for character in name):
        raise FileUnfit("unseen_characters", "The file's name has characters that nobody sees.")
    return name


_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def media_type(declared: str, head: bytes) -> str:
    """The file's media type, which its first bytes confirm.

    Raises:
        FileTypeRefused: it is none of `TYPES`, or not what it is declared to be.
    """
    claimed = declared.partition(";")[0].strip().lower()
    if claimed in _UNSAID:
        claimed = _sniffed(head)
    if claimed not in TYPES:
        raise FileTypeRefused(
            f"{claimed[:100] or 'This kind of file'} is not kept as an attachment."
        )
    if not _fits(claimed, head):
        raise FileTypeRefused(f"The file is declared as {claimed}, but does not begin like one.")
    return claimed


def disposition(name: str) -> str:
    """`Content-Disposition` that saves the file under its name (RFC 6266)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes `[start, stop)` of a file."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        """How many they are."""
        return self.stop - self.start


def part_of(asked: str, size: int) -> Part | None:
    """What a `Range` header asks of so many bytes (RFC 9110, 14.1.2); None means all of them.

    So does one that is not understood, or that asks for several parts.

    Raises:
        PartOutside: there is no such byte.
    """
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found["first"] == found["last"] == "":
        return None
    if not found["first"]:
        start, stop = max(0, size - int(found["last"])), size
    else:
        start = int(found["first"])
        stop = min(size, int(found["last"]) + 1) if found["last"] else size
        if found["last"] and int(found["last"]) < start:
            return None
    if start >= stop:
        raise PartOutside(size)
    return Part(start, stop)


_RANGE = re.compile(r"bytes=(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})", re.IGNORECASE)


def _sniffed(head: bytes) -> str:
    kinds = (kind for kind in (*_MAGIC, "text/plain") if _fits(kind, head))
    return next(kinds, "")


def _fits(kind: str, head: bytes) -> bool:
    if kind in _TEXTS:
        return _is_text(head)
    if kind == "image/webp" and head[8:12] != b"WEBP":
        return False
    return head.startswith(_MAGIC[kind])


def _is_text(head: bytes) -> bool:
    try:
        # The last character may be cut in half.
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return False
    return not any(ord(c) < 32 and c not in "\t\n\r\f" for c in text)
