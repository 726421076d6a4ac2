"""Where a device stands: locked racks, its site from its rack, and whether it fits."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis.errors import Malformed, Refused
from labwright_inventory.catalog.models import DeviceType
from labwright_inventory.devices import queries
from labwright_inventory.devices.models import Device
from labwright_inventory.entries import queries as entries
from labwright_inventory.racks import queries as racks_queries
from labwright_inventory.racks import service as racks_service
from labwright_inventory.racks.errors import OtherSite
from labwright_inventory.racks.models import Rack

CONCERNED = frozenset({"rack_id", "u_position", "device_type_id", "site_id"})
"""The fields that decide whether a device fits."""

Racks = Mapping[int, Rack]


def lock(session: Session, values: Mapping[str, Any], *, device_id: int | None = None) -> Racks:
    """Lock the racks of a write, present and wanted, before the device itself.

    The device's type is kept as it is, too: its height counts.

    Raises:
        Malformed: there is no rack of the wanted id.
    """
    if not CONCERNED & values.keys():
        return {}
    present = None if device_id is None else queries.place(session, device_id)
    wanted = values.get("rack_id")
    if present is not None and "device_type_id" not in values:
        entries.hold(session, DeviceType, present[0])
    ids = {wanted, present[1] if present else None} - {None}
    found = racks_queries.lock(session, sorted(id for id in ids if id is not None))
    if wanted is not None and wanted not in found:
        raise Malformed.at("/rack_id", f"There is no rack {wanted}.", "unknown")
    return found


def settled(racks: Racks, present: Mapping[str, Any], *, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What follows for a device from the rack that it stands in afterwards.

    It takes the site of a rack that it enters, and gives up its unit with its rack.

    Raises:
        Malformed: a unit without a rack.
        Refused: somebody else has just moved it.
        OtherSite: the site that was sent is not that of the rack.
    """
    if not CONCERNED & sent.keys():
        return {}
    rack_id = sent.get("rack_id", present["rack_id"])
    if rack_id is None:
        if sent.get("u_position") is not None:
            raise Malformed.at("/u_position", "A unit needs a rack: send rack_id.", "no_rack")
        return {"u_position": None}
    rack = racks.get(rack_id)
    if rack is None:
        # Between the look and the lock.
        raise Refused("The device was moved at this moment; try again.")
    enters = rack_id != present["rack_id"] or sent is present
    asked = sent.get("site_id", rack.site_id if enters else present["site_id"])
    if asked is None and enters:
        asked = rack.site_id
    if asked != rack.site_id:
        message = f"The rack “{rack.name}” stands at another site; a device stands with its rack."
        raise OtherSite(message)
    return {"site_id": rack.site_id}


def verify(session: Session, racks: Racks, device: Device) -> None:
    """See that the device fits where it stands now; it is written already.

    Raises:
        DoesNotFit: it does not.
    """
    if device.rack_id is None or device.u_position is None:
        return
    held = {id: rack for id, rack in racks.items() if id == device.rack_id}
    if held:
        racks_service.verify(session, held, pointer="/u_position")
    else:
        racks_service.verify_all(session, [device.rack_id], pointer="/u_position")
