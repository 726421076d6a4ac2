"""What rules are asked about, and what they answer."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from labwright_contracts.problems import RuleViolation
from labwright_scheduler.calendar.rules import Interval, gained

Times = Mapping[int, Sequence[Interval]]
"""Intervals by device."""


@dataclass(frozen=True, slots=True)
class Request:
    """What one person wants of devices: the whole of it, and what the same slots held before.

    `besides` are ids of the slots that the request is about, so that they do not count twice;
    `booking_ids` are the bookings that they belong to, whose other slots need no distance to these;
    where it is about several, `parts` is what each of them shall hold in the end.
    `hold` is set where nothing is confirmed yet. `roles` are the owner's where his own token tells
    them; None: as auth last told. `asked_at` is set where a hold is confirmed: it was asked for in
    time if it was so then. `handed_over` is set where only the owner becomes another: then
    what looks at the person is judged, and not the times; of those what is over counts as used.
    """

    owner_id: int
    wanted: Times
    now: datetime
    held: Times = field(default_factory=dict)
    besides: frozenset[int] = frozenset()
    project_id: int | None = None
    hold: bool = False
    booking_ids: frozenset[int] = frozenset()
    parts: Sequence[Times] = ()
    roles: frozenset[str] | None = None
    asked_at: datetime | None = None
    handed_over: bool = False

    def span(self) -> Interval:
        """From the first start to the last end of what is wanted."""
        every = [interval for intervals in self.wanted.values() for interval in intervals]
        return Interval(min(i.start for i in every), max(i.end for i in every))


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every rule that the request breaks, and whether somebody has to approve it.

    `reasons` say in words which rules ask for the approval.
    """

    violations: Sequence[RuleViolation] = ()
    needs_approval: bool = False
    reasons: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One interval of a device that gains time: what is wanted, what of it is new.

    `former` is what the same slot held of the same device, None where all of it is new.
    """

    device_id: int
    interval: Interval
    gains: tuple[Interval, ...]
    former: Interval | None = None

    def from_(self, now: datetime) -> "Claim":
        """The same, gaining only what is left of its time."""
        left = tuple(Interval(max(p.start, now), p.end) for p in self.gains if p.end > now)
        return replace(self, gains=left)


def claims(request: Request) -> list[Claim]:
    """The wanted intervals that gain time; what only shrinks, or is taken over ended, is none."""
    found = [claim for id in sorted(request.wanted) for claim in _claims_of(request, id)]
    if not request.handed_over:
        return found
    return [claim.from_(request.now) for claim in found if claim.interval.end > request.now]


def _claims_of(request: Request, id: int) -> Iterator[Claim]:
    wanted, held = sorted(request.wanted[id]), sorted(request.held.get(id, ()))
    if not held:
        yield from (Claim(id, interval, (interval,)) for interval in wanted)
        return
    pieces = gained(held, wanted)
    for interval, former in _paired(wanted, held):
        if gains := tuple(parts_within(pieces, interval)):
            yield Claim(id, interval, gains, former)


def _paired(
    wanted: Sequence[Interval], held: Sequence[Interval]
) -> Iterator[tuple[Interval, Interval | None]]:
    """What each held before: in order, or by overlap where some come to the device or leave it."""
    if len(wanted) == len(held):
        yield from zip(wanted, held, strict=True)
        return
    left = list(held)
    for interval in wanted:
        former = next((each for each in left if each.overlaps(interval)), None)
        if former is not None:
            left.remove(former)
        yield interval, former


def parts_within(pieces: Sequence[Interval], time: Interval) -> Iterator[Interval]:
    """The parts of disjoint pieces in order that lie in a time."""
    first = bisect_right(pieces, time.start, key=lambda piece: piece.end)
    for n in range(first, len(pieces)):
        part = pieces[n].common(time)
        if part is None:
            return
        yield part
