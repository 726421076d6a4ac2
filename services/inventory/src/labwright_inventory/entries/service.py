"""Adding, changing and removing an entry: name, version, audit, and the devices that show it."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.columns import normalised
from labwright_inventory.db import translated
from labwright_inventory.dependents.service import raise_versions
from labwright_inventory.entries import errors
from labwright_inventory.entries.models import Entry

E = TypeVar("E", bound=Entry)

Expectation = Callable[[int], None]
"""Raises when the caller's copy of the thing is not of this version."""


def add(session: Session, entry: E) -> E:
    """Write a new entry.

    Raises:
        NameTaken: another one has its name.
    """
    entry.name_key = normalised(entry.name)
    session.add(entry)
    _flush(session, entry)
    _record(session, "create", entry, after=entry.values())
    return entry


def change(
    session: Session,
    entry: E,
    values: Mapping[str, Any],
    *,
    shown_by: ColumnElement[bool] | None = None,
) -> E:
    """Change a locked entry; `shown_by` finds the devices that show it, if any do.

    Raises:
        NameTaken: another one has its new name.
    """
    changes = entry.change(values, clock.now())
    if not changes:
        return entry
    _flush(session, entry)
    if shown_by is not None and entry.SHOWN & changes.keys():
        raise_versions(session, shown_by)
    before = {name: old for name, (old, _) in changes.items()}
    _record(session, "update", entry, before=before, after={n: v for n, (_, v) in changes.items()})
    return entry


def remove(session: Session, entry: Entry, *, users: Mapping[str, int]) -> None:
    """End a locked entry; `users` counts what refers to it.

    Raises:
        InUse: something does.
    """
    if used := {what: count for what, count in users.items() if count}:
        raise errors.InUse(entry.label(), entry.name, used)
    _record(session, "delete", entry, before=entry.values())
    entry.remove(clock.now())


def _flush(session: Session, entry: Entry) -> None:
    taken = errors.NameTaken(entry.label(), entry.name)
    unique = "_".join(("uq", entry.__tablename__, *entry.NAME_KEYS))
    with translated({unique: taken}):
        session.flush()


def _record(session: Session, verb: str, entry: Entry, **states: Any) -> None:
    audit.record(
        session, f"inventory.{entry.KIND}.{verb}", target=f"{entry.KIND}/{entry.id}", **states
    )
