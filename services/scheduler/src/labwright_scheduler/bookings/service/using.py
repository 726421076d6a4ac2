"""Checking in, and letting go what nobody uses or nobody owns any more."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.callers import Caller
from labwright_chassis.errors import NotAllowed
from labwright_scheduler.bookings import queries
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.schemas import Selection
from labwright_scheduler.bookings.service.room import released
from labwright_scheduler.bookings.service.whole import Change, devices_of, lock_whole, tell
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.lab_settings import queries as settings
from labwright_scheduler.policies import service as policies
from labwright_scheduler.policies.service import CheckInWindow


def check_in(session: Session, uid: UUID, *, of: Selection, by: Caller) -> Change:
    """Say that devices are used, by who takes part; of no effect where it was said before.

    Raises:
        Malformed: it names a slot or device that is not in the booking.
        NotAllowed: the caller does not take part in it.
        NotOpen: nothing selected runs or begins soon.
    """
    booking, locked, now = lock_whole(session, uid, org=by.org)
    if by.id not in booking.takes_part:
        raise NotAllowed(f"You take no part in booking {uid}.")
    windows = policies.check_in_within(session, sorted(locked), now=now)
    usual = settings.get(session).check_in_opens
    opens = {id: windows[id].opens if id in windows else usual for id in locked}
    changed = booking.check_in(of.among(booking.slots), opens=opens, now=now)
    if changed:
        tell(session, booking, "scheduler.booking.check_in", devices_of(changed))
    return Change(booking, locked, {})


def find_unused(session: Session) -> list[UUID]:
    """Uids of bookings with slots that should have been checked in by now."""
    now = clock.database_now(session)
    running = queries.not_checked_in(session, now=now)
    windows = policies.check_in_within(session, devices_of([s for _, s in running]), now=now)
    return list(dict.fromkeys(uid for uid, slot in running if _is_unused(slot, windows, now)))


def release_unused(session: Session, uid: UUID) -> None:
    """Let go the slots of a booking that should have been checked in by now."""
    booking, locked, now = lock_whole(session, uid, org=None)
    windows = policies.check_in_within(session, sorted(locked), now=now)
    running = [slot for slot in booking.open_slots(now=now) if slot.start_at <= now]
    if unused := [slot for slot in running if _is_unused(slot, windows, now)]:
        changed = booking.release_unused(unused, now=now)
        tell(session, booking, "scheduler.booking.no_show", devices_of(changed))
        released(session, locked, devices_of(changed), now=now)


def find_left_behind(session: Session) -> list[UUID]:
    """Uids of bookings whose owner is gone or came back, and that do not say so, or too long."""
    now = clock.database_now(session)
    return queries.left_behind(session, now=now, lasts=settings.get(session).owner_gone_lasts)


def follow_owner(session: Session, uid: UUID) -> None:
    """Flag a booking whose owner is disabled or removed, for somebody to hand it over; what of it
    has not begun is let go when nobody did in time. Who comes back has his bookings again.
    """
    booking, locked, now = lock_whole(session, uid, org=None)
    gone, ahead = queries.is_gone(session, booking.owner_id), booking.ahead(now=now)
    if not gone and booking.owner_gone_at is not None:
        booking.owner_gone_at = None
        _tell(session, booking, "scheduler.booking.owner_back", [], now)
    elif gone and booking.owner_gone_at is None and ahead:
        booking.owner_gone_at = now
        _tell(session, booking, "scheduler.booking.owner_gone", ahead, now)
    elif gone and ahead and _is_overdue(session, booking, now):
        changed = booking.cancel(ahead, now=now)
        tell(session, booking, "scheduler.booking.cancel", devices_of(changed), reason=_GONE)
        released(session, locked, devices_of(changed), now=now)


_GONE = "The owner is gone, and nobody took it over."


def _is_overdue(session: Session, booking: Booking, now: datetime) -> bool:
    since = booking.owner_gone_at
    return since is not None and since + settings.get(session).owner_gone_lasts <= now


def _tell(
    session: Session, booking: Booking, action: str, slots: Sequence[Slot], now: datetime
) -> None:
    booking.touch(now)
    tell(session, booking, action, devices_of(slots))


def _is_unused(slot: Slot, windows: Mapping[int, CheckInWindow], now: datetime) -> bool:
    window = windows.get(slot.device_id)
    return (
        window is not None and slot.is_unused and slot.due_from + window.grace <= now < slot.end_at
    )
