"""What those who decide see."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller
from labwright_chassis.errors import DomainError
from labwright_scheduler.approvals.schemas import (
    ApprovalOut,
    DecidedOut,
    DecisionsOut,
    RefusalOut,
)
from labwright_scheduler.approvals.service import Decided
from labwright_scheduler.bookings import rules, views
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.schemas import BookingOut


def waiting(
    session: Session, bookings: Sequence[Booking], *, by: Caller, now: datetime
) -> list[ApprovalOut]:
    """Requests with what of them waits."""
    shown = views.shown(session, bookings, by=by, now=now, whole=True)
    return [_waiting(booking, answer, now) for booking, answer in zip(bookings, shown, strict=True)]


def decided(session: Session, taken: Sequence[Decided], *, by: Caller) -> DecisionsOut:
    """What became of decisions."""
    results = [_decided(session, each, by) for each in taken]
    refused = sum(1 for each in results if each.refused)
    return DecisionsOut(decided=len(results) - refused, refused=refused, results=results)


def _waiting(booking: Booking, answer: BookingOut, now: datetime) -> ApprovalOut:
    slots = [s for s in booking.slots if booking.state_of(s, now=now) in rules.UNDECIDED]
    asked = [slot.asked_at for slot in slots if slot.asked_at is not None]
    ends = [each.expires_at for each in answer.slots if each.expires_at is not None]
    return ApprovalOut(
        booking=answer,
        slot_ids=[slot.id for slot in slots],
        asked_at=min(asked),
        expires_at=min(ends),
    )


def _decided(session: Session, each: Decided, by: Caller) -> DecidedOut:
    told = {"booking_id": each.asked.booking_id, "decision": each.asked.decision}
    if isinstance(each.outcome, DomainError):
        return DecidedOut(**told, booking=None, refused=_refusal(each.outcome))
    return DecidedOut(**told, booking=views.changed(session, each.outcome, by=by), refused=None)


def _refusal(error: DomainError) -> RefusalOut:
    return RefusalOut(
        type=f"/problems/{error.slug}",
        title=error.title,
        detail=error.detail,
        conflicts=list(error.extra.get("conflicts", ())),
        violations=list(error.extra.get("violations", ())),
    )
