"""Writes the history, in the transaction of the change."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, insert
from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.db import origin_of
from labwright_inventory.history.models import Action, HistoryEntry

_history = cast(Table, HistoryEntry.__table__)


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one device; `old` and `new` are JSON values."""

    device_id: int
    action: Action
    field: str
    old: Any
    new: Any
    note: str = ""

    def values(self) -> dict[str, Any]:
        """By column. (`asdict` copies deeply, which took half the time of an import.)"""
        return {
            "device_id": self.device_id,
            "action": self.action,
            "field": self.field,
            "old": self.old,
            "new": self.new,
            "note": self.note,
        }


def record(session: Session, changes: Iterable[Change]) -> None:
    """Keep what was changed, by whom and by which request."""
    circumstances = _circumstances(session)
    rows = [change.values() | circumstances for change in changes]
    if rows:
        session.execute(insert(_history), rows)


def record_for_all(session: Session, device_ids: Select[tuple[int]], change: Change) -> None:
    """Keep the same change for every device that the statement finds; its own id is not read."""
    told = change.values() | _circumstances(session)
    del told["device_id"]
    values = [bindparam(None, value, _history.c[name].type) for name, value in told.items()]
    rows = device_ids.add_columns(*values)
    session.execute(insert(_history).from_select(["device_id", *told], rows))


def _circumstances(session: Session) -> dict[str, Any]:
    origin = origin_of(session)
    return {
        "actor": origin.actor,
        "actor_name": origin.actor_name,
        "request_id": origin.request_id,
        "at": clock.now(),
    }
