"""Finding devices that would do as well. It only reads, and asks for no lock."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_scheduler.alternatives import queries, rules
from labwright_scheduler.alternatives.rules import Equivalent, Wish
from labwright_scheduler.calendar.rules import Interval

MOST = 5

Wanted = tuple[int, Interval]
"""A device's id, and when it is wanted."""


def find_equivalents(
    session: Session, device_ids: Sequence[int], interval: Interval, *, now: datetime
) -> dict[int, list[Equivalent]]:
    """For each of these devices others of its type, best first, that are free over the interval.

    None of the devices named is proposed for another. The first ones can be had together.
    """
    wanted = [(id, interval) for id in device_ids]
    found = find_for_each(session, wanted, besides=set(device_ids), now=now)
    return dict(zip(device_ids, found, strict=True))


def find_for_each(
    session: Session, wanted: Sequence[Wanted], *, besides: Collection[int], now: datetime
) -> list[list[Equivalent]]:
    """The same for devices at different times, in the order asked: four statements.

    A hold whose time is over takes its place until that is written down.
    """
    if not wanted:
        return []
    kinds = queries.wanted(session, sorted({id for id, _ in wanted}))
    wishes = [Wish(kinds[id], interval) for id, interval in wanted]
    candidates = queries.candidates(session, {w.device.type_id for w in wishes}, besides)
    span = Interval(min(w.interval.start for w in wishes), max(w.interval.end for w in wishes))
    calendars = queries.calendars(session, candidates, span, now=now)
    return rules.proposals(wishes, candidates, calendars, most=MOST)
