"""Registering, changing and removing a device."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from labwright_chassis import audit, clock, outbox
from labwright_chassis.callers import Caller, Scope
from labwright_chassis.columns import normalised
from labwright_chassis.errors import Malformed, NotFound
from labwright_contracts.catalogue import DEVICE_CHANGED, DEVICE_REMOVED
from labwright_contracts.problems import FieldError
from labwright_inventory import permissions
from labwright_inventory.attributes.rules import violations
from labwright_inventory.bookings import queries as bookings
from labwright_inventory.bookings.errors import StillBooked
from labwright_inventory.catalog.models import DeviceType, Manufacturer
from labwright_inventory.db import translated
from labwright_inventory.devices import errors, placing, queries
from labwright_inventory.devices.models import FIELDS, Device
from labwright_inventory.devices.rules import keys_of
from labwright_inventory.devices.schemas import DevicePast
from labwright_inventory.entries import queries as entries
from labwright_inventory.entries.models import Entry
from labwright_inventory.entries.service import Expectation
from labwright_inventory.history import queries as past
from labwright_inventory.history import service as history
from labwright_inventory.history.models import Action
from labwright_inventory.history.rules import SEVERAL, replay
from labwright_inventory.people import queries as people
from labwright_inventory.people.models import Group, Person
from labwright_inventory.power import service as power
from labwright_inventory.racks.models import Rack
from labwright_inventory.search import service as search
from labwright_inventory.search.queries import TEXTS
from labwright_inventory.sites.models import Site
from labwright_inventory.tags.models import Tag, device_tags
from labwright_inventory.wiring import service as wiring

REFERENCES: Mapping[str, type[Entry]] = {
    "device_type_id": DeviceType,
    "manufacturer_id": Manufacturer,
    "site_id": Site,
    "rack_id": Rack,
}
_HELD = {name: model for name, model in REFERENCES.items() if model is not Rack}

KEEPERS: Mapping[str, people.Kind] = {"steward_id": Person, "owner_group_id": Group}

Changes = dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class _Retagged:
    """Tags by name: before and after."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.before != self.after


def register_device(session: Session, values: Mapping[str, Any], *, by: Caller) -> Device:
    """Write a new device, with the ports of its type.

    Raises:
        Malformed: it names a type, manufacturer, site, rack or tag that does not exist.
        DoesNotFit, OtherSite: its rack has no room there, or stands at another site.
        Taken: another device has its oi_id, serial number, or name at its site.
    """
    fields = {name: values[name] for name in FIELDS}
    tags = _hold_named(session, values)
    racks = placing.lock(session, fields)
    fields |= placing.settled(racks, fields, sent=fields)
    _check_attributes(session, fields["device_type_id"], fields["attributes"])
    by.must(permissions.DEVICE_WRITE, scope_of(by, fields["site_id"]))
    device = Device(**fields, **keys_of(fields))
    session.add(device)
    _flush(session, device)
    placing.verify(session, racks, device)
    search.refresh(session, [device.id])
    retagged = _retag(session, device, tags or ())
    changes: Changes = {name: (None, value) for name, value in fields.items() if value is not None}
    _trace(session, device, Action.CREATE, changes, retagged)
    wiring.add_templated(session, {device.id: device.device_type_id})
    outbox.add_state(session, DEVICE_CHANGED, id=device.id, version=device.version)
    return device


def change_device(
    session: Session,
    device_id: int,
    values: Mapping[str, Any],
    *,
    by: Caller,
    expect: Expectation,
) -> Device:
    """Change the fields that are given; a move needs the permission at both sites.

    Raises:
        Malformed, Taken, DoesNotFit, OtherSite: as for a new device.
        NotFound: there is none, or it is removed.
    """
    tags = _hold_named(session, values)
    racks = placing.lock(session, values, device_id=device_id)
    if values.keys() & {"attributes", "device_type_id"}:
        # Before the device, as a type that changes takes its devices after itself.
        queries.hold_type(session, device_id)
    device = queries.get(session, device_id, lock=True)
    values = {**values, **placing.settled(racks, device.values(), sent=values)}
    by.must(permissions.DEVICE_WRITE, scope_of(by, device.site_id))
    by.must(permissions.DEVICE_WRITE, scope_of(by, values.get("site_id", device.site_id)))
    expect(device.version)
    changes = device.differences({name: values[name] for name in FIELDS if name in values})
    if changes.keys() & {"attributes", "device_type_id"}:
        _check_attributes(
            session,
            values.get("device_type_id", device.device_type_id),
            values.get("attributes", device.attributes),
        )
    retagged = _Retagged() if tags is None else _retag(session, device, tags)
    if not changes and not retagged:
        return device
    device.change({name: new for name, (_, new) in changes.items()}, clock.now())
    _flush(session, device)
    if placing.CONCERNED & changes.keys():
        placing.verify(session, racks, device)
    if changes.keys() & set(TEXTS):
        search.refresh(session, [device.id])
    _trace(session, device, Action.UPDATE, changes, retagged)
    outbox.add_state(session, DEVICE_CHANGED, id=device.id, version=device.version)
    return device


