"""Entries by id, and pages of them."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from labwright_chassis.errors import NotFound
from labwright_chassis.lists import contains, count, ordered
from labwright_inventory.entries.models import Entry
from labwright_inventory.entries.schemas import EntryQuery

E = TypeVar("E", bound=Entry)


def get(session: Session, model: type[E], id: int, *, lock: bool = False) -> E:
    """The entry, locked for a change if asked.

    Raises:
        NotFound: there is none, or it is removed.
    """
    statement = select(model).where(model.id == id, model.removed_at.is_(None))
    entry = session.scalar(statement.with_for_update() if lock else statement)
    if entry is None:
        raise NotFound(f"There is no {model.label()} {id}.")
    return entry


def hold(session: Session, model: type[E], id: int) -> E | None:
    """The entry, kept from being removed until the transaction ends; None if there is none."""
    statement = select(model).where(model.id == id, model.removed_at.is_(None))
    return session.scalar(statement.with_for_update(read=True))


def page(
    session: Session, model: type[E], query: EntryQuery, *filters: ColumnElement[bool]
) -> tuple[Sequence[E], int]:
    """A page of entries, and how many match."""
    statement = select(model).where(model.removed_at.is_(None), *filters)
    for text in filter(None, (query.q, query.name__ic)):
        statement = statement.where(contains(model.name, text))
    if query.created_at__gte:
        statement = statement.where(model.created_at >= query.created_at__gte)
    if query.created_at__lt:
        statement = statement.where(model.created_at < query.created_at__lt)
    columns = {
        "name": model.name_key,
        "created_at": model.created_at,
        "updated_at": model.updated_at,
        "id": model.id,
    }
    rows = ordered(statement, query.ordering, columns, by="name,id")
    found = session.scalars(rows.limit(query.limit).offset(query.offset))
    return found.all(), count(session, statement)
