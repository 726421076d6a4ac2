"""`labwright inventory import`: tried first, then applied; large files by the lab's worker."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from labwright_cli import shown
from labwright_cli.commands.words import AsJson
from labwright_cli.door import REFUSED, Door

PATH = "/api/v1/inventory/imports"
_LARGE = 1_048_576
_MANY = 2000
_LISTED = 200
_EVERY_SECONDS = 0.5


def add_to(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("import")(import_devices)
    group.command("undo")(undo)


def import_devices(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV or .xlsx.")],
    *,
    apply: Annotated[bool, typer.Option(help="Write; else only say what would happen.")] = False,
    background: Annotated[
        bool | None, typer.Option(help="Let the lab's worker do it; else by the file's size.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Import devices from a file; without --apply it is only tried."""
    by_worker = file.stat().st_size > _LARGE if background is None else background
    with Door(context.obj) as door, _bar() as bar:
        run = _run(door, bar, file, apply=apply, background=by_worker)
    if json:
        shown.as_json(run)
    else:
        _tell(run, apply)
    if run["summary"]["error"] or run.get("state") == "failed":
        raise typer.Exit(REFUSED)


def undo(
    context: typer.Context, number: Annotated[int, typer.Argument(help="The import's number.")]
) -> None:
    """Put back what an import changed and remove what it made; a large one by the lab's worker."""
    with Door(context.obj) as door, _bar() as bar:
        task = bar.add_task(f"undoing {number}", total=None)
        summary = door.get(f"{PATH}/{number}")["summary"]
        large = summary["create"] + summary["update"] > _MANY
        run = door.post(f"{PATH}/{number}/undo?background={str(large).lower()}")
        if run["undoes"]:
            run = _ended(door, bar, task, run)
    if run["state"] == "failed":
        _list_wrong(run["rows"])
        shown.complain(run["reason"])
        raise typer.Exit(REFUSED)
    shown.line(f"import {number} of {run['filename']} is undone")


def _run(door: Door, bar: Progress, file: Path, *, apply: bool, background: bool) -> Any:
    task = bar.add_task(f"sending {file.name}", total=None)
    params = {"dry_run": not apply, "background": background}
    # A small file that is refused has its report with the refusal.
    answer = door.send_file(PATH, file, params=params, and_accept="import-refused")
    if answer.get("report"):
        return answer["report"]
    return _ended(door, bar, task, answer) if background else answer


def _ended(door: Door, bar: Progress, task: TaskID, run: Any) -> Any:
    """What the worker has made of it, with the rows that are wrong."""
    while run["state"] in ("queued", "running"):
        bar.update(task, description=run["state"], total=1.0, completed=run["progress"])
        time.sleep(_EVERY_SECONDS)
        run = door.get(f"{PATH}/{run['id']}")
    bar.update(task, description=run["state"], total=1.0, completed=1.0)
    wrong = door.get(f"{PATH}/{run['id']}/rows", action="error", limit=_LISTED)
    return run | {"rows": wrong["results"]}


def _list_wrong(rows: list[Any]) -> None:
    wrong = [row for row in rows if row["errors"]][:_LISTED]
    if wrong:
        shown.table(
            ("row", "key", "column", "why"),
            [
                (row["row"], row["key"], error["column"], error["message"])
                for row in wrong
                for error in row["errors"]
            ],
        )


def _tell(run: Any, apply: bool) -> None:
    _list_wrong(run["rows"])
    counts = run["summary"]
    told = ", ".join(f"{count} {what}" for what, count in counts.items())
    if run.get("reason"):
        shown.complain(run["reason"])
    elif counts["error"]:
        shown.line(f"{told}; nothing was written")
    elif apply:
        shown.line(f"import {run['id']}: {told}; `labwright inventory undo {run['id']}` undoes it")
    else:
        shown.line(f"{told}; --apply writes it")


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    return Progress(*columns, TimeElapsedColumn(), console=shown.console(errors=True))
