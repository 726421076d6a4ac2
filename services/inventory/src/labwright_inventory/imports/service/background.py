"""Imports and undos of the worker: claimed, told of while they run, begun anew after a crash."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import uuid4

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from labwright_chassis import clock, logs
from labwright_chassis.callers import Caller
from labwright_chassis.db import Database, Origin, rows_changed
from labwright_chassis.errors import DomainError, Unavailable
from labwright_inventory.imports import queries
from labwright_inventory.imports.errors import ChangedSince
from labwright_inventory.imports.models import Import, ImportRow, ImportState
from labwright_inventory.imports.rules.rows import CellError, RowAction
from labwright_inventory.imports.service import conclude, note_of
from labwright_inventory.imports.service.planning import Planned
from labwright_inventory.imports.service.running import Counts, Progress, Run, keep, renamed_of
from labwright_inventory.imports.service.tables import Table
from labwright_inventory.imports.service.undoing import undo
from labwright_inventory.permissions import IMPORT_RUN

CLAIM = timedelta(seconds=60)
ATTEMPTS = 3
_KEPT_ERRORS = 1000


class _Wrong(Exception):
    """Rows have errors: what to keep once nothing else is."""

    def __init__(self, counts: Counts, rows: int, planned: list[Planned]) -> None:
        super().__init__()
        self.counts, self.rows, self.planned = counts, rows, planned


def run_waiting(database: Database) -> None:
    """Run imports, the oldest first, until none waits."""
    while (id := database.read(_waiting)) is not None:
        claim = uuid4().hex
        if not database.unit(partial(_claim, id=id, claim=claim)):
            return
        run(database, id, claim)


def run(database: Database, id: int, claim: str) -> None:
    """Run one import or undo that is claimed; it ends as done, or as failed with its reason.

    Raises:
        Unavailable: the database is away, or others wrote what the file is about; another attempt
            is made when the claim has run out.
    """
    kept = database.read(lambda session: queries.get(session, id))
    origin = Origin(kept.actor, kept.actor_name, kept.request_id, "", kept.org)
    try:
        if kept.undoes:
            tell = _teller(database, id, claim, kept.rows)
            database.unit(lambda session: _take_back(session, kept, tell), origin=origin)
        else:
            _import(database, kept, claim, origin)
    except _Wrong as wrong:
        database.unit(partial(_refuse, id=id, wrong=wrong))
    except ChangedSince as since:
        database.unit(partial(_keep_refusal, id=id, since=since))
    except Unavailable:
        raise
    except DomainError as error:
        database.unit(partial(_fail, id=id, reason=error.detail))
    except Exception:
        logs.get(__name__).exception("the import failed", id=id)
        database.unit(partial(_fail, id=id, reason="An error of Labwright's own; see its log."))


def _waiting(session: Session) -> int | None:
    return queries.waiting(session, now=clock.now())


def _claim(session: Session, id: int, claim: str) -> bool:
    run = queries.get(session, id, lock=True)
    lost = run.claimed_until is not None and run.claimed_until < clock.now()
    if run.state is not ImportState.QUEUED and not lost:
        return False
    if run.attempts >= ATTEMPTS:
        _fail(session, id, f"The worker ended in the midst of it, {ATTEMPTS} times.")
        return False
    run.state, run.attempts, run.progress = ImportState.RUNNING, run.attempts + 1, 0
    run.claimed_by, run.claimed_until = claim, clock.now() + CLAIM
    return True


def _import(database: Database, kept: Import, claim: str, origin: Origin) -> None:
    content = database.read(lambda session: queries.content(session, kept.id))
    if content is None:
        raise DomainError("Its file is gone.")
    with Table(content, background=True) as table:
        tell = _teller(database, kept.id, claim, table.count)
        tell(0)
        database.unit(lambda session: _work(session, kept.id, table, tell), origin=origin)


def _take_back(session: Session, job: Import, tell: Progress) -> None:
    """Carry out an undo."""
    assert job.undoes is not None
    queries.get(session, job.undoes, lock=True)
    present = queries.get(session, job.id)
    if present.ended:
        return  # another worker was quicker
    undone = undo(session, job.undoes, by=_importer(job), progress=tell)
    taken: Counts = Counter({RowAction.CREATE: undone.created, RowAction.UPDATE: undone.updated})
    conclude(session, present, job.rows, taken)


def _work(session: Session, id: int, table: Table, tell: Progress) -> None:
    if queries.content(session, id, lock=True) is None:
        return  # another worker was quicker
    kept = queries.get(session, id)
    run = Run.of(session, table, by=_importer(kept), lock=not kept.dry_run, progress=tell)
    counts: Counts = Counter()
    renamed: list[int] = []
    wrong: list[Planned] = []
    for planned in run.check():
        counts.update(plan.action for plan in planned)
        renamed += renamed_of(planned)
        wrong += [plan for plan in planned if plan.row.errors][: _KEPT_ERRORS - len(wrong)]
        if kept.dry_run:
            keep(session, id, planned)
    if counts[RowAction.ERROR] and not kept.dry_run:
        run.insist()
        raise _Wrong(counts, table.count, wrong)
    if not kept.dry_run:
        for planned in run.apply(renamed=renamed, note=note_of(kept)):
            keep(session, id, planned)
    queries.drop_content(session, id)
    conclude(session, kept, table.count, counts)


def _importer(kept: Import) -> Caller:
    """Whoever asked, with the sites of that time."""
    return Caller(
        id=0,
        username="",
        name=kept.actor_name,
        actor=kept.actor,
        session="",
        roles=frozenset(),
        permissions=frozenset({IMPORT_RUN}),
        org=kept.org,
        sites="*" if kept.sites is None else frozenset(kept.sites),
    )


def _teller(database: Database, id: int, claim: str, rows: int) -> Progress:
    """Says how far the import is, and that its worker lives, in transactions of their own.

    SQLite has one writer: while the import writes, there is nobody else's progress to be read.
    """
    single = database.engine.dialect.name == "sqlite"

    def tell(done: int) -> None:
        if single and done:
            return
        database.unit(_told(id, claim, rows, done))

    return tell


def _told(id: int, claim: str, rows: int, done: int) -> Callable[[Session], int]:
    values = {"rows": rows, "progress": done, "claimed_until": clock.now() + CLAIM}
    mine = (Import.id == id, Import.claimed_by == claim, Import.state == ImportState.RUNNING)
    return lambda session: rows_changed(session, update(Import).where(*mine).values(values))


def _refuse(session: Session, id: int, wrong: _Wrong) -> None:
    keep(session, id, wrong.planned)
    count = wrong.counts[RowAction.ERROR]
    shown = f", of which the first {_KEPT_ERRORS} are kept" if count > _KEPT_ERRORS else ""
    _fail(session, id, f"{count} of {wrong.rows} rows have errors{shown}; nothing was imported.")
    run = queries.get(session, id)
    run.rows, run.wrong = wrong.rows, count
    run.created, run.updated = wrong.counts[RowAction.CREATE], wrong.counts[RowAction.UPDATE]
    run.unchanged = wrong.counts[RowAction.UNCHANGED]


def _keep_refusal(session: Session, id: int, since: ChangedSince) -> None:
    """Say why nothing was undone, and keep the rows that stand against it."""
    rows = [
        {
            "import_id": id,
            "number": row["row"],
            "action": RowAction.ERROR,
            "device_id": row["device_id"],
            "key": row["key"],
            "changes": {},
            "errors": [CellError(None, "changed_since", row["reason"]).as_json()],
        }
        for row in since.rows
    ]
    session.execute(insert(ImportRow), rows)
    _fail(session, id, since.detail)
    queries.get(session, id).wrong = since.count


def _fail(session: Session, id: int, reason: str) -> None:
    run = queries.get(session, id, lock=True)
    run.state, run.reason, run.ended_at = ImportState.FAILED, reason[:1000], clock.now()
    run.claimed_by = run.claimed_until = None
    queries.drop_content(session, id)
