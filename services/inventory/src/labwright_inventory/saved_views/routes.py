"""Views over HTTP."""

from typing import Annotated

from fastapi import Query, Response
from sqlalchemy.orm import Session

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_inventory.access import Reader, ViewKeeper
from labwright_inventory.entries.schemas import RowId
from labwright_inventory.saved_views import queries, service
from labwright_inventory.saved_views.models import SavedView
from labwright_inventory.saved_views.schemas import (
    OwnerRef,
    SavedViewChange,
    SavedViewIn,
    SavedViewOut,
    SavedViewQuery,
)

PATH = "/api/v1/inventory/saved-views"
router = ServiceRouter(prefix=PATH, tags=["saved views"])


@router.get("")
def list_saved_views(
    query: Annotated[SavedViewQuery, Query()], by: Reader, session: DbReader, links: PageLinks
) -> Page[SavedViewOut]:
    """My own views of the device list, and those that are shared."""
    found, count = queries.page(session, query, by=by)
    return links.page(_shown(session, found), count=count, query=query)


@router.get("/{id}")
def get_saved_view(
    id: RowId, by: Reader, session: DbReader, validators: Validators
) -> SavedViewOut:
    """A view."""
    view = queries.get(session, id, by=by)
    # No 304: what its owner is called changes without its version.
    validators.changed(view.version)
    return _shown(session, [view])[0]


@router.post("", status_code=201)
def create_saved_view(
    body: SavedViewIn,
    by: ViewKeeper,
    session: DbSession,
    response: Response,
    validators: Validators,
) -> SavedViewOut:
    """Keep a view under a name, for oneself or for all."""
    view = service.keep(session, body, by=by)
    response.headers["Location"] = f"{PATH}/{view.id}"
    validators.changed(view.version)
    return _shown(session, [view])[0]


@router.patch("/{id}")
def change_saved_view(
    id: RowId, body: SavedViewChange, by: ViewKeeper, session: DbSession, validators: Validators
) -> SavedViewOut:
    """Change what is sent."""
    view = service.change(session, id, body, by=by, expect=validators.expect)
    validators.changed(view.version)
    return _shown(session, [view])[0]


@router.delete("/{id}", status_code=204)
def remove_saved_view(
    id: RowId, by: ViewKeeper, session: DbSession, validators: Validators
) -> None:
    """Keep it no longer."""
    service.drop(session, id, by=by, expect=validators.expect)


def _shown(session: Session, views: list[SavedView]) -> list[SavedViewOut]:
    owners = queries.owners(session, views)
    return [
        SavedViewOut(
            id=view.id,
            version=view.version,
            name=view.name,
            shared=view.shared,
            owner=OwnerRef(
                id=view.owner_id,
                username=owner.username if (owner := owners.get(view.owner_id)) else None,
                display_name=owner.name if owner else None,
            ),
            filters=view.filters,
            columns=view.columns,
            created_at=view.created_at,
            updated_at=view.updated_at,
        )
        for view in views
    ]