def remove_device(
    session: Session,
    device_id: int,
    *,
    by: Caller,
    expect: Expectation,
    forced_because: str | None = None,
) -> None:
    """End a device softly: it leaves the lists, its names are free, its history stays.

    Its links end, its neighbours are told, its outlets are free.

    Raises:
        StillBooked: it has bookings, by what the scheduler told, and no reason to force it.
    """
    wiring.lock_with_neighbours(session, device_id)
    device = queries.get(session, device_id, lock=True)
    by.must(permissions.DEVICE_DELETE, scope_of(by, device.site_id))
    expect(device.version)
    now = clock.now()
    booked_until = bookings.booked_until(session, device_id, now=now)
    if booked_until is not None and forced_because is None:
        raise StillBooked(device.name, booked_until)
    wiring.unlink_device(session, device_id)
    power.unplug_device(session, device_id)
    device.remove(now)
    session.flush()
    search.forget(session, [device.id])
    removed: Changes = {"removed_at": (None, now.isoformat())}
    note = f"forced: {forced_because}"[:255] if forced_because else ""
    _trace(session, device, Action.REMOVE, removed, _Retagged(), note)
    outbox.add_state(session, DEVICE_REMOVED, id=device.id, version=device.version)


def change_along(
    session: Session, device: Device, values: Mapping[str, Any], *, action: Action, note: str = ""
) -> None:
    """Raise a locked device's version with what happened to it elsewhere, and set these fields.

    A removed device stays as it is: its names belong to others by now.
    """
    if device.removed_at is not None:
        return
    changes = device.differences(values)
    device.change({name: new for name, (_, new) in changes.items()}, clock.now())
    _flush(session, device)
    if changes:
        _trace(session, device, action, changes, _Retagged(), note)
    outbox.add_state(session, DEVICE_CHANGED, id=device.id, version=device.version)


def recall_device(session: Session, device_id: int, *, at: datetime) -> DevicePast:
    """A device as its history tells of it at a past instant; also a removed one.

    Raises:
        NotFound: it was not registered by then, or never.
    """
    queries.check_known(session, device_id)
    entries = past.until(session, device_id, at)
    if not entries:
        raise NotFound(f"Device {device_id} was not registered by {at.isoformat()}.")
    names = [_name_in_history(name) for name in FIELDS]
    told = replay((entry.field, entry.old, entry.new) for entry in entries)
    fields = {**dict.fromkeys(names), **{name: [] for name in SEVERAL}, **told}
    removed_at = fields.pop("removed_at", None)
    return DevicePast(
        id=device_id,
        as_of=at,
        registered_at=entries[0].at,
        changed_at=entries[-1].at,
        removed_at=removed_at,
        fields=fields | {"tags": sorted(fields["tags"], key=normalised)},
    )


def scope_of(by: Caller, site_id: int | None) -> Scope:
    """Where a device at this site stands; one without a site is at none of a caller's sites."""
    return Scope.at(by.org, site_id)


def _flush(session: Session, device: Device) -> None:
    with translated(errors.taken(device.name, device.oi_id, device.serial_number)):
        session.flush()


