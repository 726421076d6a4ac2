"""The state in which a request begins: as wanted, as a challenge, in the waitlist, or in none."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller
from labwright_contracts.problems import RuleViolation
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.bookings import queries, rules
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.schemas import BookingIn
from labwright_scheduler.bookings.service.admission import must_force, refuse
from labwright_scheduler.bookings.service.guarantee import Demand, Verdict
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.devices.models import Device
from labwright_scheduler.lab_settings import queries as settings

_CREATE = "scheduler.booking.create"

ACTIONS: Mapping[SlotState, str] = {
    SlotState.HELD: _CREATE,
    SlotState.PENDING: _CREATE,
    SlotState.CONFIRMED: _CREATE,
    SlotState.CONFLICTING: "scheduler.booking.challenge",
    SlotState.WAITLISTED: "scheduler.booking.wait",
}
"""What is announced of a request, by the state in which it begins."""


def entry(
    session: Session,
    request: BookingIn,
    known: Mapping[int, Device],
    demand: Demand,
    verdict: Verdict,
    broken: Sequence[RuleViolation],
    *,
    by: Caller,
    now: datetime,
) -> SlotState:
    """The state in which a request begins.

    A rule is waited for by nobody: only what others take, or what is closed, may become free.

    Raises:
        BookingRefused: in none.
        NotAllowed: it is forced by somebody who may not.
    """
    agreed = SlotState.CONFIRMED if verdict.approval is None else SlotState.PENDING
    force = by if request.force else None
    must_force(demand, known, force)
    if not verdict.passes:
        against = verdict.violations
        if (request.wait or request.allow_conflict) and not against:
            against = _against_waiting(session, request, demand, verdict, now=now)
            if not against:
                return SlotState.WAITLISTED if request.wait else SlotState.CONFLICTING
        refuse(verdict.conflicts, against, broken, known, _CREATE, force)
    return SlotState.HELD if request.hold else agreed


def enter(
    session: Session, booking: Booking, state: SlotState, *, why: Sequence[str], now: datetime
) -> None:
    """Let a new booking begin in this state; `why` it needs an approval, if it does."""
    for slot in booking.slots:
        slot.state = state
    if state is SlotState.CONFIRMED:
        return
    lab = settings.get(session)
    start = min(slot.start_at for slot in booking.slots)
    if state is SlotState.HELD:
        booking.held_until = now + lab.hold_lasts
    elif state is SlotState.PENDING:
        booking.ask(booking.slots, why=why, lasts=lab.decision_lasts, now=now)
    else:
        lasts = lab.decision_lasts if state is SlotState.CONFLICTING else None
        booking.wait(until=start if lasts is None else max(start, now + lasts), now=now)


def _against_waiting(
    session: Session, request: BookingIn, demand: Demand, verdict: Verdict, *, now: datetime
) -> list[RuleViolation]:
    broken = rules.too_many_waiting(queries.waiting_of(session, demand.owner_id, now=now))
    if request.allow_conflict:
        broken += against_challenge(session, demand, verdict, now=now)
    return broken


def against_challenge(
    session: Session, demand: Demand, verdict: Verdict, *, now: datetime
) -> list[RuleViolation]:
    """What forbids to challenge those who have the places wanted.

    Only requests and bookings of others that have not begun can be challenged, and each instant
    of a device by one at a time.
    """
    if any(conflict.kind == "block" for conflict in verdict.conflicts):
        return [_violation("challenge_not_closed", None, "closed")]
    rivals = [slot for slot in verdict.standing if _is_in_the_way(slot, verdict)]
    owners = queries.owners(session, sorted({slot.booking_id for slot in rivals}))
    found = []
    if any(owners[slot.booking_id] == demand.owner_id for slot in rivals):
        found.append(_violation("challenge_others", "somebody else", "your own booking"))
    if any(slot.state is SlotState.HELD for slot in rivals):
        found.append(
            _violation(
                "challenge_not_held", [SlotState.PENDING, SlotState.CONFIRMED], SlotState.HELD
            )
        )
    if begun := [slot.start_at for slot in rivals if slot.start_at <= now]:
        found.append(_violation("challenge_not_begun", now, min(begun)))
    if queries.challengers(session, demand.wanted, now=now):
        found.append(_violation("challenge_one_at_a_time", 1, 2))
    return found


def _is_in_the_way(slot: Slot, verdict: Verdict) -> bool:
    return any(
        conflict.device_id == slot.device_id
        and slot.interval.overlaps(Interval(conflict.start, conflict.end))
        for conflict in verdict.conflicts
    )


def _violation(rule: str, limit: object, actual: object) -> RuleViolation:
    return RuleViolation(rule=rule, limit=limit, actual=actual)
