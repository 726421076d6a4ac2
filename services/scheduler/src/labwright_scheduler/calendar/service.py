"""Recording where a device is promised beyond what it can bear."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_chassis import audit
from labwright_scheduler.calendar import queries, rules
from labwright_scheduler.calendar.models import Overcommitment, Slot
from labwright_scheduler.calendar.rules import Block, Excess, Interval


def assess(
    session: Session,
    device_id: int,
    *,
    capacity: int,
    cause: str,
    blocks: Sequence[Block],
    now: datetime,
) -> None:
    """Compare what stands in a locked device's calendar with what it can bear from now on.

    Whatever exceeds the capacity or lies in a block is recorded with its cause and its slots are
    flagged; what no longer does is resolved. `capacity` 0 means that the device cannot be used at
    all, for the `cause`.
    """
    slots = queries.ahead(session, device_id, now=now)
    occupied = [slot.interval for slot in slots]
    exceeded = [Excess(interval, cause) for interval in rules.above(occupied, capacity=capacity)]
    exceeded += rules.in_blocks(occupied, blocks)
    _flag(slots, rules.merged(excess.interval for excess in exceeded))
    missing = set(exceeded)
    resolved = 0
    for standing in queries.unresolved(session, device_id):
        known = Excess(Interval(standing.start_at, standing.end_at), standing.cause)
        if known in missing:
            missing.remove(known)
        else:
            standing.resolved_at = now
            resolved += 1
    session.add_all(_recorded(device_id, excess, now) for excess in sorted(missing))
    if missing or resolved:
        _record(session, device_id, exceeded, resolved)


def _recorded(device_id: int, excess: Excess, now: datetime) -> Overcommitment:
    return Overcommitment(
        device_id=device_id,
        start_at=excess.interval.start,
        end_at=excess.interval.end,
        cause=excess.cause,
        recorded_at=now,
    )


def _flag(slots: Sequence[Slot], exceeded: Sequence[Interval]) -> None:
    """Mark the slots that overlap one of the disjoint intervals, which are in order."""
    ends = [interval.end for interval in exceeded]
    for slot in slots:
        next_one = bisect_right(ends, slot.start_at)
        slot.overcommitted = next_one < len(exceeded) and exceeded[next_one].start < slot.end_at


def _record(session: Session, device_id: int, exceeded: Sequence[Excess], resolved: int) -> None:
    told = [
        {
            "interval": f"{e.interval.start.isoformat()}/{e.interval.end.isoformat()}",
            "cause": e.cause,
        }
        for e in exceeded
    ]
    audit.record(
        session,
        "scheduler.device.assess",
        target=f"device/{device_id}",
        after={"overcommitted": told, "resolved": resolved},
    )
