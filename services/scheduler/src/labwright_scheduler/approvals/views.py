"""What those who decide see."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller
from labwright_chassis.errors import DomainError
from labwright_scheduler.alternatives.schemas import EquivalentOut
from labwright_scheduler.approvals.schemas import (
    AlternativeOut,
    ApprovalOut,
    ConflictOut,
    ConflictsOut,
    DecidedOut,
    DecisionsOut,
    OverlapOut,
    RefusalOut,
    TimeOut,
)
from labwright_scheduler.approvals.service import Conflict, Decided
from labwright_scheduler.bookings import rules, views
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.schemas import BookingOut


def waiting(
    session: Session, bookings: Sequence[Booking], *, by: Caller, now: datetime
) -> list[ApprovalOut]:
    """Requests with what of them waits; one that was decided on while it was read is left out."""
    shown = views.shown(session, bookings, by=by, now=now, whole=True)
    told = [_waiting(each, answer, now) for each, answer in zip(bookings, shown, strict=True)]
    return [each for each in told if each is not None]


def decided(session: Session, taken: Sequence[Decided], *, by: Caller) -> DecisionsOut:
    """What became of decisions."""
    results = [_decided(session, each, by) for each in taken]
    refused = sum(1 for each in results if each.refused)
    return DecisionsOut(decided=len(results) - refused, refused=refused, results=results)


def _waiting(booking: Booking, answer: BookingOut, now: datetime) -> ApprovalOut | None:
    slots = [s for s in booking.slots if booking.state_of(s, now=now) in rules.UNDECIDED]
    asked = [slot.asked_at for slot in slots if slot.asked_at is not None]
    if booking.owner_gone_at is not None:
        asked.append(booking.owner_gone_at)
    if not asked:
        return None
    return ApprovalOut(
        booking=answer,
        slot_ids=[slot.id for slot in slots or booking.ahead(now=now)],
        asked_at=min(asked),
        expires_at=min((s.expires_at for s in slots if s.expires_at), default=None),
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


def conflicts(
    session: Session, found: Sequence[Conflict], *, by: Caller, now: datetime
) -> ConflictsOut:
    """Both sides of conflicts, as this caller may see them."""
    sides = [booking for each in found for booking in (each.challenger, *each.challenged)]
    answers = views.shown(session, sides, by=by, now=now)
    shown = {answer.id: answer for answer in answers}
    return ConflictsOut(conflicts=[_conflict(each, shown) for each in found])


def _conflict(found: Conflict, shown: Mapping[UUID, BookingOut]) -> ConflictOut:
    return ConflictOut(
        challenger=shown[found.challenger.uid],
        challenged=[shown[booking.uid] for booking in found.challenged],
        overlaps=[
            OverlapOut(
                device_id=each.challenged.device_id,
                start=each.time.start,
                end=each.time.end,
                challenging_slot=each.challenging.id,
                challenged_slot=each.challenged.id,
            )
            for each in found.overlaps
        ],
        alternatives=[
            AlternativeOut(
                slot_id=each.slot.id,
                device_id=each.slot.device_id,
                equivalents=[EquivalentOut.of(one) for one in each.equivalents],
                nearest=each.nearest and TimeOut.model_validate(each.nearest),
            )
            for each in found.alternatives
        ],
    )
