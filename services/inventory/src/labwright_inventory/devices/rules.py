"""Rules over a device's values."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from labwright_chassis.columns import normalised

T = TypeVar("T")


class DeviceStatus(StrEnum):
    """Life cycle of a device."""

    PLANNED = "planned"
    ACTIVE = "active"
    IN_MAINTENANCE = "in_maintenance"
    SPARE = "spare"
    RETIRED = "retired"


def effective(own: T | None, of_type: T) -> T:
    """A device's own value, or else its type's."""
    return of_type if own is None else own


def differ(one: Any, other: Any) -> bool:
    """Whether two values are not the same; of JSON, 1 is not true."""
    if isinstance(one, dict) and isinstance(other, dict):
        return json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True)
    return bool(one != other)


def keys_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is unique among devices that are not removed; 0 stands for no site."""
    return {
        "site_key": values["site_id"] or 0,
        "name_key": normalised(values["name"]),
        "oi_id_key": _key(values["oi_id"]),
        "serial_key": _key(values["serial_number"]),
    }


def _key(text: str | None) -> str | None:
    return None if text is None else normalised(text)
