"""Room that appeared on devices, and who gets it: the one function for all that frees any.

A challenge that now fits whole is promoted here. For others who wait a reservation of the queue's
takes the place, so that nobody comes before them; within a minute the worker makes whole offers of
it, under the locks of all their devices, or passes on (`waitlist.py`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_chassis import outbox
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.bookings import queries, rules
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.service.guarantee import Demand, conflicts_of
from labwright_scheduler.bookings.service.whole import devices_of, tell, times_of
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.devices import service as device_service
from labwright_scheduler.devices.models import Device
from labwright_scheduler.lab_settings import queries as settings


def released(
    session: Session, locked: Mapping[int, Device], device_ids: Sequence[int], *, now: datetime
) -> None:
    """Slots gave up room: see what is still promised too often, and who waits for the room."""
    reassess(session, locked, device_ids, now=now)
    appeared(session, locked, device_ids, now=now)


def reassess(
    session: Session, locked: Mapping[int, Device], device_ids: Sequence[int], *, now: datetime
) -> None:
    """See whether devices that were promised too often are so still."""
    session.flush()
    affected = calendar.overcommitted(session, device_ids)
    device_service.assess(session, [locked[id] for id in affected if id in locked], now=now)


def appeared(
    session: Session, locked: Mapping[int, Device], device_ids: Sequence[int], *, now: datetime
) -> None:
    """Hand room on these locked devices to those who wait for it, in their order."""
    waiting = queries.waiting_on(session, device_ids, now=now)
    if not waiting:
        return
    here = [b for b in waiting if b.is_challenge and set(devices_of(b.waiting())) <= locked.keys()]
    promoted = {
        booking.id
        for booking in queries.lock(session, [booking.id for booking in here])
        if promote(session, locked, booking, now=now)
    }
    others = [booking for booking in waiting if booking.id not in promoted]
    _reserve(session, locked, others, set(device_ids), now=now)


def promote(
    session: Session, locked: Mapping[int, Device], booking: Booking, *, now: datetime
) -> bool:
    """Turn a locked challenge into a request, if all that it wants is free now."""
    if not fits(session, locked, booking, now=now):
        return False
    lasts = settings.get(session).decision_lasts
    booking.promote(lasts=lasts, now=now)
    tell(session, booking, "scheduler.booking.promote", devices_of(booking.slots))
    session.flush()
    return True


def fits(
    session: Session, locked: Mapping[int, Device], booking: Booking, *, now: datetime
) -> bool:
    """Whether there is room for all that a booking waits for.

    What has run out counts until it is written down: then its room appears.
    """
    wanted = times_of(booking.waiting())
    if not wanted or booking.waits_no_more(now=now):
        return False
    standing = calendar.occupying(session, wanted)
    demand = Demand(booking.owner_id, wanted)
    return not conflicts_of(session, locked, demand, standing, now=now)


def _reserve(
    session: Session,
    locked: Mapping[int, Device],
    waiting: Sequence[Booking],
    device_ids: set[int],
    *,
    now: datetime,
) -> None:
    """Take the place of single slots that are waited for and would fit, each once."""
    wanted = [slot for b in waiting for slot in b.waiting() if slot.device_id in device_ids]
    standing = list(calendar.occupying(session, times_of(wanted))) if wanted else []
    taken: list[Slot] = []
    for slot in wanted:
        demand = Demand(rules.QUEUE, times_of([slot]))
        if not conflicts_of(session, locked, demand, [*standing, *taken], now=now):
            taken.append(_place_of(slot))
    if not taken:
        return
    booking = Booking(
        uid=outbox.uuid7(),
        version=1,
        org=waiting[0].org,
        owner_id=rules.QUEUE,
        title="",
        held_until=now + rules.QUEUE_KEEPS,
        created_at=now,
        updated_at=now,
        slots=taken,
        collaborators=[],
    )
    session.add(booking)
    session.flush()
    tell(session, booking, "scheduler.booking.reserve", devices_of(taken))


def _place_of(slot: Slot) -> Slot:
    return Slot(
        device_id=slot.device_id,
        start_at=slot.start_at,
        end_at=slot.end_at,
        state=SlotState.HELD,
        overcommitted=False,
    )
