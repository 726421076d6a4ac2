"""The nearest time that would pass."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from labwright_scheduler.calendar.rules import Interval, next_minute
from labwright_scheduler.policies.rules.asking import Claim

REACH = timedelta(days=7)
"""How far after the request a free time is looked for."""


def shifted(interval: Interval, start: datetime) -> Interval:
    """The same length from another start."""
    return Interval(start, start + (interval.end - interval.start))


def trimmed(claim: Claim, bad: datetime) -> Interval | None:
    """What a slot that grows may have: up to the first bad instant, else what it held.

    None where nothing was held before.
    """
    former = claim.former
    if former is None:
        return None
    if claim.interval.start == former.start and bad > former.end:
        return Interval(former.start, bad)
    return former


def free(
    wanted: Interval, busy: Sequence[Interval], *, now: datetime, until: datetime
) -> Interval | None:
    """The nearest time of this length outside of the disjoint busy ones, from now and `until`."""
    length = wanted.end - wanted.start
    earliest = next_minute(now)
    cuts = [earliest, *(moment for each in busy for moment in (each.start, each.end)), until]
    gaps = [
        Interval(start, end)
        for start, end in zip(cuts[::2], cuts[1::2], strict=True)
        if end - max(start, earliest) >= length
    ]
    return closest(wanted, (Interval(max(g.start, earliest), g.end) for g in gaps))


def closest(wanted: Interval, rooms: Iterable[Interval]) -> Interval | None:
    """The time of this length in one of the rooms that is moved least."""
    length = wanted.end - wanted.start
    starts = [
        min(max(wanted.start, room.start), room.end - length)
        for room in rooms
        if room.end - room.start >= length
    ]
    start = min(starts, key=lambda start: (abs(start - wanted.start), start), default=None)
    return None if start is None else shifted(wanted, start)
