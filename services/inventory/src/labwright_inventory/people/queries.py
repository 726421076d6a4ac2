"""Reading and holding people and groups."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labwright_inventory.people.models import Group, Person

Kind = type[Person] | type[Group]


def hold(session: Session, kind: Kind, id: int) -> Person | Group | None:
    """Somebody or some group, kept as it is until the transaction ends; None if it is not there."""
    statement = select(kind).where(kind.id == id, kind.removed_at.is_(None))
    found: Any = session.scalar(statement.with_for_update(read=True))
    return found  # type: ignore[no-any-return]


def names(session: Session, kind: Kind, ids: Sequence[int]) -> dict[int, str]:
    """Names by id."""
    statement = select(kind.id, kind.name).where(kind.id.in_(ids))
    return {row.id: row.name for row in session.execute(statement)}
