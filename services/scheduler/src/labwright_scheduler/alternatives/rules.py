"""How well one device stands in for another, and whether it is free. Values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from labwright_scheduler.calendar.rules import Block, Interval, beyond


@dataclass(frozen=True, slots=True)
class Kind:
    """A device as far as another may stand in for it: `tags` are normalised."""

    id: int
    name: str
    type_id: int
    site_id: int | None
    site_name: str | None
    model: str | None
    tags: frozenset[str]
    capacity: int


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A device that would do, and in words what it has in common, best first among others."""

    device: Kind
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Wish:
    """A time in which a device is wanted that may not be had."""

    device: Kind
    interval: Interval


@dataclass(frozen=True, slots=True)
class Calendars:
    """What takes and blocks the candidates, by device."""

    occupied: Mapping[int, list[Interval]] = field(default_factory=dict)
    blocks: Mapping[int, Sequence[Block]] = field(default_factory=dict)

    def free(self, device: Kind, interval: Interval) -> bool:
        """Whether the device bears one more slot then."""
        if any(block.interval.overlaps(interval) for block in self.blocks.get(device.id, ())):
            return False
        near = [each for each in self.occupied.get(device.id, ()) if each.overlaps(interval)]
        return not beyond(near, [interval], capacity=device.capacity)


def proposals(
    wishes: Sequence[Wish], candidates: Sequence[Kind], calendars: Calendars, *, most: int
) -> list[list[Equivalent]]:
    """For each wish the best devices that are free then, at most so many.

    The first ones of all wishes can be had together.
    """
    promised: dict[int, list[Interval]] = {}
    found = []
    for wish in wishes:
        best: list[Equivalent] = []
        for device in _by_likeness(wish.device, candidates):
            given = calendars.occupied.get(device.id, []) + promised.get(device.id, [])
            now = Calendars({device.id: given}, calendars.blocks)
            if now.free(device, wish.interval):
                best.append(Equivalent(device, reasons(wish.device, device)))
            if len(best) == most:
                break
        if best:
            promised.setdefault(best[0].device.id, []).append(wish.interval)
        found.append(best)
    return found


def reasons(wanted: Kind, other: Kind) -> list[str]:
    """What two devices of a type have in common, and where the other one stands."""
    said = ["same type"]
    if wanted.model and wanted.model == other.model:
        said.append("same model")
    if wanted.site_id is not None and wanted.site_id == other.site_id:
        said.append("same site")
    else:
        said.append(f"at {other.site_name}" if other.site_name else "at no site")
    if wanted.tags:
        shared = len(wanted.tags & other.tags)
        said.append(
            "all tags" if shared == len(wanted.tags) else f"{shared} of {len(wanted.tags)} tags"
        )
    return said


def _by_likeness(wanted: Kind, candidates: Sequence[Kind]) -> list[Kind]:
    """Those of its type: of its site first, then by common tags, its model, fewest other tags."""
    same = [each for each in candidates if each.type_id == wanted.type_id]
    return sorted(
        same,
        key=lambda other: (
            other.site_id != wanted.site_id,
            -len(wanted.tags & other.tags),
            other.model != wanted.model,
            len(other.tags - wanted.tags),
            other.name,
            other.id,
        ),
    )
