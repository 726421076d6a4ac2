"""Hours that nobody has booked yet, the same for every way of booking them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench import seeding

HOURS = 12 * 360


@dataclass(slots=True)
class FreeSlots:
    """Odd hours of devices, from tomorrow on, one device after the other; `taken` are used up."""

    devices: Sequence[int]
    taken: int = 0

    def take(self, count: int) -> int:
        """Number of the first of `count` hours that are nobody else's from now on."""
        first = self.taken
        self.taken += count
        if self.taken > len(self.devices) * HOURS:
            raise RuntimeError("every hour that may be booked is booked")
        return first

    def at(self, number: int) -> tuple[int, datetime, datetime]:
        """Device, start and end of an hour."""
        hour = 2 * (number // len(self.devices)) + 1
        start = seeding.midnight() + timedelta(hours=hour)
        return self.devices[number % len(self.devices)], start, start + timedelta(hours=1)
