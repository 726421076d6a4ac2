"""Keeps the search texts, in the transaction of the change, by two statements for any number."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, LargeBinary, Table, delete, func, insert, literal, select
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from labwright_inventory.search.models import SearchText
from labwright_inventory.search.queries import TEXTS, devices

_texts = cast(Table, SearchText.__table__)


def refresh(session: Session, device_ids: Sequence[int]) -> None:
    """Make the texts of these devices anew, from their rows as they are now."""
    forget(session, device_ids)
    rows = select(devices.c.id, _joined()).where(
        devices.c.id.in_(device_ids), devices.c.removed_at.is_(None)
    )
    session.execute(insert(_texts).from_select(["device_id", "text"], rows))


def forget(session: Session, device_ids: Sequence[int]) -> None:
    """Find these devices no longer."""
    session.execute(delete(_texts).where(_texts.c.device_id.in_(device_ids)))


def _joined() -> ColumnElement[Any]:
    # The database's own `lower`, as in the comparison that this stands for.
    first, *others = (func.coalesce(devices.c[name], "") for name in TEXTS)
    joined: ColumnElement[Any] = first
    for text in others:
        joined = joined.concat(literal("\n")).concat(text)
    return as_type(func.lower(joined), LargeBinary)
