"""Reading dead letters."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from labwright_chassis.dead_letters.schemas import LetterFilter, LetterQuery
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import count, ordered
from labwright_chassis.tables import LetterState, dead_letter_steps, dead_letters

_LISTED = [column for column in dead_letters.c if column.name not in ("headers", "body")]
_ORDERS = {name: dead_letters.c[name] for name in ("id", "died_at", "occurred_at", "type", "queue")}


def page(session: Session, query: LetterQuery) -> tuple[Sequence[Row[Any]], int]:
    """Letters that match, without their content, and how many: two statements."""
    statement = select(*_LISTED).where(*matching(query))
    if query.state:
        statement = statement.where(dead_letters.c.state.in_(query.state))
    rows = ordered(statement, query.ordering, _ORDERS, by="-died_at,id")
    return (
        session.execute(rows.limit(query.limit).offset(query.offset)).all(),
        count(session, statement),
    )


def matching(query: LetterFilter) -> list[ColumnElement[bool]]:
    """Conditions of a filter; a repeated value means any of them."""
    found: list[ColumnElement[bool]] = []
    if query.queue:
        found.append(dead_letters.c.queue.in_(query.queue))
    if query.type:
        found.append(dead_letters.c.type.in_(query.type))
    if query.died_at__gte is not None:
        found.append(dead_letters.c.died_at >= query.died_at__gte)
    if query.died_at__lt is not None:
        found.append(dead_letters.c.died_at < query.died_at__lt)
    return found


def get(session: Session, id: int, *, lock: bool = False) -> Row[Any]:
    """One letter with its content.

    Raises:
        NotFound: there is none of that number.
    """
    statement: Select[Any] = select(dead_letters).where(dead_letters.c.id == id)
    row = session.execute(statement.with_for_update() if lock else statement).one_or_none()
    if row is None:
        raise NotFound(f"There is no dead letter {id}.")
    return row


def steps(session: Session, id: int) -> Sequence[Row[Any]]:
    """What happened to a letter, in the order in which it was told here."""
    of_letter = dead_letter_steps.c.letter_id == id
    statement = select(dead_letter_steps).where(of_letter).order_by(dead_letter_steps.c.id)
    return session.execute(statement).all()


def open_ids(
    session: Session, query: LetterFilter, *, since: datetime, limit: int
) -> tuple[list[int], int]:
    """Numbers of open letters that took place since then, locked; and how many are older."""
    found = [dead_letters.c.state == LetterState.OPEN, *matching(query)]
    young = select(dead_letters.c.id).where(*found, dead_letters.c.occurred_at >= since)
    ids = session.scalars(young.order_by(dead_letters.c.id).limit(limit).with_for_update())
    old = select(func.count()).where(*found, dead_letters.c.occurred_at < since)
    return list(ids), session.scalar(old) or 0


def requeued(session: Session, queue: str, *, limit: int) -> Sequence[Row[Any]]:
    """Letters that wait to be handed back to that queue, oldest first."""
    waiting = dead_letters.c.state == LetterState.REQUEUED, dead_letters.c.queue == queue
    statement = select(dead_letters).where(*waiting).order_by(dead_letters.c.id)
    return session.execute(statement.limit(limit)).all()


def open_by_queue(session: Session) -> dict[str, int]:
    """How many letters are open, by queue; a queue without any is absent."""
    is_open = dead_letters.c.state == LetterState.OPEN
    statement = select(dead_letters.c.queue, func.count()).where(is_open)
    return dict(session.execute(statement.group_by(dead_letters.c.queue)).all())


def counts(session: Session) -> dict[LetterState, int]:
    """How many letters there are in each state; a state without any is absent."""
    number = func.count()
    rows = session.execute(select(dead_letters.c.state, number).group_by(dead_letters.c.state))
    return dict(rows.all())
