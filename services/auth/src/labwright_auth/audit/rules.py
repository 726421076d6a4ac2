"""The chain of the audit log: a hash is made of an entry and of the hash before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from labwright_chassis import cells

BEGINNING = "0" * 64
"""What stands in the place of a hash before the first entry."""

CHAINED = (
    "id", "at", "service", "actor", "actor_name", "action", "target", "outcome", "reason",
    "before", "after", "request_id",
)  # fmt: skip
"""What an entry's hash is made of, and the columns of an export."""


def entry_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """SHA-256 in hex over the previous hash and the entry's canonical JSON."""
    content = {name: _plain(entry[name]) for name in CHAINED}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def chained(
    entries: Iterable[dict[str, Any]], *, after_id: int, after_hash: str
) -> list[dict[str, Any]]:
    """The entries numbered and hashed in their order, behind the one that came last."""
    found: list[dict[str, Any]] = []
    for number, entry in enumerate(entries, start=after_id + 1):
        numbered = {**entry, "id": number}
        after_hash = entry_hash(after_hash, numbered)
        found.append({**numbered, "hash": after_hash})
    return found


def json_line(entry: Mapping[str, Any]) -> str:
    """An entry as one line of JSON, its hash included."""
    content = {name: _plain(entry[name]) for name in (*CHAINED, "hash")}
    return json.dumps(content, ensure_ascii=False) + "\n"


def csv_head() -> str:
    """The first line of a CSV export."""
    return _csv_line([*CHAINED, "hash"])


def csv_line(entry: Mapping[str, Any]) -> str:
    """An entry as a line of CSV; a spreadsheet finds no formula in it."""
    return _csv_line([_cell(_plain(entry[name])) for name in (*CHAINED, "hash")])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _cell(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value or "")
    return cells.neutral(text)


def _csv_line(texts: Sequence[str]) -> str:
    return cells.csv_lines([texts]).decode()
