"""Closures by number, and pages of them."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from labwright_chassis.errors import NotFound
from labwright_chassis.lists import count, ordered
from labwright_scheduler.calendar.models import Closure
from labwright_scheduler.closures.schemas import ClosureQuery

_ORDER = {
    "start": Closure.start_at,
    "end": Closure.end_at,
    "created_at": Closure.created_at,
    "id": Closure.id,
}


def get(session: Session, id: int, *, lock: bool = False) -> Closure:
    """The closure, locked for a change if asked.

    Raises:
        NotFound: there is none, or it was removed.
    """
    statement = select(Closure).where(Closure.id == id, Closure.removed_at.is_(None))
    statement = statement.options(selectinload(Closure.targets))
    closure = session.scalar(statement.with_for_update() if lock else statement)
    if closure is None:
        raise NotFound(f"There is no closure {id}.")
    return closure


def page(session: Session, query: ClosureQuery) -> tuple[list[Closure], int]:
    """The closures of a page and how many there are: three statements."""
    statement = select(Closure).where(Closure.removed_at.is_(None))
    if query.start is not None:
        statement = statement.where(Closure.end_at > query.start)
    if query.end is not None:
        statement = statement.where(Closure.start_at < query.end)
    if query.scope:
        statement = statement.where(Closure.scope.in_(query.scope))
    total = count(session, statement)
    rows = ordered(statement, query.ordering, _ORDER, by="start,id")
    rows = rows.limit(query.limit).offset(query.offset).options(selectinload(Closure.targets))
    return list(session.scalars(rows)), total
