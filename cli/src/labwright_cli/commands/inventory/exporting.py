"""`labwright inventory export`: devices into a file that `import` reads back."""

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import DownloadColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from labwright_cli import shown
from labwright_cli.commands.inventory.filters import Filters, parameters
from labwright_cli.door import Door

_PATH = "/api/v1/inventory/devices/export"


class FileFormat(StrEnum):
    """Kinds of file."""

    CSV = "csv"
    XLSX = "xlsx"


def add_to(group: typer.Typer) -> None:
    """Add the command."""
    group.command("export")(export_devices)


def export_devices(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Ends in .csv or .xlsx.")],
    *,
    filter: Filters = None,
) -> None:
    """Export devices with all columns into a file."""
    try:
        kind = FileFormat(file.suffix.removeprefix(".").lower())
    except ValueError:
        raise typer.BadParameter("the file's name must end in .csv or .xlsx") from None
    params = parameters(filter) | {"format": str(kind)}
    columns = (TextColumn("{task.description}"), DownloadColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=shown.console(errors=True))
    with Door(context.obj) as door, bar:
        task = bar.add_task(f"writing {file.name}", total=None)
        taken = partial(_advance, bar, task)
        size = door.download(_PATH, file, params=params, taken=taken)
    shown.line(f"{file}: {size} bytes")


def _advance(bar: Progress, task: TaskID, size: int) -> None:
    bar.update(task, advance=size)
