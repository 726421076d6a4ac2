"""Writing audit entries out, part by part."""

from collections.abc import Callable, Iterator
from typing import Any

from labwright_auth.audit import queries
from labwright_auth.audit.rules import csv_head, csv_line, json_line
from labwright_auth.audit.schemas import AuditExport
from labwright_chassis.db import Database

MEDIA = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}

_BATCH = 500


def lines(database: Database, asked: AuditExport, *, upto: int) -> Iterator[str]:
    """The entries that match, in the order of the chain, up to a number; some hundred at a time."""
    write: Callable[[dict[str, Any]], str] = csv_line if asked.format == "csv" else json_line
    if asked.format == "csv":
        yield csv_head()
    after = 0
    while True:
        batch = database.read(
            lambda s, a=after: queries.part(  # type: ignore[misc]
                s, after=a, upto=upto, limit=_BATCH, matching=asked
            )
        )
        if not batch:
            return
        yield "".join(write(entry) for entry in batch)
        after = batch[-1]["id"]
