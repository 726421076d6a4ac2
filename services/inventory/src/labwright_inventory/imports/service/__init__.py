"""Imports devices from a file: tried first, then applied as a whole, at once or by the worker."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.callers import Caller
from labwright_chassis.db import origin_of
from labwright_inventory.imports import queries
from labwright_inventory.imports.errors import ImportRefused, UnreadableFile
from labwright_inventory.imports.models import Import, ImportPart, ImportRow, ImportState
from labwright_inventory.imports.rules.files import safe_name
from labwright_inventory.imports.rules.rows import CellError, RowAction
from labwright_inventory.imports.schemas import (
    ImportOut,
    ImportReport,
    ImportSummary,
    RowReport,
)
from labwright_inventory.imports.service.planning import Planned
from labwright_inventory.imports.service.running import Counts, Run, keep, renamed_of
from labwright_inventory.imports.service.tables import Table
from labwright_inventory.permissions import IMPORT_RUN

_PART = 1_048_576


def import_devices(
    session: Session, content: bytes, *, filename: str, dry_run: bool, by: Caller
) -> ImportReport:
    """Say what the file would change or, if it has no errors, change it and keep the import.

    Raises:
        UnreadableFile, NoTable, TooManyRows: the file as a whole.
        ImportRefused: not a dry run, and rows have errors.
        Unavailable: others wrote its devices meanwhile.
    """
    with Table(content) as table:
        run = Run.of(session, table, by=by, lock=not dry_run, progress=lambda done: None)
        planned = [plan for portion in run.check() for plan in portion]
        counts = Counter(plan.action for plan in planned)
        if dry_run:
            return report_of(planned, dry_run=True)
        if wrong := counts[RowAction.ERROR]:
            run.insist()
            report = report_of(planned, dry_run=False).model_dump(mode="json")
            raise ImportRefused(wrong, len(planned), report)
        kept = new(session, filename, dry_run=False, background=False, by=by)
        session.flush()
        applied: list[Planned] = []
        renamed = renamed_of(planned)
        planned.clear()
        for portion in run.apply(renamed=renamed, note=note_of(kept)):
            keep(session, kept.id, portion)
            applied += portion
        conclude(session, kept, table.count, counts)
        return report_of(applied, dry_run=False, id=kept.id)


def queue(session: Session, content: bytes, *, filename: str, dry_run: bool, by: Caller) -> Import:
    """Keep the file for the worker; whether it can be read is for the worker to say.

    Raises:
        UnreadableFile: there is nothing in it.
    """
    if not content:
        raise UnreadableFile("no_header", "The file is empty; its first row names the columns.")
    waiting = new(session, filename, dry_run=dry_run, background=True, by=by)
    session.flush()
    for number, start in enumerate(range(0, len(content), _PART)):
        part = content[start : start + _PART]
        row = {"import_id": waiting.id, "number": number, "content": part}
        session.execute(insert(ImportPart), row)
    return waiting


def conclude(session: Session, run: Import, rows: int, counts: Counts) -> None:
    """Say that the import has ended well, and with what."""
    run.state = ImportState.DONE
    run.rows, run.progress = rows, rows * 2
    run.created, run.updated = counts[RowAction.CREATE], counts[RowAction.UPDATE]
    run.unchanged, run.wrong = counts[RowAction.UNCHANGED], counts[RowAction.ERROR]
    run.ended_at = clock.now()
    run.claimed_by = run.claimed_until = None
    run.last_history = queries.last_history(session)


def note_of(run: Import) -> str:
    """What the history says of the import."""
    return f"import of {run.filename}"[:255] if run.filename else "import"


def report_of(planned: Sequence[Planned], *, dry_run: bool, id: int | None = None) -> ImportReport:
    """What became of each row, or would."""
    counts = Counter(row.action for row in planned)
    return ImportReport(
        id=id,
        dry_run=dry_run,
        summary=ImportSummary(**{action.value: counts[action] for action in RowAction}),
        rows=[
            RowReport(
                row=row.row.number,
                action=row.action,
                device_id=row.device_id,
                key=row.row.key,
                changes=row.changes,
                errors=row.row.errors,
            )
            for row in planned
        ],
    )


def shown(run: Import) -> ImportOut:
    """The import as its readers see it."""
    passes = run.rows * (1 if run.dry_run else 2)
    part = min(run.progress / passes, 1.0) if passes else 0.0
    return ImportOut(
        progress=1.0 if run.ended else round(part, 3),
        summary=ImportSummary(
            create=run.created, update=run.updated, unchanged=run.unchanged, error=run.wrong
        ),
        **{name: getattr(run, name) for name in _PLAIN},
    )


def row_of(row: ImportRow) -> RowReport:
    """A kept row as its readers see it."""
    return RowReport(
        row=row.number,
        action=row.action,
        device_id=row.device_id,
        key=row.key,
        changes=row.changes,
        errors=[CellError(**error) for error in row.errors or ()],
    )


_PLAIN = ImportOut.model_fields.keys() - {"progress", "summary"}


def new(session: Session, filename: str, *, dry_run: bool, background: bool, by: Caller) -> Import:
    """An import that begins now, or once a worker takes it, with whoever asked for it."""
    origin = origin_of(session)
    sites = by.permission_sites.get(IMPORT_RUN, by.sites)
    made = Import(
        filename=safe_name(filename),
        state=ImportState.QUEUED if background else ImportState.RUNNING,
        dry_run=dry_run,
        background=background,
        actor=origin.actor,
        actor_name=origin.actor_name,
        org=by.org,
        sites=None if sites == "*" else sorted(sites),
        request_id=origin.request_id,
    )
    session.add(made)
    return made
