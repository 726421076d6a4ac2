"""Recording where a device is promised beyond what it can bear."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_chassis import audit, outbox
from labwright_contracts import catalogue
from labwright_contracts.scheduler import SlotHit, SlotsHit
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

    Whatever exceeds the capacity or lies in a block is recorded with its cause, its slots are
    flagged and their people told; what no longer does is resolved. `capacity` 0 means that the
    device cannot be used at all, for the `cause`.
    """
    slots = queries.ahead(session, device_id, now=now)
    occupied = [slot.interval for slot in slots]
    exceeded = [
        Excess(interval, (_forced(interval, slots) if capacity else None) or cause)
        for interval in rules.above(occupied, capacity=capacity)
    ]
    exceeded += rules.in_blocks(occupied, blocks)
    hit = _flag(slots, rules.merged(excess.interval for excess in exceeded))
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
    if hit:
        _tell(session, device_id, hit, exceeded)


def _forced(interval: Interval, slots: Sequence[Slot]) -> str | None:
    """That somebody forced a slot into this time, if so."""
    forced = [slot for slot in slots if slot.forced and slot.interval.overlaps(interval)]
    return f"forced by booking {max(slot.booking_id for slot in forced)}" if forced else None


def _recorded(device_id: int, excess: Excess, now: datetime) -> Overcommitment:
    return Overcommitment(
        device_id=device_id,
        start_at=excess.interval.start,
        end_at=excess.interval.end,
        cause=excess.cause,
        recorded_at=now,
    )


def _flag(slots: Sequence[Slot], exceeded: Sequence[Interval]) -> list[Slot]:
    """Mark the slots that overlap one of the disjoint intervals, which are in order.

    The answer are those that were not marked before.
    """
    ends = [interval.end for interval in exceeded]
    fresh = []
    for slot in slots:
        next_one = bisect_right(ends, slot.start_at)
        hit = next_one < len(exceeded) and exceeded[next_one].start < slot.end_at
        if hit and not slot.overcommitted:
            fresh.append(slot)
        slot.overcommitted = hit
    return fresh


def _tell(
    session: Session, device_id: int, hit: Sequence[Slot], exceeded: Sequence[Excess]
) -> None:
    """Have the people of these slots told, each slot with the first cause that hits it."""
    hits = tuple(
        SlotHit(
            slot_id=slot.id,
            cause=next(e.cause for e in exceeded if e.interval.overlaps(slot.interval)),
        )
        for slot in hit
    )
    body = SlotsHit(device_id=device_id, hits=hits)
    outbox.add_fact(session, catalogue.SLOTS_HIT, subject=f"device/{device_id}", body=body)


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
