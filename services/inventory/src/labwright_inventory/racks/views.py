"""Puts together what a rack looks like."""

from sqlalchemy.orm import Session

from labwright_inventory.entries import queries as entries
from labwright_inventory.racks import queries
from labwright_inventory.racks.models import Rack
from labwright_inventory.racks.rules import height_of
from labwright_inventory.racks.schemas import Elevation, ElevationDevice


def elevation(session: Session, rack_id: int) -> Elevation:
    """A rack from the front, in two statements; NotFound if there is none."""
    rack = entries.get(session, Rack, rack_id)
    found = [
        ElevationDevice(
            id=row.id,
            name=row.name,
            status=row.status,
            device_type=row.device_type,
            u_position=row.u_position,
            u_height=height_of(row.u_height),
        )
        for row in queries.elevation(session, rack_id)
    ]
    used = sum(device.u_height for device in found if device.u_position is not None)
    return Elevation(
        id=rack.id,
        name=rack.name,
        site_id=rack.site_id,
        height=rack.height,
        used=used,
        free=rack.height - used,
        devices=found,
    )
