"""The states of a maintenance and the steps between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from labwright_inventory.maintenance.errors import MaintenanceRefused


class MaintenanceState(StrEnum):
    """Where a maintenance stands."""

    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"


class MaintenanceKind(StrEnum):
    """What is done to the device."""

    PREVENTIVE = "preventive"
    CORRECTIVE = "corrective"
    CALIBRATION = "calibration"
    INSPECTION = "inspection"
    UPGRADE = "upgrade"
    OTHER = "other"


class Step(StrEnum):
    """What moves a maintenance on."""

    START = "start"
    FINISH = "finish"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class _Way:
    sources: frozenset[MaintenanceState]
    target: MaintenanceState


_SCHEDULED, _IN_PROGRESS = MaintenanceState.SCHEDULED, MaintenanceState.IN_PROGRESS

STEPS: Mapping[Step, _Way] = {
    Step.START: _Way(frozenset({_SCHEDULED}), _IN_PROGRESS),
    Step.FINISH: _Way(frozenset({_IN_PROGRESS}), MaintenanceState.DONE),
    Step.CANCEL: _Way(frozenset({_SCHEDULED, _IN_PROGRESS}), MaintenanceState.CANCELLED),
}

_REPORT = frozenset(
    {"description", "performed_at", "performed_by", "next_due", "cost", "parts", "outcome"}
)
_CHANGEABLE: Mapping[MaintenanceState, frozenset[str]] = {
    _SCHEDULED: _REPORT | {"kind", "title", "start", "end"},
    _IN_PROGRESS: _REPORT | {"kind", "title", "end"},
    MaintenanceState.DONE: _REPORT,
    MaintenanceState.CANCELLED: frozenset({"description"}),
}


def after(state: MaintenanceState, step: Step) -> MaintenanceState:
    """The state to which the step leads; MaintenanceRefused where it leads nowhere."""
    way = STEPS[step]
    if state not in way.sources:
        words = state.replace("_", " ")
        raise MaintenanceRefused(f"The maintenance is {words}: it cannot {step}.", state=state)
    return way.target


def check_changeable(state: MaintenanceState, fields: Iterable[str]) -> None:
    """Refuse a change of what is settled in that state."""
    if settled := sorted(set(fields) - _CHANGEABLE[state]):
        words, names = state.replace("_", " "), ", ".join(settled)
        raise MaintenanceRefused(
            f"The maintenance is {words}: {names} can no longer be changed.", state=state
        )


def as_told(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON, for history and audit."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }
