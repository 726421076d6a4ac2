"""What an import of device types must know of the catalog."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, undefer

from labwright_inventory.catalog.models import DeviceType, Manufacturer


def manufacturers(session: Session, keys: Collection[str]) -> dict[str, int]:
    """Ids of manufacturers by normalised name."""
    statement = select(Manufacturer.name_key, Manufacturer.id)
    found = session.execute(statement.where(Manufacturer.name_key.in_(keys)))
    return {str(key): id for key, id in found}


def types(session: Session, slugs: Collection[str], names: Collection[str]) -> list[DeviceType]:
    """Device types by normalised slug or name, whole."""
    statement = select(DeviceType).where(
        DeviceType.removed_at.is_(None),
        or_(DeviceType.slug_key.in_(slugs), DeviceType.name_key.in_(names)),
    )
    whole: Any = (undefer(DeviceType.templates), undefer(DeviceType.extra))
    return list(session.scalars(statement.options(*whole).order_by(DeviceType.id)))
