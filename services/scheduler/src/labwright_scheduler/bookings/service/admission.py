"""The one way in for every write path: what may stand is let in, the rest refused or overridden."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_chassis import audit
from labwright_chassis.callers import Caller, Scope
from labwright_chassis.db import at_end
from labwright_contracts.problems import RuleViolation, SlotConflict
from labwright_contracts.scheduler import SlotState
from labwright_scheduler import permissions
from labwright_scheduler.bookings import queries, rules
from labwright_scheduler.bookings.errors import BookingRefused
from labwright_scheduler.bookings.service.guarantee import (
    Demand,
    Verdict,
    conflicts_of,
    lapsed_among,
    verdict_on,
)
from labwright_scheduler.bookings.service.room import appeared, reassess
from labwright_scheduler.bookings.service.whole import devices_of, tell
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.devices import service as device_service
from labwright_scheduler.devices.models import Device


def admit(
    session: Session,
    locked: Mapping[int, Device],
    demand: Demand,
    broken: Sequence[RuleViolation],
    *,
    now: datetime,
    action: str,
    force: Caller | None = None,
) -> Verdict:
    """The verdict on what is wanted, by the guarantee, the first rules and the lab's.

    Holds and requests whose time is over are expired where their room is needed. Who may `force`
    it overrides conflicts and the lab's rules, never the first rules: the check relies on them.

    Raises:
        BookingRefused: something is against it; audited as a refused `action`.
        NotAllowed: it is forced by somebody who may not.
    """
    verdict = judged(session, locked, demand, broken, now=now)
    must_force(demand, locked, force)
    if not verdict.passes:
        refuse(verdict.conflicts, verdict.violations, broken, locked, action, force)
    return verdict


def judged(
    session: Session,
    locked: Mapping[int, Device],
    demand: Demand,
    broken: Sequence[RuleViolation],
    *,
    now: datetime,
) -> Verdict:
    """The same verdict for who may do with less than what is wanted."""
    standing = _standing_against(session, locked, demand, now=now)
    return verdict_on(session, locked, demand, standing, broken, now=now)


def room_for(
    session: Session,
    locked: Mapping[int, Device],
    demand: Demand,
    *,
    now: datetime,
    action: str,
    force: Caller | None = None,
) -> Sequence[SlotConflict]:
    """As `admit` for what the lab's rules have let pass before; the conflicts that are overridden.

    Raises:
        BookingRefused, NotAllowed: as `admit`.
    """
    standing = _standing_against(session, locked, demand, now=now)
    must_force(demand, locked, force)
    conflicts = conflicts_of(session, locked, demand, standing, now=now)
    if conflicts:
        refuse(conflicts, [], [], locked, action, force)
    return conflicts


def must_force(demand: Demand, locked: Mapping[int, Device], by: Caller | None) -> None:
    """Raise NotAllowed unless nobody forces anything, or he may at all these devices' sites."""
    if by is None:
        return
    for id in demand.wanted:
        device = locked.get(id)
        by.must(permissions.BOOKING_FORCE, Scope.at(by.org, device.site_id if device else None))


def record_override(
    session: Session,
    locked: Mapping[int, Device],
    slots: Sequence[Slot],
    conflicts: Sequence[SlotConflict],
    *,
    now: datetime,
) -> None:
    """Flag the slots that were written in spite of conflicts, and record what is promised beyond
    what the devices bear.
    """
    if not conflicts:
        return
    for slot in slots:
        if any(_is_about(conflict, slot) for conflict in conflicts):
            slot.forced = True
    session.flush()
    ids = sorted({conflict.device_id for conflict in conflicts})
    device_service.assess(session, [locked[id] for id in ids if id in locked], now=now)


def refusal(
    conflicts: Sequence[SlotConflict], broken: Sequence[RuleViolation], action: str
) -> BookingRefused:
    """The refusal of a request, which leaves a trace in the audit as a refused `action`."""
    error = BookingRefused(conflicts, broken)
    trace = audit.refusal(action, target="booking/new", reason=error.detail)
    error.aftermath = (trace,)
    return error


def refuse(
    conflicts: Sequence[SlotConflict],
    violations: Sequence[RuleViolation],
    broken: Sequence[RuleViolation],
    locked: Mapping[int, Device],
    action: str,
    force: Caller | None,
) -> None:
    """Raise the refusal, unless it is forced and can be: not the `broken` first rules, and not a
    device that is gone.
    """
    if force is None:
        raise refusal(conflicts, violations, action)
    gone = [c for c in conflicts if c.device_id not in locked or _is_gone(locked[c.device_id])]
    if gone or broken:
        raise refusal(gone, broken, action)


def _is_gone(device: Device) -> bool:
    return device.removed_at is not None


def _is_about(conflict: SlotConflict, slot: Slot) -> bool:
    time = Interval(conflict.start, conflict.end)
    return conflict.device_id == slot.device_id and time.overlaps(slot.interval)


def _standing_against(
    session: Session, locked: Mapping[int, Device], demand: Demand, *, now: datetime
) -> list[Slot]:
    """The slots of others that occupy at the times wanted; what has run out is expired.

    Whoever needs the room gets it first. What he leaves goes to those who wait, when all of his
    change is written: nobody depends on a job having run.
    """
    standing = [s for s in calendar.occupying(session, demand.wanted) if s.id not in demand.besides]
    lapsed = lapsed_among(session, standing, now=now)
    if not lapsed:
        return standing
    freed: list[Slot] = []
    over = sorted({slot.booking_id for slot in standing if slot.id in lapsed})
    for booking in queries.lock(session, over):
        if expired := booking.lapse(sorted(locked), now=now):
            tell(session, booking, "scheduler.booking.settle", devices_of(expired))
            freed += expired if booking.owner_id != rules.QUEUE else []
    reassess(session, locked, devices_of(freed), now=now)
    at_end(session, lambda session: appeared(session, locked, devices_of(freed), now=now))
    return [slot for slot in standing if slot.state is not SlotState.EXPIRED]
