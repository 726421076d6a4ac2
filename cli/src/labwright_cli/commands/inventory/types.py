"""`labwright inventory import-types`: device types from the device-type library's files."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from labwright_cli import shown
from labwright_cli.commands.words import AsJson
from labwright_cli.door import REFUSED, Door

_PATH = "/api/v1/inventory/device-types/import"
_ENDINGS = (".yaml", ".yml")
_FILES_AT_ONCE = 50
_BYTES_AT_ONCE = 700_000  # the gateway takes 1 MiB
_COLUMNS = ("file", "what", "type", "ports and more", "notes")

Files = Annotated[
    list[Path],
    typer.Argument(help="YAML files, or folders with some.", exists=True, readable=True),
]


def add_to(group: typer.Typer) -> None:
    """Add the command."""
    group.command("import-types")(import_types)


def import_types(
    context: typer.Context,
    files: Files,
    *,
    dry_run: Annotated[bool, typer.Option(help="Only say what would happen.")] = False,
    category: Annotated[str | None, typer.Option(help="Of new types, else INFRA.")] = None,
    schedulable: Annotated[bool, typer.Option(help="Whether new types are booked.")] = False,
    json: AsJson = False,
) -> None:
    """Import device types; all files are tried first, and with an error in any none is written.

    Many files travel in portions, each of which is written as a whole.
    """
    found = _found(files)
    if not found:
        shown.complain("There are no YAML files.")
        raise typer.Exit(REFUSED)
    options = {"category": category, "schedulable": schedulable}
    with Door(context.obj) as door, _progress() as progress:
        reports = _send(door, found, progress, "trying", dry_run=True, **options)
        wrong = any(report["action"] == "error" for report in reports)
        if not dry_run and not wrong:
            reports = _send(door, found, progress, "writing", dry_run=False, **options)
    if json:
        shown.as_json(reports)
    else:
        _tell(reports, wrote=not dry_run and not wrong)
    if wrong:
        raise typer.Exit(REFUSED)


def _found(given: Iterable[Path]) -> list[Path]:
    """The files, those of folders included, each once."""
    files: dict[Path, None] = {}
    for path in given:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        chosen = [p for p in inside if p.is_file() and (p == path or p.suffix in _ENDINGS)]
        files |= dict.fromkeys(chosen)
    return list(files)


def _send(
    door: Door, files: Sequence[Path], progress: Progress, words: str, **params: Any
) -> list[dict[str, Any]]:
    task = progress.add_task(words, total=len(files))
    reports: list[dict[str, Any]] = []
    for portion in _portions(files):
        parts = [("files", file) for file in portion]
        reports += door.upload(_PATH, parts, **params)["files"]
        progress.advance(task, len(portion))
    return reports


def _portions(files: Sequence[Path]) -> Iterator[list[Path]]:
    portion: list[Path] = []
    size = 0
    for file in files:
        more = file.stat().st_size
        if portion and (len(portion) == _FILES_AT_ONCE or size + more > _BYTES_AT_ONCE):
            yield portion
            portion, size = [], 0
        portion.append(file)
        size += more
    yield portion


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=shown.console(errors=True))


def _tell(reports: Sequence[dict[str, Any]], *, wrote: bool) -> None:
    shown.table(_COLUMNS, [_row(report) for report in reports])
    for report in reports:
        for error in report["errors"]:
            shown.complain(f"{report['file']}{error['pointer']}: {error['message']}")
    kinds = ("create", "update", "unchanged", "error")
    counts = {kind: sum(report["action"] == kind for report in reports) for kind in kinds}
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    shown.line(f"{told}; {'written' if wrote else 'nothing written'}")


def _row(report: dict[str, Any]) -> tuple[Any, ...]:
    counts = ", ".join(f"{count} {name}" for name, count in report["counts"].items())
    unknown = [f"unknown: {', '.join(report['unknown_keys'])}"] if report["unknown_keys"] else []
    notes = "; ".join([*unknown, *report["notes"]])
    return (report["file"], report["action"], report["name"], counts, notes)
