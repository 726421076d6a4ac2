"""Keeping sites."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller, Scope
from labwright_inventory.dependents.queries import (
    count_devices,
    count_rows,
    devices,
    locations,
    pdus,
    racks,
)
from labwright_inventory.entries import queries, service
from labwright_inventory.entries.service import Expectation
from labwright_inventory.permissions import CATALOG_WRITE
from labwright_inventory.sites.models import Site


def add_site(session: Session, values: Mapping[str, Any]) -> Site:
    """Add a site; `NameTaken` if there is one of its name."""
    return service.add(session, Site(**values))


def change_site(
    session: Session, id: int, values: Mapping[str, Any], *, by: Caller, expect: Expectation
) -> Site:
    """Change a site, and raise its devices' versions if they show it."""
    site = _take(session, id, by, expect)
    return service.change(session, site, values, shown_by=devices.c.site_id == id)


def remove_site(session: Session, id: int, *, by: Caller, expect: Expectation) -> None:
    """Remove a site without devices, racks, PDUs and locations; else `InUse`."""
    site = _take(session, id, by, expect)
    users = {
        "devices": count_devices(session, devices.c.site_id == id),
        "racks": count_rows(session, racks, racks.c.site_id == id),
        "PDUs": count_rows(session, pdus, pdus.c.site_id == id),
        "locations": count_rows(session, locations, locations.c.site_id == id),
    }
    service.remove(session, site, users=users)


def _take(session: Session, id: int, by: Caller, expect: Expectation) -> Site:
    site = queries.get(session, Site, id, lock=True)
    by.must(CATALOG_WRITE, Scope(by.org, id))
    expect(site.version)
    return site
