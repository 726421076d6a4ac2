"""Registers, changes or removes many devices, all or none, with all that is wrong at once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.callers import Caller
from labwright_chassis.columns import normalised
from labwright_contracts.problems import FieldError
from labwright_inventory import permissions
from labwright_inventory.bookings import queries as bookings
from labwright_inventory.bulk import errors, queries
from labwright_inventory.bulk.service import writing
from labwright_inventory.bulk.service.checking import check
from labwright_inventory.bulk.service.plans import BY_ID, KEYS, REFERENCES, Plan
from labwright_inventory.devices.models import FIELDS, Device
from labwright_inventory.devices.queries import hold_tags
from labwright_inventory.devices.schemas import DeviceView
from labwright_inventory.devices.service import scope_of

Values = Mapping[str, Any]


class _Items:
    """The items of a request, and what is wrong with them."""

    def __init__(self, session: Session, by: Caller, permission: str) -> None:
        self.session, self._by, self._permission = session, by, permission
        self.errors: list[FieldError] = []

    def refuse(self, item: int, place: str, code: str, message: str) -> None:
        """Note an error; `place` is a pointer below the item."""
        pointer = f"/items/{item}{place}"
        self.errors.append(FieldError(pointer=pointer, code=code, message=message))

    def check_sites(self, item: int, sites: Collection[int | None]) -> None:
        """The caller needs the permission at each."""
        if not all(self._by.may(self._permission, scope_of(self._by, site)) for site in sites):
            self.refuse(item, "", "not_allowed", f"{self._permission} is needed at its site.")


def register(session: Session, items: Sequence[Values], *, by: Caller) -> list[int]:
    """Write new devices; their ids, in the order of the items.

    Raises:
        Malformed, NotAllowed, Refused: with every error under its item.
    """
    told = _Items(session, by, permissions.DEVICE_WRITE)
    plans = [Plan() for _ in items]
    _fill(told, plans, items, under="")
    _check(told, plans, under="")
    for number, plan in enumerate(plans):
        plan.changes.setdefault("status", (None, plan.fields["status"]))
        told.check_sites(number, {plan.fields["site_id"]})
    _check_unique(told, plans, under="")
    errors.refuse(told.errors)
    writing.write(session, plans, writing.Deed())
    return [plan.id for plan in plans]


def change(
    session: Session, items: Sequence[tuple[int, int | None, Values]], *, by: Caller
) -> list[int]:
    """Change devices, each item being (id, expected version, values); their ids.

    Raises:
        NotFound, Stale, Malformed, NotAllowed, Refused: with every error under its item.
    """
    told = _Items(session, by, permissions.DEVICE_WRITE)
    views = _take(told, [(id, version) for id, version, _ in items])
    errors.refuse([error for error in told.errors if error.code == "not_found"])
    plans = [Plan(present=views[id], device_id=id) for id, _, _ in items]
    _fill(told, plans, [values for _, _, values in items], under="/changes")
    _check(told, plans, under="/changes")
    for number, plan in enumerate(plans):
        assert plan.present is not None
        told.check_sites(number, {plan.present.row.site_id, plan.fields["site_id"]})
    _check_unique(told, plans, under="/changes")
    errors.refuse(told.errors)
    changed = [plan for plan in plans if plan.changes]
    writing.free(session, [plan.id for plan in changed if plan.gives_up_keys])
    if changed:
        writing.write(session, changed, writing.Deed())
    return [plan.id for plan in plans]


def remove(session: Session, items: Sequence[tuple[int, int | None]], *, by: Caller) -> None:
    """End devices softly, each item being (id, expected version).

    Raises:
        NotFound, Stale, Malformed, NotAllowed: with every error under its item.
    """
    told = _Items(session, by, permissions.DEVICE_DELETE)
    views = _take(told, items)
    for number, (id, _) in enumerate(items):
        if id in views:
            told.check_sites(number, {views[id].row.site_id})
    _check_unbooked(told, [id for id, _ in items])
    errors.refuse(told.errors)
    writing.remove(session, [views[id] for id in sorted(views)], writing.Deed())


def _take(told: _Items, items: Sequence[tuple[int, int | None]]) -> dict[int, DeviceView]:
    """The devices, locked in id order."""
    present = queries.locked(told.session, [id for id, _ in items])
    views = queries.views(told.session, present)
    seen: set[int] = set()
    for number, (id, version) in enumerate(items):
        if id not in present:
            told.refuse(number, "/id", "not_found", f"There is no device {id}.")
        elif id in seen:
            told.refuse(number, "/id", "duplicate", f"The device {id} is there twice.")
        elif version not in (None, views[id].row.version):
            message = f"The present version is {views[id].row.version}."
            told.refuse(number, "/version", "stale", message)
        seen.add(id)
    return views


def _fill(told: _Items, plans: Sequence[Plan], values: Sequence[Values], *, under: str) -> None:
    """Lay the items' values over the devices; whatever they name must exist, and is kept so."""
    known = {
        name: queries.names_by_id(
            told.session, model, {item[f"{name}_id"] for item in values if item.get(f"{name}_id")}
        )
        for name, model in REFERENCES.items()
    }
    tags = _Tags(told, values)
    for number, (plan, item) in enumerate(zip(plans, values, strict=True)):
        plan.begin()
        for name in FIELDS:
            if name not in item:
                continue
            what = name.removesuffix("_id")
            if what not in REFERENCES:
                plan.set(what if what in BY_ID else name, item[name])
            elif item[name] is None or item[name] in known[what]:
                plan.set(what, item[name], told=known[what].get(item[name]))
            else:
                message = f"There is no {REFERENCES[what].label()} {item[name]}."
                told.refuse(number, f"{under}/{name}", "unknown", message)
        tags.lay(number, plan, item, under)


