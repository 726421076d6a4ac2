"""Timelines of many devices: free, taken, blocked, as the tables and the clock say."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis.errors import Malformed
from labwright_scheduler.availability import queries, rules
from labwright_scheduler.availability.schemas import (
    MOST_DEVICES,
    Availability,
    AvailabilityQuery,
    BlockKind,
    BlockShown,
    OwnerShown,
    SlotShown,
    Timeline,
)
from labwright_scheduler.bookings.rules import effective, reads_anew
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.calendar.rules import OCCUPYING, Block, Interval, Place
from labwright_scheduler.devices.models import closed_because

NAMES_MAY_BE_OLD = timedelta(minutes=5)
"""A person's new name changes no device, so a copy of timelines is good for this long at most."""


def asked_devices(session: Session, query: AvailabilityQuery) -> list[Any]:
    """The rows of the devices that are asked for.

    Raises:
        Malformed: they are too many.
    """
    found = queries.asked_devices(session, query)
    if len(found) > MOST_DEVICES:
        raise Malformed.at("?device_id", f"More than {MOST_DEVICES:,} devices; ask for fewer.")
    return found


def timelines(
    session: Session, asked: Sequence[Any], time: Interval, *, org: str, now: datetime
) -> tuple[Availability, datetime]:
    """The timelines of these device rows, and until when the clock leaves them as they are."""
    places = [Place(row.id, row.type_id, row.site_id) for row in asked]
    blocks = calendar.blocks(session, places, now=now, start=time.start, end=time.end)
    read = queries.slots(session, [row.id for row in asked], time)
    slots: dict[int, list[SlotShown]] = {}
    for row in read:
        if shown := _slot(row, org, now):
            slots.setdefault(row.device_id, []).append(shown)
    devices = [_timeline(row, slots.get(row.id, []), blocks.get(row.id, ()), time) for row in asked]
    owners = {slot["owner_id"] for device in devices for slot in device["slots"]} - {None}
    named = queries.owner_names(session, sorted(filter(None, owners)))
    answer = Availability.model_construct(
        start=time.start,
        end=time.end,
        devices=devices,
        owners=[OwnerShown(id=row.id, display_name=row.display_name) for row in named],
    )
    return answer, min(_changes(read, blocks.values(), now))


def _timeline(
    row: Any, slots: list[SlotShown], blocks: Sequence[Block], time: Interval
) -> Timeline:
    in_window = any(block.running for block in blocks)
    closed = closed_because(row.status, schedulable=row.schedulable, in_window=in_window)
    near = [block for block in blocks if block.interval.overlaps(time)]
    shown = [_block(block) for block in near]
    if closed:
        shown.insert(0, _status(time, closed))
    occupied = [Interval(s["start"], s["end"]) for s in slots if s["status"] in OCCUPYING]
    blocked = [time] if closed else [block.interval for block in near]
    free = rules.free(occupied, blocked, capacity=row.capacity, time=time)
    return Timeline(
        device_id=row.id,
        name=row.name,
        status=row.status,
        capacity=row.capacity,
        free=[{"start": start, "end": end, "capacity_left": left} for start, end, left in free],
        slots=slots,
        blocks=shown,
    )


def _slot(row: Any, org: str, now: datetime) -> SlotShown | None:
    """The slot as it reads now, or nothing for a hold that has run out."""
    status = effective(row.state, **_ends(row), now=now)
    if status not in queries.SHOWN:
        return None
    uid, known = row.uid, row.org == org
    return SlotShown(
        id=row.id,
        booking_id=f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}" if known else None,
        owner_id=row.owner_id if known else None,
        start=row.start_at,
        end=row.end_at,
        status=status,
        overcommitted=row.overcommitted,
    )


def _ends(row: Any) -> dict[str, Any]:
    return {"end": row.end_at, "held_until": row.held_until, "expires_at": row.expires_at}


def _block(block: Block) -> BlockShown:
    kind, _, _ = block.cause.partition(" ")
    return BlockShown(
        kind=BlockKind(kind),
        start=block.interval.start,
        end=block.interval.end,
        reason=block.reason,
    )


def _status(time: Interval, reason: str) -> BlockShown:
    return BlockShown(kind=BlockKind.STATUS, start=time.start, end=time.end, reason=reason)


def _changes(
    slots: Iterable[Any], blocks: Iterable[Sequence[Block]], now: datetime
) -> Iterable[datetime]:
    """When the clock alone will make these timelines read otherwise, at the latest with names."""
    yield now + NAMES_MAY_BE_OLD
    for row in slots:
        moment = reads_anew(row.state, **_ends(row))
        if moment is not None and moment > now:
            yield moment
    for standing in blocks:
        # A maintenance that overruns closes its device by status, without a known end.
        yield from (block.interval.end for block in standing if block.running)
