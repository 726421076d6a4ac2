"""Racks by id, pages of them, and what stands in them."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from labwright_inventory.dependents.queries import device_types, devices
from labwright_inventory.entries import queries
from labwright_inventory.racks.models import Rack
from labwright_inventory.racks.rules import Occupant, height_of
from labwright_inventory.racks.schemas import RackQuery


def page(session: Session, query: RackQuery) -> tuple[Sequence[Rack], int]:
    """A page of racks, and how many match."""
    filters = []
    if query.site_id:
        filters.append(Rack.site_id.in_(query.site_id))
    if query.location_id:
        filters.append(Rack.location_id.in_(query.location_id))
    return queries.page(session, Rack, query, *filters)


def lock(session: Session, ids: Collection[int]) -> dict[int, Rack]:
    """Racks by id, locked in id order: who holds one decides alone what stands in it."""
    if not ids:
        return {}
    statement = select(Rack).where(Rack.id.in_(ids), Rack.removed_at.is_(None)).order_by(Rack.id)
    fresh = statement.with_for_update().execution_options(populate_existing=True)
    return {rack.id: rack for rack in session.scalars(fresh)}


def ids_with_type(session: Session, device_type_id: int) -> Sequence[int]:
    """Ids of the racks in which a device of this type has a unit."""
    statement = (
        select(devices.c.rack_id)
        .where(
            devices.c.device_type_id == device_type_id,
            devices.c.removed_at.is_(None),
            devices.c.rack_id.is_not(None),
            devices.c.u_position.is_not(None),
        )
        .distinct()
    )
    return session.scalars(statement).all()


def occupants(session: Session, rack_ids: Collection[int]) -> list[Occupant]:
    """The devices that stand in these racks."""
    return [
        Occupant(row.id, row.name, row.rack_id, row.u_position, height_of(row.u_height))
        for row in session.execute(_in_racks(rack_ids))
    ]


def any_in_units(session: Session, device_ids: Collection[int]) -> bool:
    """Whether some of these devices have a unit of a rack."""
    statement = select(devices.c.id).where(
        devices.c.id.in_(device_ids), devices.c.u_position.is_not(None)
    )
    return session.scalar(statement.limit(1)) is not None


def heights(session: Session, ids: Collection[int]) -> dict[int, int]:
    """The heights of racks that stand, by id."""
    statement = select(Rack.id, Rack.height).where(Rack.id.in_(ids), Rack.removed_at.is_(None))
    return {row.id: row.height for row in session.execute(statement)}


def heights_of_types(session: Session, ids: Collection[int]) -> dict[int, float]:
    """Units that a device of these types takes, by the type's id."""
    statement = select(device_types.c.id, device_types.c.u_height)
    rows = session.execute(statement.where(device_types.c.id.in_(ids)))
    return {id: height_of(height) for id, height in rows}


def elevation(session: Session, rack_id: int) -> Sequence[Row[tuple[object, ...]]]:
    """The devices of one rack, from the top down, those without a unit last."""
    statement = _in_racks([rack_id]).order_by(None)
    # NULL is the lowest on every database here.
    return session.execute(statement.order_by(devices.c.u_position.desc(), devices.c.name)).all()


def _in_racks(rack_ids: Collection[int]) -> Select[tuple[object, ...]]:
    return (
        select(
            devices.c.id,
            devices.c.name,
            devices.c.status,
            devices.c.rack_id,
            devices.c.u_position,
            device_types.c.u_height,
            device_types.c.name.label("device_type"),
        )
        .outerjoin(device_types, device_types.c.id == devices.c.device_type_id)
        .where(devices.c.rack_id.in_(rack_ids), devices.c.removed_at.is_(None))
        .order_by(devices.c.id)
    )