class _Tags:
    """The tags that the items name, by id or name."""

    def __init__(self, told: _Items, values: Sequence[Values]) -> None:
        ids = {id for item in values for id in item.get("tag_ids") or ()}
        names = {name for item in values for name in item.get("tags") or ()}
        found = hold_tags(told.session, ids=ids, names=names) if ids or names else ()
        self._told = told
        self._by_id = {tag.id: (tag.id, tag.name) for tag in found}
        self._by_name = {tag.name_key: (tag.id, tag.name) for tag in found}

    def lay(self, number: int, plan: Plan, item: Values, under: str) -> None:
        """Give the device the tags of its item, if it has any word on them."""
        if item.get("tags") is None and item.get("tag_ids") is None:
            if "tags" in item or "tag_ids" in item:
                plan.set_tags(())
            return
        wanted = []
        for place, id in enumerate(item.get("tag_ids") or ()):
            wanted.append((f"{under}/tag_ids/{place}", id, self._by_id.get(id)))
        for place, name in enumerate(item.get("tags") or ()):
            found = self._by_name.get(normalised(name))
            wanted.append((f"{under}/tags/{place}", f"“{name}”", found))
        for pointer, what, tag in wanted:
            if tag is None:
                self._told.refuse(number, pointer, "unknown", f"There is no tag {what}.")
        plan.set_tags(tag for _, _, tag in wanted if tag is not None)


def _check_unbooked(told: _Items, ids: Sequence[int]) -> None:
    booked = bookings.booked(told.session, ids, now=clock.now())
    for number, id in enumerate(ids):
        if id in booked:
            message = "It is booked for later, by what the scheduler told; remove it by itself."
            told.refuse(number, "/id", "booked", message)


def _check(told: _Items, plans: Sequence[Plan], *, under: str) -> None:
    numbers = {id(plan): number for number, plan in enumerate(plans)}
    for plan, field, code, words in check(told.session, plans):
        name = f"{field}_id" if field in BY_ID else field
        told.refuse(numbers[id(plan)], f"{under}/{name}", code, words)


def _check_unique(told: _Items, plans: Sequence[Plan], *, under: str) -> None:
    keys = [plan.keys for plan in plans]
    owners: dict[str, dict[Any, int]] = {
        "name_key": dict(
            queries.owners_of_names(told.session, (own["name_key"][1] for own in keys))
        )
    }
    for key, column in (("oi_id_key", Device.oi_id_key), ("serial_key", Device.serial_key)):
        wanted = {own[key] for own in keys if own[key] is not None}
        owners[key] = dict(queries.owners(told.session, column, wanted))
    here = {plan.device_id for plan in plans}
    claims: dict[tuple[str, Any], int] = {}
    for number, own in enumerate(keys):
        for key, value in own.items():
            first = number if value is None else claims.setdefault((key, value), number)
            owner, name = owners[key].get(value), KEYS[key]
            if first != number:
                message = f"Item {first} has the same {name}."
                told.refuse(number, f"{under}/{name}", "duplicate", message)
            elif value is not None and owner is not None and owner not in here:
                message = f"Another device has this {name} already."
                told.refuse(number, f"{under}/{name}", "taken", message)
