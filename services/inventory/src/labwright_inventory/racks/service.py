"""Keeping racks, and seeing that what stands in them can."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller, Scope
from labwright_chassis.errors import Malformed
from labwright_inventory.dependents.queries import count_devices, devices
from labwright_inventory.entries import queries as entries
from labwright_inventory.entries import service
from labwright_inventory.entries.errors import InUse
from labwright_inventory.entries.service import Expectation
from labwright_inventory.locations.models import Location
from labwright_inventory.permissions import CATALOG_WRITE
from labwright_inventory.racks import queries
from labwright_inventory.racks.errors import DoesNotFit, OtherSite
from labwright_inventory.racks.models import Rack
from labwright_inventory.racks.rules import Occupant, misplaced
from labwright_inventory.sites.models import Site


def add_rack(session: Session, values: Mapping[str, Any], *, by: Caller) -> Rack:
    """Add a rack; `NameTaken` if its site has one of its name."""
    _hold_site(session, values["site_id"], by)
    _hold_location(session, values["location_id"], values["site_id"])
    return service.add(session, Rack(**values))


def change_rack(
    session: Session, id: int, values: Mapping[str, Any], *, by: Caller, expect: Expectation
) -> Rack:
    """Change a rack, and raise its devices' versions if they show it.

    Raises:
        InUse: it would move to another site with its devices.
        DoesNotFit: a device stands above its new height.
    """
    if "site_id" in values:
        _hold_site(session, values["site_id"], by)
    rack = _take(session, id, by, expect)
    site_id = values.get("site_id", rack.site_id)
    if site_id != rack.site_id:
        _check_empty(session, rack)
    _hold_location(session, values.get("location_id", rack.location_id), site_id)
    shrinks = values.get("height", rack.height) < rack.height
    changed = service.change(session, rack, values, shown_by=devices.c.rack_id == id)
    if shrinks:
        verify(session, {id: changed}, pointer="/height")
    return changed


def remove_rack(session: Session, id: int, *, by: Caller, expect: Expectation) -> None:
    """Remove an empty rack; else `InUse`."""
    rack = _take(session, id, by, expect)
    service.remove(session, rack, users=_users(session, id))


def verify(session: Session, racks: Mapping[int, Rack], *, pointer: str) -> None:
    """See, after a write, that the devices of these locked racks fit and do not collide.

    Raises:
        DoesNotFit: they do not; `pointer` names what was asked for.
    """
    if not racks:
        return
    session.flush()
    inside: dict[int, list[Occupant]] = defaultdict(list)
    for occupant in queries.occupants(session, racks.keys()):
        inside[occupant.rack_id].append(occupant)
    for id, rack in racks.items():
        if found := misplaced(rack.height, inside[id]):
            raise DoesNotFit(rack.name, found, pointer=pointer)


def verify_type(session: Session, device_type_id: int) -> None:
    """See that the devices of a locked type, whose height has changed, still fit their racks."""
    racks = queries.lock(session, queries.ids_with_type(session, device_type_id))
    verify(session, racks, pointer="/u_height")


def verify_all(session: Session, rack_ids: Collection[int], *, pointer: str) -> None:
    """Lock these racks and see that their devices fit, after many were written at once."""
    verify(session, queries.lock(session, rack_ids), pointer=pointer)


def _take(session: Session, id: int, by: Caller, expect: Expectation) -> Rack:
    rack = entries.get(session, Rack, id, lock=True)
    by.must(CATALOG_WRITE, Scope(by.org, rack.site_id))
    expect(rack.version)
    return rack


def _hold_site(session: Session, id: int, by: Caller) -> None:
    if entries.hold(session, Site, id) is None:
        raise Malformed.at("/site_id", f"There is no site {id}.", "unknown")
    by.must(CATALOG_WRITE, Scope(by.org, id))


def _hold_location(session: Session, id: int | None, site_id: int) -> None:
    if id is None:
        return
    location = entries.hold(session, Location, id)
    if location is None:
        raise Malformed.at("/location_id", f"There is no location {id}.", "unknown")
    if location.site_id != site_id:
        message = f"The location “{location.name}” is at another site."
        raise OtherSite(message, pointer="/location_id")


def _users(session: Session, id: int) -> dict[str, int]:
    return {"devices": count_devices(session, devices.c.rack_id == id)}


def _check_empty(session: Session, rack: Rack) -> None:
    users = _users(session, rack.id)
    if any(users.values()):
        raise InUse(rack.label(), rack.name, users)
