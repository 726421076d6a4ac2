"""The table of columns: how each is read from a cell, and written into one.

A new column is one line here; import, export, the route's description and the tests follow.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from labwright_inventory.devices.rules import DeviceStatus
from labwright_inventory.devices.schemas import (
    Address,
    Attributes,
    Capacity,
    DeviceView,
    HostName,
    Position,
)
from labwright_inventory.entries.schemas import Name, OptionalKey, OptionalLine, OptionalNote

_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_TAGS_AT_MOST = 50


class Empty(StrEnum):
    """What an empty cell means."""

    CLEARS = "clears"
    SAYS_NOTHING = "says nothing"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `read` raises ValueError, `written` is what an export says of a device."""

    name: str
    read: Callable[[str], Any]
    written: Callable[[DeviceView], str]
    empty: Empty = Empty.CLEARS


def _of(name: str) -> Callable[[DeviceView], str]:
    return lambda view: _text(getattr(view.row, name))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _by(kind: Any) -> Callable[[str], Any]:
    return TypeAdapter(kind).validate_python


def _name(text: str) -> str | None:
    return text or None


def _capacity(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise ValueError("must be a whole number")
    number: int = _CAPACITY.validate_python(int(text[:9]))
    return number


def _flag(text: str) -> bool | None:
    if not text:
        return None
    if text.lower() not in _FLAGS:
        raise ValueError("must be true or false")
    return _FLAGS[text.lower()]


def _status(text: str) -> DeviceStatus:
    try:
        return DeviceStatus(text.lower())
    except ValueError:
        raise ValueError(f"must be one of {', '.join(DeviceStatus)}") from None


def _tags(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(";") if name.strip()))
    if len(names) > _TAGS_AT_MOST:
        raise ValueError(f"must be at most {_TAGS_AT_MOST} tags")
    return names


def _tag_names(view: DeviceView) -> str:
    return ";".join(name for _, name in view.tags)


def _position(text: str) -> float | None:
    return None if not text else float(_POSITION.validate_python(text))


def _attributes(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("must be JSON") from None
    found: dict[str, Any] = _ATTRIBUTES.validate_python(value)
    return found


def _attributes_text(view: DeviceView) -> str:
    value = view.row.attributes
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


_POSITION: TypeAdapter[float] = TypeAdapter(Position)
_ATTRIBUTES: TypeAdapter[dict[str, Any]] = TypeAdapter(Attributes)
_CAPACITY: TypeAdapter[int] = TypeAdapter(Capacity)

_TABLE = (
    Column("oi_id", _by(OptionalKey), _of("oi_id"), Empty.SAYS_NOTHING),
    Column("name", _by(Name), _of("name"), Empty.REFUSED),
    Column("device_type", str, _of("type_name"), Empty.REFUSED),
    Column("manufacturer", _name, _of("manufacturer_name")),
    Column("model", _by(OptionalLine), _of("model")),
    Column("serial_number", _by(OptionalKey), _of("serial_number"), Empty.SAYS_NOTHING),
    Column("status", _status, _of("status"), Empty.SAYS_NOTHING),
    Column("site", _name, _of("site_name")),
    Column("rack", _name, _of("rack_name")),
    Column("u_position", _position, _of("u_position")),
    Column("hostname", _by(HostName), _of("hostname")),
    Column("mgmt_ip", _by(Address), _of("mgmt_ip")),
    Column("polatis_name", _by(OptionalLine), _of("polatis_name")),
    Column("capacity", _capacity, _of("capacity")),
    Column("schedulable", _flag, _of("schedulable")),
    Column("tags", _tags, _tag_names),
    Column("attributes", _attributes, _attributes_text),
    Column("steward", _name, _of("steward_username")),
    Column("owner_group", _name, _of("owner_group_name")),
    Column("notes", _by(OptionalNote), _of("notes")),
)
COLUMNS = {column.name: column for column in _TABLE}
KEYS = ("oi_id", "serial_number")
"""The columns that say which device a row is about, the first before the second."""
