"""Works out what each row would change, and everything that is wrong with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller
from labwright_chassis.columns import normalised
from labwright_inventory.bulk import queries
from labwright_inventory.bulk.service.checking import KEEPERS, check
from labwright_inventory.bulk.service.plans import BY_ID, KEYS, REFERENCES, Plan
from labwright_inventory.devices.models import Device
from labwright_inventory.devices.schemas import DeviceView
from labwright_inventory.devices.service import scope_of
from labwright_inventory.imports.rules.columns import COLUMNS, Empty
from labwright_inventory.imports.rules.rows import Row, RowAction
from labwright_inventory.permissions import IMPORT_RUN
from labwright_inventory.racks import queries as racks
from labwright_inventory.tags.models import Tag

_KEY_COLUMNS = {"oi_id_key": Device.oi_id_key, "serial_key": Device.serial_key}

Named = dict[str, dict[str, tuple[int, str]]]


@dataclass(slots=True)
class Planned(Plan):
    """A row and what becomes of it.

    A `contested` row may not be about the device that was found for it. `named` are a rack, a
    steward and an owner group by name, as far as the row has a word on them.
    """

    row: Row = field(default_factory=lambda: Row(0))
    contested: bool = False
    named: dict[str, str | None] = field(default_factory=dict)

    @property
    def action(self) -> RowAction:
        """What becomes of the row."""
        if self.row.errors:
            return RowAction.ERROR
        if self.present is None:
            return RowAction.CREATE
        return RowAction.UPDATE if self.changes else RowAction.UNCHANGED

    @property
    def sure_keys(self) -> dict[str, Any]:
        """The unique keys afterwards, None where an error leaves one open."""
        wrong = {error.column for error in self.row.errors}
        return self.keys | ({"name_key": None} if wrong & {"site", "name"} else {})


class Planner:
    """Plans a file portion by portion: first all rows are matched, then each is planned.

    Of the whole file it remembers which row is about which device, and which row has which key.
    `lock` keeps what the rows were planned on until the transaction ends.
    """

    def __init__(self, session: Session, *, by: Caller, lock: bool) -> None:
        self._session = session
        self._by = by
        self._lock = lock
        self._named: Named = {name: {} for name in (*REFERENCES, "tags")}
        self._asked: dict[str, set[str]] = {name: set() for name in self._named}
        self._device_of: dict[int, int] = {}
        self._first: dict[int, int] = {}
        self._given_up: set[int] = set()
        self._claims: dict[tuple[str, Any], int] = {}

    def match(self, rows: Sequence[Row]) -> None:
        """Find each row's device: by oi_id, else serial number, else as the nameless keep it.

        A row without either is about the device of its name and site that has neither as well.
        """
        oi_ids = self._find(rows, "oi_id", Device.oi_id_key)
        serials = self._find(rows, "serial_number", Device.serial_key)
        names = self._find_names([row for row in rows if not _has_key(row)])
        found: dict[int, int] = {}
        for row in rows:
            id = oi_ids.get(_key(row, "oi_id")) or serials.get(_key(row, "serial_number"))
            id = id or names.get(row.number)
            if id is not None:
                found[row.number] = id
                self._first.setdefault(id, row.number)
        if self._lock:
            queries.locked(self._session, {*found.values(), *oi_ids.values(), *serials.values()})
        self._device_of |= found
        # Whether a device of the file keeps a key is for its own row to say, if it has a sure one.
        doubtful = {found[r.number] for r in rows if r.number in found and _key(r, "oi_id")}
        doubtful -= set(oi_ids.values())
        known = queries.ids_with_oi_id(self._session, doubtful) if doubtful else set()
        self._given_up |= set(found.values()) - known

    def matched_alike(self, rows: Iterable[Sequence[Row]]) -> bool:
        """Whether portions of rows that are matched once more are about the same devices."""
        again = Planner(self._session, by=self._by, lock=False)
        for portion in rows:
            again.match(portion)
        return again._device_of == self._device_of

    def matches_racked(self) -> bool:
        """Whether some of the devices that were found have a unit of a rack."""
        found = queries.portions(self._device_of.values())
        return any(racks.any_in_units(self._session, portion) for portion in found)

    def plan(self, rows: Sequence[Row]) -> list[Planned]:
        """What becomes of the rows, whatever others are in the file."""
        self._learn_names(rows)
        ids = {self._device_of[row.number] for row in rows if row.number in self._device_of}
        present = queries.views(self._session, ids)
        planned = []
        for row in rows:
            id = self._device_of.get(row.number)
            plan = Planned(row=row, device_id=id, present=present.get(id) if id else None)
            if plan.present is not None:
                self._check_match(plan, plan.present)
            self._fill(plan)
            planned.append(plan)
        self._resolve(planned)
        for wrong, column, code, words in check(self._session, planned):
            wrong.row.refuse(column, code, words)
        for plan in planned:
            self._check_scope(plan)
        return planned

    def check_unique(self, planned: Sequence[Planned]) -> None:
        """No two devices may end with the same key, whether both are in the file or one is."""
        sure = [plan for plan in planned if not plan.contested]
        keys = [plan.sure_keys for plan in sure]
        owners = self._owners(keys)
        for plan, own in zip(sure, keys, strict=True):
            for key, value in own.items():
                if value is not None:
                    self._claim(plan, key, value, owners[key].get(value))

    def _claim(self, plan: Planned, key: str, value: Any, owner: int | None) -> None:
        column, number = KEYS[key], plan.row.number
        first = self._claims.setdefault((key, value), number)
        if first != number:
            plan.row.refuse(column, "duplicate", f"Row {first} has the same {column}.")
        # A device of the file gives its key up; if it does not, it is a duplicate.
        elif owner is not None and owner not in self._given_up:
            plan.row.refuse(column, "taken", f"Another device has this {column} already.")

    def _owners(self, keys: Sequence[dict[str, Any]]) -> dict[str, dict[Any, int]]:
        owners: dict[str, dict[Any, int]] = {}
        for key, column in _KEY_COLUMNS.items():
            wanted = {own[key] for own in keys if own[key] is not None}
            owners[key] = dict(queries.owners(self._session, column, wanted))
        names = (own["name_key"][1] for own in keys if own["name_key"])
        return owners | {"name_key": dict(queries.owners_of_names(self._session, names))}

    def _find(self, rows: Sequence[Row], name: str, column: Any) -> dict[str, int]:
        keys = {_key(row, name) for row in rows} - {""}
        return queries.owners(self._session, column, keys)

    def _find_names(self, rows: Sequence[Row]) -> dict[int, int]:
        """Devices by the numbers of rows that have neither key."""
        self._learn("site", {row.values["site"] for row in rows if row.values.get("site")})
        keys = {}
        for row in rows:
            site, known = row.values.get("site"), self._named["site"]
            if row.values.get("name") and (not site or normalised(site) in known):
                at = known[normalised(site)][0] if site else 0
                keys[row.number] = (at, normalised(row.values["name"]))
        names = (name for _, name in keys.values())
        found = queries.owners_of_names(self._session, names, keyless=True)
        return {number: found[key] for number, key in keys.items() if key in found}

    def _learn_names(self, rows: Sequence[Row]) -> None:
        for column in REFERENCES:
            self._learn(column, {row.values[column] for row in rows if row.values.get(column)})
        self._learn("tags", {name for row in rows for name in row.values.get("tags", ())})

    def _learn(self, column: str, names: set[str]) -> None:
        new = names - self._asked[column]
        if new:
            self._asked[column] |= new
            model = REFERENCES.get(column, Tag)
            found = queries.ids_by_name(self._session, model, new, hold=self._lock)
            self._named[column] |= found

    def _check_match(self, plan: Planned, present: DeviceView) -> None:
        row, device = plan.row, present.row
        first = self._first[device.id]
        if first != row.number:
            plan.contested = True
            row.refuse(None, "duplicate", f"Row {first} is about the same device.")
        named = _key(row, "oi_id")
        if named and device.oi_id is not None and named != normalised(device.oi_id):
            plan.contested = True
            message = f"This serial number belongs to the device “{device.oi_id}”."
            row.refuse("serial_number", "taken", message)

    def _fill(self, plan: Planned) -> None:
        """Lay the row's values over the device's present ones."""
        plan.begin()
        if plan.present is None:
            _check_complete(plan.row)
        for column, value in plan.row.values.items():
            if column == "tags":
                self._fill_tags(plan, value)
            elif column in REFERENCES:
                self._fill_reference(plan, column, value)
            elif column in BY_ID:
                plan.named[column] = value
            else:
                plan.set(column, value)
        if plan.present is None:
            plan.changes.setdefault("status", (None, plan.fields["status"]))

    def _fill_reference(self, plan: Planned, column: str, value: str | None) -> None:
        found = self._named[column].get(normalised(value)) if value else None
        if value and found is None:
            what = REFERENCES[column].label()
            plan.row.refuse(column, "unknown", f"There is no {what} “{value[:120]}”.")
            return
        id, name = found or (None, None)
        plan.set(column, id, told=name)

    def _resolve(self, planned: Sequence[Planned]) -> None:
        """Find racks, stewards and owner groups by their names."""
        wanted = {
            column: {name for plan in planned if (name := plan.named.get(column))}
            for column in ("rack", *KEEPERS)
        }
        found = queries.racks_by_name(self._session, wanted["rack"])
        keepers = {
            column: queries.keepers_by_name(self._session, kind, wanted[column])
            for column, kind in KEEPERS.items()
        }
        for plan in planned:
            for column, name in plan.named.items():
                if name is None:
                    plan.set(column, None)
                elif column == "rack":
                    _put_into_rack(plan, name, found.get(normalised(name), ()))
                elif name in keepers[column]:
                    plan.set(column, keepers[column][name], told=name)
                else:
                    what = column.replace("_", " ")
                    plan.row.refuse(column, "unknown", f"There is no {what} “{name[:120]}”.")

    def _fill_tags(self, plan: Planned, names: Iterable[str]) -> None:
        wanted = {name: self._named["tags"].get(normalised(name)) for name in names}
        for name, found in wanted.items():
            if found is None:
                plan.row.refuse("tags", "unknown", f"There is no tag “{name[:120]}”.")
        plan.set_tags(found for found in wanted.values() if found)

    def _check_scope(self, plan: Planned) -> None:
        sites = {plan.fields["site_id"]}
        if plan.present is not None:
            sites.add(plan.present.row.site_id)
        if not all(self._by.may(IMPORT_RUN, scope_of(self._by, site)) for site in sites):
            plan.row.refuse("site", "not_allowed", "You may not write devices at this site.")


def _has_key(row: Row) -> bool:
    return bool(_key(row, "oi_id") or _key(row, "serial_number"))


def _key(row: Row, column: str) -> str:
    return normalised(row.values.get(column) or "")


def _check_complete(row: Row) -> None:
    told = {error.column for error in row.errors}
    needed = (name for name, column in COLUMNS.items() if column.empty is Empty.REFUSED)
    for column in needed:
        if column not in row.values and column not in told and None not in told:
            row.refuse(column, "required", f"A new device needs a {column}.")


def _put_into_rack(plan: Planned, name: str, found: Sequence[tuple[int, int]]) -> None:
    """`found` are racks of this name as (site, id): the one at its site, else the only one."""
    site = plan.fields["site_id"]
    here = [id for at, id in found if site in (None, at)]
    if len(here) == 1:
        plan.set("rack", here[0], told=name)
    elif here:
        plan.row.refuse("rack", "ambiguous", f"There are several racks “{name[:120]}”: say a site.")
    else:
        where = " at its site" if site else ""
        plan.row.refuse("rack", "unknown", f"There is no rack “{name[:120]}”{where}.")
