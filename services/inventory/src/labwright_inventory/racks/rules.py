"""Which units devices take in a rack, and which of them cannot be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from labwright_inventory.racks.errors import Misplaced

USUAL_HEIGHT = 1.0
"""Units that a device takes whose type does not say its height, as in NetBox."""


@dataclass(frozen=True, slots=True)
class Occupant:
    """A device of a rack: lowest unit (None: somewhere in it) and height, in units."""

    device_id: int
    name: str
    rack_id: int
    position: float | None
    height: float

    @property
    def end(self) -> float:
        """Where the next device above may begin."""
        return (self.position or 0) + self.height

    @property
    def takes_units(self) -> bool:
        """Whether it stands where no other device can."""
        return self.position is not None and self.height > 0

    def units(self) -> str:
        """ "U3" or "U3 to U4.5", for a person: the lowest unit and the highest."""
        if not self.takes_units or self.height <= 1:
            return f"U{self.position:g}"
        return f"U{self.position:g} to U{self.end - 1:g}"


def height_of(u_height: float | None) -> float:
    """Units that a device of a type takes."""
    return USUAL_HEIGHT if u_height is None else float(u_height)


def misplaced(height: int, occupants: Sequence[Occupant]) -> list[Misplaced]:
    """Every device of one rack of that height that does not fit or collides."""
    placed = sorted(
        (o for o in occupants if o.position is not None),
        key=lambda o: (o.position or 0, o.device_id),
    )
    return [
        *(problem for occupant in placed for problem in _alone(height, occupant)),
        *_collisions([occupant for occupant in placed if occupant.takes_units]),
    ]


def _alone(height: int, occupant: Occupant) -> Iterator[Misplaced]:
    position = occupant.position or 0
    if position < 1 or occupant.end > height + 1 or position >= height + 1:
        message = f"“{occupant.name}” at {occupant.units()} does not fit the rack's {height} U."
        yield Misplaced(occupant.device_id, message)
    elif position % 1 and occupant.height and not occupant.height % 1:
        message = (
            f"“{occupant.name}” takes {occupant.height:g} U and stands at a whole unit; "
            "half units are for types of a broken height."
        )
        yield Misplaced(occupant.device_id, message)


def _collisions(placed: Sequence[Occupant]) -> Iterator[Misplaced]:
    # By position: the one that reaches highest so far is the one that a next may collide with.
    highest = placed[0] if placed else None
    for _, occupant in pairwise(placed):
        assert highest is not None
        if (occupant.position or 0) < highest.end:
            message = (
                f"“{occupant.name}” at {occupant.units()} collides with “{highest.name}” "
                f"at {highest.units()}."
            )
            yield Misplaced(occupant.device_id, message, highest.device_id)
        if occupant.end > highest.end:
            highest = occupant
