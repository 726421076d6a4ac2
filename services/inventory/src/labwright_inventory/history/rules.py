"""What the history says of a past instant."""

from collections.abc import Iterable
from typing import Any

SEVERAL = frozenset({"tags", "attachments", "maintenance"})
"""Fields of which a device has many; each one given, changed or taken is an entry of its own."""


def replay(entries: Iterable[tuple[str, Any, Any]]) -> dict[str, Any]:
    """Values by field after these changes, (field, old, new) in their order."""
    state: dict[str, Any] = {}
    for field, old, new in entries:
        state[field] = _without(state.get(field, []), old, new) if field in SEVERAL else new
    return state


def _without(present: list[Any], old: Any, new: Any) -> list[Any]:
    kept = [one for one in present if _key(one) not in (_key(old), _key(new))]
    return kept if new is None else [*kept, new]


def _key(one: Any) -> Any:
    return one["id"] if isinstance(one, dict) else one
