"""How much is measured."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Scale:
    """One size of the whole run.

    `seconds` is the length of one load. `booked_devices` and `existing` are the sizes of a lab that
    bookings are measured in: on how many devices, with how many bookings before. `inventories` are
    the sizes of an inventory that is measured alone. `growing_devices` and `growing_bookings` are
    those of the labs that grow.
    """

    name: str
    rounds: int
    seconds: float
    devices: int
    connections: tuple[int, ...]
    booked_devices: tuple[int, ...]
    existing: tuple[int, ...]
    events: int
    delay_seconds: int
    idle_seconds: float
    inventories: tuple[int, ...]
    growing_devices: tuple[int, ...]
    growing_bookings: tuple[int, ...]


FULL = Scale(
    name="full",
    rounds=3,
    seconds=2,
    devices=10_000,
    connections=(1, 8, 32),
    booked_devices=(200, 2000),
    existing=(10_000, 100_000),
    events=2000,
    delay_seconds=10,
    idle_seconds=20,
    inventories=(200, 10_000, 100_000),
    growing_devices=(200, 2000, 10_000),
    growing_bookings=(10_000, 100_000, 1_000_000),
)
LONG = replace(FULL, name="long", rounds=5, existing=(10_000, 100_000, 1_000_000))
QUICK = replace(
    FULL,
    name="quick",
    rounds=1,
    seconds=1,
    devices=2000,
    connections=(1, 32),
    booked_devices=(200,),
    events=1000,
    delay_seconds=3,
    idle_seconds=3,
    inventories=(200, 2000),
    growing_devices=(200, 2000),
    growing_bookings=(10_000, 100_000),
)
