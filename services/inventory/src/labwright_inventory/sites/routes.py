"""Sites over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_inventory.access import CatalogEditor, CatalogReader
from labwright_inventory.entries import queries
from labwright_inventory.entries.schemas import Brief, EntryQuery, RowId, shown
from labwright_inventory.sites import service
from labwright_inventory.sites.models import Site
from labwright_inventory.sites.schemas import SiteChange, SiteCreate, SiteOut

PATH = "/api/v1/inventory/sites"
router = ServiceRouter(prefix=PATH, tags=["sites"])


@router.get("")
def list_sites(
    query: Annotated[EntryQuery, Query()],
    by: CatalogReader,
    session: DbReader,
    links: PageLinks,
) -> Page[SiteOut] | Page[Brief]:
    """Sites."""
    found, count = queries.page(session, Site, query)
    results = shown(found, SiteOut, brief=query.brief, path=PATH)
    return links.page(results, count=count, query=query)


@router.post("", status_code=201)
def create_site(
    body: SiteCreate,
    by: CatalogEditor,
    session: DbSession,
    response: Response,
    validators: Validators,
) -> SiteOut:
    """Add a site."""
    site = service.add_site(session, body.model_dump())
    response.headers["Location"] = f"{PATH}/{site.id}"
    validators.changed(site.version)
    return SiteOut.model_validate(site)


@router.get("/{site_id}")
def get_site(
    site_id: RowId, by: CatalogReader, session: DbReader, validators: Validators
) -> SiteOut:
    """One site."""
    site = queries.get(session, Site, site_id)
    validators.answer(site.version)
    return SiteOut.model_validate(site)


@router.patch("/{site_id}")
def change_site(
    site_id: RowId,
    body: SiteChange,
    by: CatalogEditor,
    session: DbSession,
    validators: Validators,
) -> SiteOut:
    """Change what is sent; null clears."""
    site = service.change_site(session, site_id, body.sent(), by=by, expect=validators.expect)
    validators.changed(site.version)
    return SiteOut.model_validate(site)


@router.delete("/{site_id}", status_code=204)
def remove_site(
    site_id: RowId, by: CatalogEditor, session: DbSession, validators: Validators
) -> None:
    """Remove a site; 409 with the counts while devices, racks, PDUs or locations are there."""
    service.remove_site(session, site_id, by=by, expect=validators.expect)
