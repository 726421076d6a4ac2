"""Keeping locations."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller, Scope
from labwright_chassis.errors import Malformed
from labwright_inventory.dependents.queries import count_rows, racks
from labwright_inventory.entries import queries, service
from labwright_inventory.entries.errors import InUse
from labwright_inventory.entries.service import Expectation
from labwright_inventory.locations.models import Location
from labwright_inventory.permissions import CATALOG_WRITE
from labwright_inventory.sites.models import Site


def add_location(session: Session, values: Mapping[str, Any], *, by: Caller) -> Location:
    """Add a location; `NameTaken` if its site has one of its name."""
    _hold_site(session, values["site_id"], by)
    return service.add(session, Location(**values))


def change_location(
    session: Session, id: int, values: Mapping[str, Any], *, by: Caller, expect: Expectation
) -> Location:
    """Change a location; one with racks stays at its site (`InUse`)."""
    if "site_id" in values:
        _hold_site(session, values["site_id"], by)
    location = _take(session, id, by, expect)
    if values.get("site_id", location.site_id) != location.site_id:
        _check_unused(session, location)
    return service.change(session, location, values)


def remove_location(session: Session, id: int, *, by: Caller, expect: Expectation) -> None:
    """Remove a location without racks; else `InUse`."""
    location = _take(session, id, by, expect)
    service.remove(session, location, users=_users(session, id))


def _take(session: Session, id: int, by: Caller, expect: Expectation) -> Location:
    location = queries.get(session, Location, id, lock=True)
    by.must(CATALOG_WRITE, Scope(by.org, location.site_id))
    expect(location.version)
    return location


def _hold_site(session: Session, id: int, by: Caller) -> None:
    if queries.hold(session, Site, id) is None:
        raise Malformed.at("/site_id", f"There is no site {id}.", "unknown")
    by.must(CATALOG_WRITE, Scope(by.org, id))


def _users(session: Session, id: int) -> dict[str, int]:
    return {"racks": count_rows(session, racks, racks.c.location_id == id)}


def _check_unused(session: Session, location: Location) -> None:
    users = _users(session, location.id)
    if any(users.values()):
        raise InUse(location.label(), location.name, users)
