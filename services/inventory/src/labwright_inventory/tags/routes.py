"""Tags over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_inventory.access import CatalogEditor, CatalogReader
from labwright_inventory.entries import queries
from labwright_inventory.entries.schemas import Brief, EntryQuery, RowId, shown
from labwright_inventory.tags import service
from labwright_inventory.tags.models import Tag
from labwright_inventory.tags.schemas import TagChange, TagCreate, TagOut

PATH = "/api/v1/inventory/tags"
router = ServiceRouter(prefix=PATH, tags=["tags"])


@router.get("")
def list_tags(
    query: Annotated[EntryQuery, Query()],
    by: CatalogReader,
    session: DbReader,
    links: PageLinks,
) -> Page[TagOut] | Page[Brief]:
    """Tags."""
    found, count = queries.page(session, Tag, query)
    results = shown(found, TagOut, brief=query.brief, path=PATH)
    return links.page(results, count=count, query=query)


@router.post("", status_code=201)
def create_tag(
    body: TagCreate,
    by: CatalogEditor,
    session: DbSession,
    response: Response,
    validators: Validators,
) -> TagOut:
    """Add a tag."""
    tag = service.add_tag(session, body.model_dump())
    response.headers["Location"] = f"{PATH}/{tag.id}"
    validators.changed(tag.version)
    return TagOut.model_validate(tag)


@router.get("/{tag_id}")
def get_tag(tag_id: RowId, by: CatalogReader, session: DbReader, validators: Validators) -> TagOut:
    """One tag."""
    tag = queries.get(session, Tag, tag_id)
    validators.answer(tag.version)
    return TagOut.model_validate(tag)


@router.patch("/{tag_id}")
def change_tag(
    tag_id: RowId,
    body: TagChange,
    by: CatalogEditor,
    session: DbSession,
    validators: Validators,
) -> TagOut:
    """Change what is sent; null clears."""
    tag = service.change_tag(session, tag_id, body.sent(), expect=validators.expect)
    validators.changed(tag.version)
    return TagOut.model_validate(tag)


@router.delete("/{tag_id}", status_code=204)
def remove_tag(
    tag_id: RowId, by: CatalogEditor, session: DbSession, validators: Validators
) -> None:
    """Remove a tag, also from the devices that have it."""
    service.remove_tag(session, tag_id, expect=validators.expect)
