"""Puts back what an import has changed and removes what it has made, as a whole or not at all.

At once, or as a job of the worker's, which is an import of its own that `undoes` the first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Enum
from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.callers import Caller
from labwright_chassis.db import origin_of
from labwright_inventory.bookings import queries as bookings
from labwright_inventory.bulk import queries as bulk
from labwright_inventory.bulk.service import writing
from labwright_inventory.bulk.service.plans import REFERENCES, Plan
from labwright_inventory.devices.models import Device
from labwright_inventory.devices.schemas import DeviceView
from labwright_inventory.devices.service import scope_of
from labwright_inventory.history.models import Action
from labwright_inventory.imports import queries
from labwright_inventory.imports.errors import ChangedSince, NotUndoable
from labwright_inventory.imports.models import Import, ImportRow, ImportState
from labwright_inventory.imports.rules.rows import RowAction
from labwright_inventory.imports.service import new
from labwright_inventory.imports.service.running import Progress
from labwright_inventory.permissions import IMPORT_RUN
from labwright_inventory.tags.models import Tag

_LISTED = 1000


def queue_undo(session: Session, id: int, *, by: Caller) -> Import:
    """Have the worker undo an import; the import that says how far it is, and why if it is refused.

    Raises:
        NotUndoable: it changed nothing, is undone, or somebody has asked already.
    """
    run = queries.get(session, id, lock=True)
    _must_be_undoable(run)
    if waiting := queries.undo_under_way(session, id):
        raise NotUndoable(f"Import {waiting} is about to undo import {id} already.")
    job = new(session, run.filename, dry_run=False, background=True, by=by)
    job.undoes, job.rows = id, run.written
    session.flush()
    return job


def undo(
    session: Session, id: int, *, by: Caller, progress: Progress = lambda done: None
) -> Import:
    """Undo an import. `progress` is told how many rows were checked or put back, each counts twice.

    Raises:
        NotUndoable: it changed nothing, or is undone.
        ChangedSince: devices were changed or booked since, or what they referred to is gone.
        NotAllowed: a device stands where the caller may not import.
    """
    run = queries.get(session, id, lock=True)
    _must_be_undoable(run)
    done = _check(session, run, progress)
    deed = writing.Deed(Action.UNDO, f"undo of the import of {run.filename}"[:255])
    for made in queries.written_rows(session, id, [RowAction.CREATE]):
        views = bulk.views(session, _ids(made))
        _check_scope(views.values(), by)
        writing.remove(session, [views[id] for id in sorted(views)], deed)
        progress(done := done + len(made))
    # Devices may swap their names back: all are given up before any is taken.
    for changed in queries.written_rows(session, id, [RowAction.UPDATE]):
        writing.free(session, [row.device_id or 0 for row in changed if _renames(row)])
    racks: set[int] = set()
    for changed in queries.written_rows(session, id, [RowAction.UPDATE]):
        racks |= writing.put(session, _plans(session, changed, by), deed)
        progress(done := done + len(changed))
    writing.verify(session, racks)
    run.state, run.undone_at = ImportState.UNDONE, clock.now()
    run.undone_by = origin_of(session).actor_name or origin_of(session).actor
    return run


def _must_be_undoable(run: Import) -> None:
    if run.undoes:
        raise NotUndoable(f"Import {run.id} is itself an undo; import the file again.")
    if run.state is not ImportState.DONE or run.dry_run:
        what = "was a dry run" if run.dry_run else f"is {run.state}"
        raise NotUndoable(f"Import {run.id} {what}; there is nothing to undo.")


def _check(session: Session, run: Import, progress: Progress) -> int:
    """Lock all devices; refuse if one of them is no longer as the import left it; how many."""
    listed: list[dict[str, Any]] = []
    count, done = 0, 0
    written = [RowAction.CREATE, RowAction.UPDATE]
    for rows in queries.written_rows(session, run.id, written):
        since = _since(session, run, rows)
        for row in rows:
            if reason := since.reason(row):
                count += 1
                listed += [_listed(row, reason)] if len(listed) < _LISTED else []
        progress(done := done + len(rows))
    if count:
        raise ChangedSince(listed, count)
    return done


@dataclass(frozen=True, slots=True)
class _Since:
    """What became of an import's devices since: ids; `gone` is in words, by the row's number."""

    present: set[int]
    changed: set[int]
    booked: set[int]
    gone: dict[int, str]

    def reason(self, row: ImportRow) -> str:
        """Why the row cannot be put back; empty if it can."""
        if row.device_id not in self.present:
            return "It was removed."
        if row.device_id in self.changed:
            return "Somebody has changed it."
        if row.device_id in self.booked and row.action is RowAction.CREATE:
            return "It is booked for later, by what the scheduler told."
        return self.gone.get(row.number, "")


def _since(session: Session, run: Import, rows: Sequence[ImportRow]) -> _Since:
    ids = _ids(rows)
    present = bulk.locked(session, ids)
    return _Since(
        present=present,
        changed=queries.changed_since(session, ids, run.last_history),
        booked=bookings.booked(session, ids, now=clock.now()),
        gone=_gone(session, rows),
    )


def _gone(session: Session, rows: Sequence[ImportRow]) -> dict[int, str]:
    """Rows by number of which something that they would refer to again was removed."""
    found: dict[int, str] = {}
    for name, model in REFERENCES.items():
        wanted = {row.number: _fields(row).get(f"{name}_id") for row in rows}
        known = bulk.names_by_id(session, model, (id for id in wanted.values() if id))
        words = f"Its {model.label()} was removed."
        found |= {number: words for number, id in wanted.items() if id and id not in known}
    tags = {id for row in rows for id, _ in _tags(row)}
    known = bulk.names_by_id(session, Tag, tags)
    lost = [row for row in rows if any(id not in known for id, _ in _tags(row))]
    return found | {row.number: "One of its tags was removed." for row in lost}


def _plans(session: Session, rows: Sequence[ImportRow], by: Caller) -> list[Plan]:
    views = bulk.views(session, _ids(rows))
    tags = bulk.names_by_id(session, Tag, {id for row in rows for id, _ in _tags(row)})
    plans = []
    for row in rows:
        assert row.device_id is not None
        plan = Plan(present=views[row.device_id], device_id=row.device_id)
        plan.begin()
        for name, value in _fields(row).items():
            what = name.removesuffix("_id") if name.removesuffix("_id") in REFERENCES else name
            plan.set(what, value, told=row.changes[what][0])
        if "tags" in (row.before or {}):
            plan.set_tags((id, tags[id]) for id, _ in _tags(row))
        by.must(IMPORT_RUN, scope_of(by, plan.fields["site_id"]))
        plans.append(plan)
    _check_scope(views.values(), by)
    return plans


def _check_scope(views: Iterable[DeviceView], by: Caller) -> None:
    for view in views:
        by.must(IMPORT_RUN, scope_of(by, view.row.site_id))


def _fields(row: ImportRow) -> dict[str, Any]:
    """The fields to put back, as the device has them."""
    kept = (row.before or {}).get("fields", {})
    return {name: _value(name, value) for name, value in kept.items()}


def _value(name: str, kept: Any) -> Any:
    kind = Device.__table__.c[name].type
    if isinstance(kind, Enum) and kind.enum_class is not None and kept is not None:
        return kind.enum_class(kept)
    return kept


def _tags(row: ImportRow) -> list[tuple[int, str]]:
    return [(id, name) for id, name in (row.before or {}).get("tags", ())]


def _renames(row: ImportRow) -> bool:
    return bool(row.changes.keys() & {"name", "site", "oi_id", "serial_number"})


def _ids(rows: Sequence[ImportRow]) -> list[int]:
    return [row.device_id for row in rows if row.device_id is not None]


def _listed(row: ImportRow, reason: str) -> dict[str, Any]:
    return {"row": row.number, "device_id": row.device_id, "key": row.key, "reason": reason}
