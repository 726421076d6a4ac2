"""What a change of many devices must know: a statement per thousand keys, none per device."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Row, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from labwright_chassis.columns import normalised
from labwright_inventory.catalog.models import DeviceType
from labwright_inventory.devices import queries as devices
from labwright_inventory.devices.models import Device
from labwright_inventory.devices.schemas import DeviceView
from labwright_inventory.entries.models import Entry
from labwright_inventory.people.models import Group, Person
from labwright_inventory.people.queries import Kind
from labwright_inventory.racks.models import Rack
from labwright_inventory.sites.models import Site

T = TypeVar("T")

PORTION = 1000


def portions(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in portions that one statement takes."""
    rest = iter(items)
    while portion := list(islice(rest, PORTION)):
        yield portion


def ids_by_name(
    session: Session, model: type[Entry], names: Iterable[str], *, hold: bool
) -> dict[str, tuple[int, str]]:
    """(id, name) of entries by normalised name; `hold` keeps them from being removed."""
    found: dict[str, tuple[int, str]] = {}
    for keys in portions(sorted({normalised(name) for name in names})):
        statement = select(model.name_key, model.id, model.name).where(model.name_key.in_(keys))
        statement = statement.order_by(model.id)
        rows = session.execute(statement.with_for_update(read=True) if hold else statement)
        found |= {str(key): (id, name) for key, id, name in rows}
    return found


def names_by_id(session: Session, model: type[Entry], ids: Iterable[int]) -> dict[int, str]:
    """Names of entries that are not removed, kept from being removed, by id."""
    found: dict[int, str] = {}
    for portion in portions(sorted(set(ids))):
        statement = select(model.id, model.name).where(
            model.id.in_(portion), model.removed_at.is_(None)
        )
        rows = session.execute(statement.order_by(model.id).with_for_update(read=True))
        found |= {row.id: row.name for row in rows}
    return found


def owners(
    session: Session, column: InstrumentedAttribute[Any], keys: Collection[str]
) -> dict[str, int]:
    """Ids of devices by a unique key column."""
    found: dict[str, int] = {}
    for portion in portions(sorted(keys)):
        rows = session.execute(select(column, Device.id).where(column.in_(portion)))
        found |= {str(key): id for key, id in rows}
    return found


def ids_with_oi_id(session: Session, ids: Iterable[int]) -> set[int]:
    """Those of the devices that have an oi_id."""
    found: set[int] = set()
    for portion in portions(sorted(ids)):
        statement = select(Device.id).where(Device.id.in_(portion), Device.oi_id_key.is_not(None))
        found |= set(session.scalars(statement))
    return found


def locked(session: Session, ids: Iterable[int]) -> set[int]:
    """Those of the devices that are not removed, locked in id order until the transaction ends."""
    found: set[int] = set()
    for portion in portions(sorted(set(ids))):
        statement = select(Device.id).where(Device.id.in_(portion), Device.removed_at.is_(None))
        found |= set(session.scalars(statement.order_by(Device.id).with_for_update()))
    return found


def views(session: Session, ids: Iterable[int]) -> dict[int, DeviceView]:
    """Devices by id."""
    return {
        view.row.id: view
        for portion in portions(sorted(ids))
        for view in devices.views(session, portion)
    }


def owners_of_names(
    session: Session, names: Iterable[str], *, keyless: bool = False
) -> dict[tuple[int, str], int]:
    """Ids of devices by (site or 0, normalised name), for these normalised names at any site.

    With `keyless` only those that have neither oi_id nor serial number.
    """
    found: dict[tuple[int, str], int] = {}
    for portion in portions(sorted(set(names))):
        statement = select(Device.site_key, Device.name_key, Device.id)
        statement = statement.where(Device.name_key.in_(portion))
        if keyless:
            statement = statement.where(Device.oi_id_key.is_(None), Device.serial_key.is_(None))
        found |= {(site, str(name)): id for site, name, id in session.execute(statement)}
    return found


def ids_of(session: Session, keys: Sequence[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Ids of the devices just written, by (site or 0, normalised name)."""
    found = owners_of_names(session, (name for _, name in keys))
    return {key: found[key] for key in keys}


def racks(session: Session, ids: Iterable[int | None]) -> dict[int | None, Row[Any]]:
    """Id, name, site and the site's name of racks that stand, locked against their removal."""
    found: dict[int | None, Row[Any]] = {}
    for portion in portions(sorted(id for id in set(ids) if id is not None)):
        statement = select(Rack.id, Rack.name, Rack.site_id, Site.name.label("site_name"))
        statement = statement.join(Site, Site.id == Rack.site_id).order_by(Rack.id)
        statement = statement.where(Rack.id.in_(portion), Rack.removed_at.is_(None))
        rows = session.execute(statement.with_for_update(read=True, of=Rack))
        found |= {row.id: row for row in rows}
    return found


def racks_by_name(session: Session, names: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """(site, id) of the racks that stand, by normalised name: it is unique at a site only."""
    found: dict[str, list[tuple[int, int]]] = {}
    for portion in portions(sorted({normalised(name) for name in names})):
        statement = select(Rack.name_key, Rack.site_id, Rack.id).order_by(Rack.id)
        for key, site, id in session.execute(statement.where(Rack.name_key.in_(portion))):
            found.setdefault(str(key), []).append((site, id))
    return found


def keepers_by_name(session: Session, kind: Kind, names: Iterable[str]) -> dict[str, int]:
    """Ids of people by username, or of groups by name."""
    name = Person.username if kind is Person else Group.name
    found: dict[str, int] = {}
    for portion in portions(sorted(names)):
        statement = select(name, kind.id).where(name.in_(portion), kind.removed_at.is_(None))
        found |= {row[0]: row[1] for row in session.execute(statement)}
    return found


def keepers(session: Session, kind: Kind, ids: Iterable[int]) -> dict[int, str]:
    """Names, by id, of those of these people or groups that are there."""
    found: dict[int, str] = {}
    for portion in portions(sorted(ids)):
        statement = select(kind.id, kind.name)
        rows = session.execute(statement.where(kind.id.in_(portion), kind.removed_at.is_(None)))
        found |= {row.id: row.name for row in rows}
    return found


def schemas(session: Session, type_ids: Iterable[int]) -> dict[int, dict[str, Any] | None]:
    """What the attributes of devices of these types obey."""
    statement = select(DeviceType.id, DeviceType.attributes_schema)
    rows = session.execute(statement.where(DeviceType.id.in_(sorted(set(type_ids)))))
    return {row.id: row.attributes_schema for row in rows}
