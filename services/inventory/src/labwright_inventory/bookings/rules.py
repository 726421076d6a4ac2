"""Which slots count."""

from labwright_contracts.scheduler import SlotState

_OVER = frozenset(
    {
        SlotState.WAITLISTED,
        SlotState.REJECTED,
        SlotState.CANCELLED,
        SlotState.RELEASED,
        SlotState.EXPIRED,
        SlotState.COMPLETED,
    }
)


def is_active(state: SlotState) -> bool:
    """Whether somebody counts on the device; a state that is not known here may mean so."""
    return state not in _OVER
