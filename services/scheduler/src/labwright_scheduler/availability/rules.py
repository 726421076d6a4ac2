"""The free time of a device. Values only."""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from labwright_scheduler.calendar.rules import Interval

Piece = tuple[datetime, datetime, int]
"""Start, end, and how many more slots the device bears between them."""


def free(
    occupied: Iterable[Interval], blocked: Iterable[Interval], *, capacity: int, time: Interval
) -> list[Piece]:
    """The pieces of a time in which more is borne, each as long as it bears the same.

    A block counts as many slots as the device bears, hence leaves nothing.
    """
    changes = {time.start: capacity, time.end: 0}
    weighed = [(each, 1) for each in occupied] + [(each, capacity) for each in blocked]
    for interval, weight in weighed:
        start, end = max(interval.start, time.start), min(interval.end, time.end)
        if start < end:
            changes[start] = changes.get(start, 0) - weight
            changes[end] = changes.get(end, 0) + weight
    pieces: list[Piece] = []
    left = 0
    for start, end in pairwise(sorted(changes)):
        left += changes[start]
        if left <= 0:
            continue
        if pieces and pieces[-1][1:] == (start, left):
            pieces[-1] = (pieces[-1][0], end, left)
        else:
            pieces.append((start, end, left))
    return pieces
