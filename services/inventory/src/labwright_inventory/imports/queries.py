"""Imports, their rows, and the files that wait."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from labwright_chassis.errors import NotFound
from labwright_chassis.lists import contains, count, ordered
from labwright_inventory.bulk.queries import PORTION
from labwright_inventory.history.models import HistoryEntry
from labwright_inventory.imports.models import (
    UNDER_WAY,
    Import,
    ImportPart,
    ImportRow,
    ImportState,
)
from labwright_inventory.imports.rules.rows import RowAction
from labwright_inventory.imports.schemas import ImportQuery, ImportRowQuery


def get(session: Session, id: int, *, lock: bool = False) -> Import:
    """The import, locked for a change if asked; NotFound if there is none."""
    statement = select(Import).where(Import.id == id)
    found = session.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise NotFound(f"There is no import {id}.")
    return found


def page(session: Session, query: ImportQuery) -> tuple[Sequence[Import], int]:
    """A page of imports, newest first, and how many match."""
    statement = select(Import)
    if query.state:
        statement = statement.where(Import.state.in_(query.state))
    if query.dry_run is not None:
        statement = statement.where(Import.dry_run.is_(query.dry_run))
    if query.q:
        statement = statement.where(contains(Import.filename, query.q))
    columns = {"id": Import.id, "created_at": Import.created_at, "filename": Import.filename}
    rows = ordered(statement, query.ordering, columns, by="-id")
    found = session.scalars(rows.limit(query.limit).offset(query.offset))
    return found.all(), count(session, statement)


def page_of_rows(
    session: Session, import_id: int, query: ImportRowQuery
) -> tuple[Sequence[ImportRow], int]:
    """A page of an import's rows in the order of the file, and how many match."""
    statement = select(ImportRow).where(ImportRow.import_id == import_id)
    if query.action:
        statement = statement.where(ImportRow.action.in_(query.action))
    rows = ordered(statement, query.ordering, {"row": ImportRow.number}, by="row")
    found = session.scalars(rows.limit(query.limit).offset(query.offset))
    return found.all(), count(session, statement)


def waiting(session: Session, *, now: datetime) -> int | None:
    """The oldest import that waits for a worker, or whose worker has not been heard of."""
    lost = (Import.state == ImportState.RUNNING) & (Import.claimed_until < now)
    statement = select(Import.id).where(or_(Import.state == ImportState.QUEUED, lost))
    return session.scalar(statement.order_by(Import.id).limit(1))


def undo_under_way(session: Session, import_id: int) -> int | None:
    """The undo of this import that waits for the worker or is being carried out, if any."""
    waits = Import.state.in_(UNDER_WAY)
    return session.scalar(select(Import.id).where(waits, Import.undoes == import_id))


def content(session: Session, import_id: int, *, lock: bool = False) -> bytes | None:
    """The file that waits, None once it is imported; locked if asked."""
    statement = select(ImportPart.content).where(ImportPart.import_id == import_id)
    statement = statement.order_by(ImportPart.number)
    parts = session.scalars(statement.with_for_update() if lock else statement).all()
    return b"".join(parts) if parts else None


def drop_content(session: Session, import_id: int) -> None:
    """Forget the file."""
    session.execute(delete(ImportPart).where(ImportPart.import_id == import_id))


def last_history(session: Session) -> int:
    """The id of the youngest entry of the history."""
    return session.scalar(select(func.max(HistoryEntry.id))) or 0


def written_rows(
    session: Session, import_id: int, actions: Sequence[RowAction]
) -> Iterator[list[ImportRow]]:
    """The rows of an import that wrote something, a portion at a time, in the file's order."""
    after = 0
    while True:
        statement = select(ImportRow).where(
            ImportRow.import_id == import_id,
            ImportRow.action.in_(actions),
            ImportRow.number > after,
        )
        rows = session.scalars(statement.order_by(ImportRow.number).limit(PORTION)).all()
        if not rows:
            return
        yield list(rows)
        after = rows[-1].number
        for row in rows:
            session.expunge(row)


def changed_since(session: Session, device_ids: Sequence[int], history_id: int) -> set[int]:
    """Those of the devices whose history went on after this entry."""
    statement = select(HistoryEntry.device_id).where(
        HistoryEntry.device_id.in_(device_ids), HistoryEntry.id > history_id
    )
    return set(session.scalars(statement.distinct()))
