"""Presets as they are shown: with their devices as they are now."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from labwright_scheduler.bookings.views import person_of
from labwright_scheduler.people import queries as people
from labwright_scheduler.presets import queries
from labwright_scheduler.presets.models import Preset
from labwright_scheduler.presets.rules import Kind
from labwright_scheduler.presets.schemas import PresetOut

Out = TypeVar("Out", bound=PresetOut[Any])


def shown(session: Session, presets: Sequence[Preset], out: type[Out]) -> list[Out]:
    """Presets of one kind: two statements."""
    owners = people.by_id(session, {preset.owner_id for preset in presets})
    ids = {id for preset in presets for id in preset.device_ids()}
    ports = any(preset.kind is Kind.PATCH_LIST for preset in presets)
    known = queries.devices(session, ids, ports=ports)
    return [
        out(
            id=preset.id,
            version=preset.version,
            name=preset.name,
            description=preset.description,
            shared=preset.shared,
            owner=person_of(preset.owner_id, owners),
            items=[_item(preset.kind, item, known.get(item["device_id"])) for item in preset.items],
            created_at=preset.created_at,
            updated_at=preset.updated_at,
            **preset.content,
        )
        for preset in presets
    ]


def _item(kind: Kind, item: dict[str, Any], device: Any) -> dict[str, Any]:
    found = {
        **item,
        "device_name": device.name if device else None,
        "removed": device is None or device.removed_at is not None,
    }
    if kind is Kind.PATCH_LIST:
        names = {port["id"]: port["name"] for port in (device.ports if device else None) or ()}
        found["port_name"] = names.get(item["port_id"])
        found["removed"] |= item["port_id"] is not None and item["port_id"] not in names
    return found
