"""Keeping views, changing them, keeping them no longer."""

from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.callers import Caller, Scope
from labwright_chassis.errors import NotAllowed
from labwright_inventory import permissions
from labwright_inventory.db import translated
from labwright_inventory.entries.errors import NameTaken
from labwright_inventory.entries.service import Expectation
from labwright_inventory.saved_views import queries
from labwright_inventory.saved_views.errors import TooManyViews
from labwright_inventory.saved_views.models import SavedView
from labwright_inventory.saved_views.schemas import SavedViewChange, SavedViewIn

MOST_VIEWS = 200
"""How many a person may keep."""


def keep(session: Session, request: SavedViewIn, *, by: Caller) -> SavedView:
    """Keep a view under a name.

    Raises:
        NameTaken, TooManyViews: among the caller's own.
    """
    if queries.number(session, by.id) >= MOST_VIEWS:
        raise TooManyViews(f"At most {MOST_VIEWS} views are kept by one person.")
    now = clock.now()
    view = SavedView(org=by.org, owner_id=by.id, created_at=now, updated_at=now)
    view.take(request.model_dump())
    session.add(view)
    _flush(session, view)
    _record(session, "create", view, after=view.told())
    return view


def change(
    session: Session, id: int, request: SavedViewChange, *, by: Caller, expect: Expectation
) -> SavedView:
    """Change what is sent.

    Raises:
        NotFound: there is none that the caller may open.
        NotAllowed: it is somebody else's.
        NameTaken: as `keep`.
    """
    view = _lock_own(session, id, by=by)
    expect(view.version)
    before = view.told()
    view.take(request.sent())
    if view.told() == before:
        return view
    view.version += 1
    view.updated_at = clock.now()
    _flush(session, view)
    _record(session, "update", view, before=before, after=view.told())
    return view


def drop(session: Session, id: int, *, by: Caller, expect: Expectation) -> None:
    """Keep it no longer.

    Raises:
        NotFound, NotAllowed: as `change`.
    """
    view = _lock_own(session, id, by=by)
    expect(view.version)
    session.delete(view)
    _record(session, "delete", view, before=view.told())


def _lock_own(session: Session, id: int, *, by: Caller) -> SavedView:
    view = queries.get(session, id, by=by, lock=True)
    if view.owner_id != by.id and not by.may(permissions.VIEW_WRITE_ANY, Scope(view.org)):
        raise NotAllowed("This view is somebody else's.")
    return view


def _flush(session: Session, view: SavedView) -> None:
    taken = NameTaken("view", view.name)
    with translated({"uq_saved_views_owner_id_name_key": taken}):
        session.flush()


def _record(session: Session, verb: str, view: SavedView, **states: Any) -> None:
    audit.record(session, f"inventory.saved_view.{verb}", target=f"saved_view/{view.id}", **states)
