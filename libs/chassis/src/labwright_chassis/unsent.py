"""Outbox rows that wait to be sent, for operators: how many, why, again, or not at all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.orm import Session

from labwright_chassis import audit
from labwright_chassis.errors import NotFound, Refused
from labwright_chassis.lists import AnswerBody, ListQuery, count, ordered
from labwright_chassis.tables import leases
from labwright_chassis.tables import outbox as table
from labwright_contracts.base import UtcTime

_WAITING = table.c.sent_at.is_(None)
_ORDERS = {name: table.c[name] for name in ("id", "created_at", "attempts", "retry_at", "type")}


class Backlog(AnswerBody):
    """What waits: rows, those of them that failed, the age of the oldest in seconds.

    `holder` names the worker that sends, None while no worker has the task.
    """

    depth: int
    failing: int
    lag_seconds: float
    next_retry_at: UtcTime | None
    holder: str | None


class UnsentOut(AnswerBody):
    """An event that waits; `version` 0 is a fact. `last_error` says why it was not sent."""

    id: int
    event_id: UUID
    type: str
    subject: str
    version: int
    created_at: UtcTime
    attempts: int
    retry_at: UtcTime | None
    last_error: str | None


class UnsentQuery(ListQuery):
    """Filters by type; `failing` keeps those that failed at least once. Oldest first."""

    type: list[str] = Field(default_factory=list)
    failing: bool | None = None
    ordering: str | None = None


def backlog(session: Session, *, now: datetime) -> Backlog:
    """What waits at present: two statements."""
    row = session.execute(
        select(
            func.count().label("depth"),
            func.count(table.c.retry_at).label("failing"),
            func.min(table.c.created_at).label("oldest"),
            func.min(table.c.retry_at).label("next_retry_at"),
        ).where(_WAITING)
    ).one()
    held = select(leases.c.holder).where(leases.c.name == "relay", leases.c.held_until >= now)
    return Backlog(
        depth=row.depth,
        failing=row.failing,
        lag_seconds=max(0.0, (now - row.oldest).total_seconds()) if row.oldest else 0.0,
        next_retry_at=row.next_retry_at,
        holder=session.scalar(held),
    )


def page(session: Session, query: UnsentQuery) -> tuple[list[UnsentOut], int]:
    """Rows that wait, and how many match: two statements."""
    statement = select(table).where(_WAITING)
    if query.type:
        statement = statement.where(table.c.type.in_(query.type))
    if query.failing is not None:
        failed = table.c.attempts > 0
        statement = statement.where(failed if query.failing else ~failed)
    rows = ordered(statement, query.ordering, _ORDERS, by="id")
    found = session.execute(rows.limit(query.limit).offset(query.offset))
    return [_shown(row) for row in found], count(session, statement)


def retry(session: Session, row_id: int, *, area: str) -> None:
    """Have the row tried again now, and its back-off begin anew.

    Raises:
        NotFound, Refused: there is no such row, or it was sent.
    """
    row = _lock(session, row_id)
    _try_now(session, [row_id])
    audit.record(session, f"{area}.event.retry", target=f"unsent/{row_id}", after=_described(row))


def retry_all(session: Session, *, area: str) -> int:
    """Have all rows tried again now; how many had been put off."""
    put_off = _WAITING & (table.c.attempts > 0)
    ids = session.scalars(select(table.c.id).where(put_off).order_by(table.c.id).with_for_update())
    found = list(ids)
    if found:
        _try_now(session, found)
        audit.record(session, f"{area}.event.retry", target="unsent/*", after={"rows": len(found)})
    return len(found)


def drop(session: Session, row_id: int, *, area: str, reason: str) -> None:
    """Never send the row.

    Raises:
        NotFound, Refused: there is no such row, or it was sent.
    """
    row = _lock(session, row_id)
    session.execute(delete(table).where(table.c.id == row_id))
    audit.record(
        session,
        f"{area}.event.drop",
        target=f"unsent/{row_id}",
        before=_described(row),
        after={"reason": reason},
    )


def _lock(session: Session, row_id: int) -> Row[Any]:
    row = session.execute(select(table).where(table.c.id == row_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound(f"No event {row_id} waits to be sent.")
    if row.sent_at is not None:
        raise Refused(f"Event {row_id} was sent.")
    return row


def _try_now(session: Session, ids: Sequence[int]) -> None:
    anew = update(table).where(table.c.id.in_(ids), _WAITING)
    session.execute(anew.values(attempts=0, retry_at=None))


def _shown(row: Row[Any]) -> UnsentOut:
    return UnsentOut.model_validate({**row._mapping, "subject": _subject(row)})


def _described(row: Row[Any]) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("type", "version", "attempts", "last_error")}
    return {**told, "event_id": str(row.event_id), "subject": _subject(row)}


def _subject(row: Row[Any]) -> str:
    return f"{row.aggregate}/{row.aggregate_id}"
