"""Keeping device types and manufacturers."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis.columns import normalised
from labwright_chassis.errors import Malformed
from labwright_inventory.attributes.errors import SchemaBreaksDevices
from labwright_inventory.attributes.rules import violations
from labwright_inventory.catalog import queries as catalog
from labwright_inventory.catalog.errors import SlugTaken
from labwright_inventory.catalog.models import DeviceType, Manufacturer
from labwright_inventory.db import translated
from labwright_inventory.dependents.queries import count_devices, devices
from labwright_inventory.entries import queries, service
from labwright_inventory.entries.service import Expectation
from labwright_inventory.racks.service import verify_type

_NAMED_AT_MOST = 20


def add_manufacturer(session: Session, values: Mapping[str, Any]) -> Manufacturer:
    """Add a manufacturer; `NameTaken` if there is one of its name."""
    return service.add(session, Manufacturer(**values))


def change_manufacturer(
    session: Session, id: int, values: Mapping[str, Any], *, expect: Expectation
) -> Manufacturer:
    """Change a manufacturer, and raise its devices' versions if they show it."""
    manufacturer = queries.get(session, Manufacturer, id, lock=True)
    expect(manufacturer.version)
    shown_by = devices.c.manufacturer_id == id
    return service.change(session, manufacturer, values, shown_by=shown_by)


def remove_manufacturer(session: Session, id: int, *, expect: Expectation) -> None:
    """Remove a manufacturer that no device and no type refers to; else `InUse`."""
    manufacturer = queries.get(session, Manufacturer, id, lock=True)
    expect(manufacturer.version)
    users = {
        "devices": count_devices(session, devices.c.manufacturer_id == id),
        "device types": catalog.count_types_of(session, id),
    }
    service.remove(session, manufacturer, users=users)


def add_device_type(session: Session, values: Mapping[str, Any]) -> DeviceType:
    """Add a device type; `NameTaken`, `SlugTaken` if there is one of its name or slug."""
    _hold_manufacturer(session, values)
    slug = values.get("slug")
    device_type = DeviceType(**values, slug_key=slug and normalised(slug))
    with translated({"uq_device_types_slug_key": SlugTaken(slug)}):
        return service.add(session, device_type)


def change_device_type(
    session: Session, id: int, values: Mapping[str, Any], *, expect: Expectation
) -> DeviceType:
    """Change a device type, and raise its devices' versions if they show it.

    Raises:
        NameTaken, SlugTaken: another type has its new name or slug.
        DoesNotFit: with another height its devices would not fit the racks where they stand.
    """
    _hold_manufacturer(session, values)
    device_type = queries.get(session, DeviceType, id, lock=True)
    expect(device_type.version)
    _check_obeyed(session, device_type, values)
    shown_by = devices.c.device_type_id == id
    height = device_type.u_height
    with translated({"uq_device_types_slug_key": SlugTaken(values.get("slug"))}):
        changed = service.change(session, device_type, values, shown_by=shown_by)
    if changed.u_height != height:
        verify_type(session, id)
    return changed


def remove_device_type(session: Session, id: int, *, expect: Expectation) -> None:
    """Remove a device type of which there is no device; else `InUse`."""
    device_type = queries.get(session, DeviceType, id, lock=True)
    expect(device_type.version)
    users = {"devices": count_devices(session, devices.c.device_type_id == id)}
    service.remove(session, device_type, users=users)


def _check_obeyed(session: Session, device_type: DeviceType, values: Mapping[str, Any]) -> None:
    """Refuse a new schema that the attributes of a device break; it names at most 20."""
    schema = values.get("attributes_schema")
    if schema is None or schema == device_type.attributes_schema:
        return
    broken: list[dict[str, object]] = []
    for row in catalog.attributed_devices(session, device_type.id):
        if found := violations(schema, row.attributes):
            if len(broken) == _NAMED_AT_MOST:
                raise SchemaBreaksDevices(broken, more=True)
            told = [{"pointer": e.pointer, "message": e.message} for e in found]
            broken.append({"id": row.id, "name": row.name, "errors": told})
    if broken:
        raise SchemaBreaksDevices(broken, more=False)


def _hold_manufacturer(session: Session, values: Mapping[str, Any]) -> None:
    id = values.get("manufacturer_id")
    if id is not None and queries.hold(session, Manufacturer, id) is None:
        raise Malformed.at("/manufacturer_id", f"There is no manufacturer {id}.", "unknown")
