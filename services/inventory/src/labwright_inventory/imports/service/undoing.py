"""Puts back what an import has changed and removes what it has made, as a whole or not at all."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Enum
from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.callers import Caller
from labwright_chassis.db import origin_of
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
from labwright_inventory.permissions import IMPORT_RUN
from labwright_inventory.tags.models import Tag

_LISTED = 1000


def undo(session: Session, id: int, *, by: Caller) -> Import:
    """Undo an import.

    Raises:
        NotUndoable: it changed nothing, or is undone.
        ChangedSince: devices were changed since, or what they referred to is gone.
        NotAllowed: a device stands where the caller may not import.
    """
    run = queries.get(session, id, lock=True)
    if run.state is not ImportState.DONE or run.dry_run:
        what = "was a dry run" if run.dry_run else f"is {run.state}"
        raise NotUndoable(f"Import {id} {what}; there is nothing to undo.")
    _check(session, run)
    deed = writing.Deed(Action.UNDO, f"undo of the import of {run.filename}"[:255])
    for made in queries.written_rows(session, id, [RowAction.CREATE]):
        views = bulk.views(session, _ids(made))
        _check_scope(views.values(), by)
        writing.remove(session, [views[id] for id in sorted(views)], deed)
    # Devices may swap their names back: all are given up before any is taken.
    for changed in queries.written_rows(session, id, [RowAction.UPDATE]):
        writing.free(session, [row.device_id or 0 for row in changed if _renames(row)])
    for changed in queries.written_rows(session, id, [RowAction.UPDATE]):
        writing.write(session, _plans(session, changed, by), deed)
    run.state, run.undone_at = ImportState.UNDONE, clock.now()
    run.undone_by = origin_of(session).actor_name or origin_of(session).actor
    return run


def _check(session: Session, run: Import) -> None:
    """Lock all devices; refuse if one of them is no longer as the import left it."""
    listed: list[dict[str, Any]] = []
    count = 0
    written = [RowAction.CREATE, RowAction.UPDATE]
    for rows in queries.written_rows(session, run.id, written):
        present = bulk.locked(session, _ids(rows))
        changed = queries.changed_since(session, _ids(rows), run.last_history)
        gone = _gone(session, rows)
        for row in rows:
            reason = _reason(row, present, changed, gone)
            if reason:
                count += 1
                listed += [_listed(row, reason)] if len(listed) < _LISTED else []
    if count:
        raise ChangedSince(listed, count)


def _reason(row: ImportRow, present: set[int], changed: set[int], gone: dict[int, str]) -> str:
    if row.device_id not in present:
        return "It was removed."
    if row.device_id in changed:
        return "Somebody has changed it."
    return gone.get(row.number, "")


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
