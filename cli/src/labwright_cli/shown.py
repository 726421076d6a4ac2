"""What the terminal shows: tables for people, JSON for programs, and never a raw control code."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text


def console(*, errors: bool = False) -> Console:
    """Standard output, or standard error."""
    return Console(stderr=errors, highlight=False, soft_wrap=True)


def plain(value: Any) -> str:
    """Any value as text whose control characters are written out: it may come from a stranger."""
    text = "" if value is None else str(value)
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)


def as_json(value: Any) -> None:
    """Print a value as JSON."""
    console().print(Text(json.dumps(value, indent=2)))


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows under these headings."""
    shown = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        shown.add_row(*(Text(plain(value)) for value in row))
    console().print(shown, soft_wrap=False)


def fields(values: Mapping[str, Any]) -> None:
    """Print names and values, one to a line."""
    width = max(len(name) for name in values) + 2
    for name, value in values.items():
        line(f"{name:<{width}}{plain(value)}")


def line(words: str) -> None:
    """Print one line."""
    console().print(Text(plain(words)))


def complain(words: str) -> None:
    """Print one line to standard error."""
    console(errors=True).print(Text(plain(f"labwright: {words}"), style="red"))


def moment(value: str | None) -> str:
    """A time of the API, to the second, still in UTC."""
    return f"{value[:19]}Z" if value else "-"