def _hold_named(session: Session, values: Mapping[str, Any]) -> Sequence[Tag] | None:
    """Check that all exists that the values name, and keep it so; the tags, or None if not sent."""
    unknown = [
        _unknown(f"/{name}", model.label(), values[name])
        for name, model in _HELD.items()
        if values.get(name) is not None and entries.hold(session, model, values[name]) is None
    ]
    unknown += [
        _unknown(f"/{name}", name.removesuffix("_id").replace("_", " "), values[name])
        for name, kind in KEEPERS.items()
        if values.get(name) is not None and people.hold(session, kind, values[name]) is None
    ]
    tags: Sequence[Tag] | None = None
    if "tag_ids" in values or "tags" in values:
        ids, names = values.get("tag_ids") or (), values.get("tags") or ()
        tags = queries.hold_tags(session, ids=ids, names=names) if ids or names else ()
        unknown += _unknown_tags(tags, ids, names)
    if unknown:
        raise Malformed(unknown[0].message, errors=unknown)
    return tags


def _check_attributes(session: Session, type_id: int, attributes: dict[str, Any] | None) -> None:
    """Refuse attributes that break the type's schema; none given break none."""
    if attributes is None:
        return
    device_type = entries.hold(session, DeviceType, type_id)
    if found := violations(device_type.attributes_schema if device_type else None, attributes):
        raise Malformed(f"The attributes break the type's schema: {found[0].message}", errors=found)


def _unknown_tags(
    found: Sequence[Tag], ids: Sequence[int], names: Sequence[str]
) -> list[FieldError]:
    known_ids, known_keys = {tag.id for tag in found}, {tag.name_key for tag in found}
    by_id = [(n, id) for n, id in enumerate(ids) if id not in known_ids]
    by_name = [(n, name) for n, name in enumerate(names) if normalised(name) not in known_keys]
    return [
        *(_unknown(f"/tag_ids/{n}", "tag", id) for n, id in by_id),
        *(_unknown(f"/tags/{n}", "tag", f"“{name}”") for n, name in by_name),
    ]


def _unknown(pointer: str, label: str, what: object) -> FieldError:
    return FieldError(pointer=pointer, code="unknown", message=f"There is no {label} {what}.")


def _retag(session: Session, device: Device, tags: Sequence[Tag]) -> _Retagged:
    """Give the device these tags and no others."""
    present = dict(queries.tags_of(session, [device.id])[device.id])
    wanted = {tag.id: tag.name for tag in tags}
    mine = device_tags.c.device_id == device.id
    if gone := present.keys() - wanted.keys():
        session.execute(delete(device_tags).where(mine, device_tags.c.tag_id.in_(gone)))
    if new := wanted.keys() - present.keys():
        rows = [{"device_id": device.id, "tag_id": id} for id in sorted(new)]
        session.execute(insert(device_tags), rows)
    return _Retagged(tuple(sorted(present.values())), tuple(sorted(wanted.values())))


def _trace(
    session: Session,
    device: Device,
    action: Action,
    changes: Changes,
    tags: _Retagged,
    note: str = "",
) -> None:
    """Keep history and audit of one device's change."""
    told = [
        history.Change(
            device.id,
            action,
            _name_in_history(name),
            _told(session, name, old),
            _told(session, name, new),
            note,
        )
        for name, (old, new) in changes.items()
    ]
    history.record(session, [*told, *tag_history(device.id, tags.before, tags.after)])
    before = {name: old for name, (old, _) in changes.items()}
    after = {name: new for name, (_, new) in changes.items()}
    if tags:
        before["tags"], after["tags"] = list(tags.before), list(tags.after)
    audit.record(
        session,
        f"inventory.device.{'delete' if action is Action.REMOVE else action}",
        target=f"device/{device.id}",
        before=before if action is not Action.CREATE else None,
        after=after,
        reason=note,
    )


def tag_history(
    device_id: int,
    before: Sequence[str],
    after: Sequence[str],
    *,
    action: Action = Action.TAGS,
    note: str = "",
) -> list[history.Change]:
    """One entry for each tag taken or given."""
    taken = [(name, None) for name in before if name not in after]
    given = [(None, name) for name in after if name not in before]
    return [
        history.Change(device_id, action, "tags", old, new, note) for old, new in [*taken, *given]
    ]


def _name_in_history(name: str) -> str:
    return name.removesuffix("_id") if name in REFERENCES or name in KEEPERS else name


def _told(session: Session, name: str, value: Any) -> Any:
    """The value as the history tells it, long after what it refers to may have a new name."""
    model = REFERENCES.get(name) or KEEPERS.get(name)
    if model is None or value is None:
        return value
    entry: Any = session.get_one(model, value)
    return {"id": entry.id, "name": entry.name}
