"""`labwright inventory labels`: a sheet of QR codes to print."""

from pathlib import Path
from typing import Annotated

import typer

from labwright_cli import shown
from labwright_cli.commands.inventory.filters import Filters, parameters
from labwright_cli.door import Door

_PATH = "/api/v1/inventory/devices/labels"


def add_to(group: typer.Typer) -> None:
    """Add the command."""
    group.command("labels")(print_labels)


def print_labels(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The page to write, e.g. labels.html.")],
    *,
    filter: Filters = None,
) -> None:
    """Write a page of labels (A4) for the devices that the filters find."""
    with Door(context.obj) as door:
        size = door.download(_PATH, file, params=parameters(filter), taken=lambda size: None)
    shown.line(f"{file}: {size} bytes; open it in a browser and print it")
