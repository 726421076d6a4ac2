"""Reading the audit log and its chain."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, Table, func, or_, select
from sqlalchemy.orm import Session

from labwright_auth.audit.models import AuditEntry, AuditHead, AuditSeal
from labwright_auth.audit.rules import BEGINNING
from labwright_auth.audit.schemas import AuditFilter, AuditQuery
from labwright_chassis.db import insert_new
from labwright_chassis.lists import contains, count

ENTRIES: Table = AuditEntry.__table__  # type: ignore[assignment]

_SEARCHED = (
    AuditEntry.action,
    AuditEntry.target,
    AuditEntry.actor,
    AuditEntry.actor_name,
    AuditEntry.reason,
)


def page(session: Session, query: AuditQuery) -> tuple[list[AuditEntry], int]:
    """Entries that match, newest first, and how many: two statements."""
    statement = _found(select(AuditEntry), query)
    order = (AuditEntry.at.desc(), AuditEntry.id.desc())
    rows = session.scalars(statement.order_by(*order).limit(query.limit).offset(query.offset))
    return list(rows), count(session, statement)


def part(
    session: Session, *, after: int, upto: int, limit: int, matching: AuditFilter | None = None
) -> list[dict[str, Any]]:
    """Entries with `after < id <= upto` in the order of the chain: one statement."""
    statement = select(ENTRIES).where(ENTRIES.c.id > after, ENTRIES.c.id <= upto)
    if matching is not None:
        statement = _found(statement, matching)
    rows = session.execute(statement.order_by(ENTRIES.c.id).limit(limit)).mappings()
    return [dict(row) for row in rows]


def last_id(session: Session) -> int:
    """The number of the last entry, 0 if there is none."""
    return session.scalar(select(func.max(AuditEntry.id))) or 0


def lock_head(session: Session) -> AuditHead:
    """The end of the chain, locked; the lock makes writers wait for one another."""
    locked = select(AuditHead).with_for_update()
    present = session.scalars(locked).one_or_none()
    if present is not None:  # inserting first would share the row's lock, and two would deadlock
        return present
    table: Table = AuditHead.__table__  # type: ignore[assignment]
    insert_new(session, table, {"id": 1, "entry_id": 0, "hash": BEGINNING})
    return session.scalars(locked).one()


def head(session: Session) -> tuple[int, str]:
    """Number and hash of the chain's last entry."""
    row = session.execute(select(AuditHead.entry_id, AuditHead.hash)).one_or_none()
    return (row.entry_id, row.hash) if row is not None else (0, BEGINNING)


def not_chained(session: Session, *, after: int, limit: int) -> list[AuditEntry]:
    """Entries behind the chain's end that an older release has written."""
    statement = select(AuditEntry).where(AuditEntry.id > after).order_by(AuditEntry.id)
    return list(session.scalars(statement.limit(limit)))


def seals(session: Session, *, after: int, upto: int) -> Sequence[AuditSeal]:
    """Signed statements about entries with `after < id <= upto`."""
    wanted = (AuditSeal.entry_id > after, AuditSeal.entry_id <= upto)
    return session.scalars(select(AuditSeal).where(*wanted).order_by(AuditSeal.entry_id)).all()


def last_seal(session: Session) -> AuditSeal | None:
    """The newest signed statement."""
    newest = select(AuditSeal).order_by(AuditSeal.entry_id.desc()).limit(1)
    return session.scalars(newest).one_or_none()


def _found(statement: Select[Any], query: AuditFilter) -> Select[Any]:
    for name in ("actor", "action", "target", "outcome", "service", "request_id"):
        wanted = getattr(query, name)
        if wanted:
            statement = statement.where(getattr(AuditEntry, name).in_(wanted))
    if query.q:
        statement = statement.where(or_(*(contains(column, query.q) for column in _SEARCHED)))
    if query.at__gte is not None:
        statement = statement.where(AuditEntry.at >= query.at__gte)
    if query.at__lt is not None:
        statement = statement.where(AuditEntry.at < query.at__lt)
    return statement
