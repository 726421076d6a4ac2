"""Filters of the list of devices, as words of a command."""

from typing import Annotated, Any

import typer

Filters = Annotated[
    list[str] | None,
    typer.Option(
        "--filter",
        help="A filter of the list of devices, e.g. status=spare; may be repeated.",
    ),
]


def parameters(filters: list[str] | None) -> dict[str, Any]:
    """The filters by name, as the API takes them."""
    found: dict[str, list[str]] = {}
    for words in filters or ():
        name, equals, value = words.partition("=")
        if not (name and equals):
            raise typer.BadParameter(f"“{words}” is no filter; write name=value.")
        found.setdefault(name, []).append(value)
    return found
