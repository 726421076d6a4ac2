"""What shall become different about a slot, and what waits in its stead until it is approved."""

from dataclasses import dataclass

from labwright_contracts.scheduler import SlotState
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import Interval, gained


@dataclass(frozen=True, slots=True)
class Reshaping:
    """A slot, the device and time wanted for it, and those that it held."""

    slot: Slot
    device_id: int
    wanted: Interval
    held_device_id: int
    held: Interval

    @property
    def differs(self) -> bool:
        """Whether anything is wanted that is not so."""
        return (self.device_id, self.wanted) != (self.held_device_id, self.held)

    @property
    def stays(self) -> bool:
        """Whether it is about the same device at an overlapping time."""
        return self.device_id == self.held_device_id and self.wanted.overlaps(self.held)

    @property
    def grows(self) -> bool:
        """Whether anything is wanted that was not held."""
        return not self.stays or bool(gained([self.held], [self.wanted]))

    def asked(self) -> list[Slot]:
        """The slots that wait in its stead where somebody has to approve it.

        They occupy what is newly wanted alone, since the former slot stands until it is decided.
        """
        pieces = gained([self.held], [self.wanted]) if self.stays else [self.wanted]
        covered = self.stays and not gained([self.wanted], [self.held])
        return [
            Slot(
                device_id=self.device_id,
                start_at=piece.start,
                end_at=piece.end,
                state=SlotState.PENDING,
                overcommitted=False,
                extends_id=self.slot.id if covered else None,
                replaces_id=None if covered else self.slot.id,
                wanted_start_at=None if covered else self.wanted.start,
                wanted_end_at=None if covered else self.wanted.end,
            )
            for piece in pieces
        ]
