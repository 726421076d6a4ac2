"""What becomes of one device when many are written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from labwright_chassis.columns import normalised
from labwright_inventory.catalog.models import DeviceType, Manufacturer
from labwright_inventory.devices.models import FIELDS
from labwright_inventory.devices.rules import DeviceStatus, differ, keys_of
from labwright_inventory.devices.schemas import DeviceView
from labwright_inventory.entries.models import Entry
from labwright_inventory.sites.models import Site

REFERENCES: Mapping[str, type[Entry]] = {
    "device_type": DeviceType,
    "manufacturer": Manufacturer,
    "site": Site,
}
"""Entries that a device refers to by `<name>_id`."""

BY_ID = (*REFERENCES, "rack", "steward", "owner_group")
"""All that a device refers to by `<name>_id`."""

_NAMES = {
    "device_type": "type_name",
    "manufacturer": "manufacturer_name",
    "site": "site_name",
    "rack": "rack_name",
    "steward": "steward_name",
    "owner_group": "owner_group_name",
}
KEYS = {"oi_id_key": "oi_id", "serial_key": "serial_number", "name_key": "name"}
"""The unique keys, and the field that each is about."""

_KEY_PARTS = frozenset({"name", "site", "oi_id", "serial_number"})

TagNames = tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Plan:
    """A device and what becomes of it.

    `fields` are all of its fields afterwards, `tags` its tags as (id, name), `changes` (old, new)
    by what a person calls the field, in words that a person reads.
    """

    present: DeviceView | None = None
    device_id: int | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    tags: TagNames = ()
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """Of a device that is there, or was just made."""
        assert self.device_id is not None
        return self.device_id

    @property
    def version(self) -> int:
        """The device's version afterwards."""
        return 1 if self.present is None else int(self.present.row.version) + 1

    @property
    def gives_up_keys(self) -> bool:
        """Whether a name or key of the device becomes another."""
        return self.present is not None and bool(self.changes.keys() & _KEY_PARTS)

    @property
    def keys(self) -> dict[str, Any]:
        """The unique keys afterwards; the name's is (site or 0, name). None where there is none."""
        if self.fields["name"] is None:
            keys = keys_of(self.fields | {"name": ""}) | {"name_key": None}
        else:
            keys = keys_of(self.fields)
        site = keys.pop("site_key")
        name = keys["name_key"]
        return keys | {"name_key": None if name is None else (site, name)}

    def begin(self) -> None:
        """Start from the device as it is, or from an empty one."""
        if self.present is None:
            self.fields = dict.fromkeys(FIELDS) | {"status": DeviceStatus.ACTIVE}
        else:
            self.fields = {name: getattr(self.present.row, name) for name in FIELDS}
            self.tags = self.present.tags

    def set(self, what: str, value: Any, *, told: Any = None) -> None:
        """Set a field, or with an id what the device refers to; `told` is the thing's name."""
        name = f"{what}_id" if what in BY_ID else what
        old = self.fields[name]
        self.fields[name] = value
        shown = value if told is None else told
        if self.present is None and value is not None:
            self.changes[what] = (None, shown)
        elif self.present is not None and differ(old, value):
            self.changes[what] = (self.shown(what), shown)

    def tell(self, what: str, name: str) -> None:
        """Say the name of what the device refers to from now on."""
        self.changes[what] = (self.changes[what][0], name)

    def shown(self, what: str) -> Any:
        """The present value as a person reads it."""
        return getattr(self.present and self.present.row, _NAMES.get(what, what), None)

    def set_tags(self, tags: Iterable[tuple[int, str]]) -> None:
        """Give the device these tags and no others."""
        before = set(self.tags)
        self.tags = tuple(sorted(set(tags), key=lambda tag: normalised(tag[1])))
        if before != set(self.tags):
            old = sorted(name for _, name in before) if self.present else None
            self.changes["tags"] = (old, [name for _, name in self.tags])
