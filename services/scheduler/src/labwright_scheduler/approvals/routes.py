"""Decisions over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from labwright_chassis import clock
from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_scheduler.access import Approver, BookingReader
from labwright_scheduler.approvals import queries, service, views
from labwright_scheduler.approvals.schemas import (
    ApprovalOut,
    ApprovalQuery,
    ApproveIn,
    ConflictDecisionIn,
    ConflictsOut,
    DecisionsIn,
    DecisionsOut,
    RejectIn,
)
from labwright_scheduler.bookings.schemas import BookingOut
from labwright_scheduler.bookings.views import changed

router = ServiceRouter(prefix="/api/v1/scheduler", tags=["approvals"])


@router.get("/approvals")
def list_approvals(
    query: Annotated[ApprovalQuery, Query()],
    by: Approver,
    session: DbReader,
    links: PageLinks,
    validators: Validators,
) -> Page[ApprovalOut]:
    """Requests and challenges that wait for a decision of the caller, the longest waiting first."""
    now = clock.database_now(session)
    found, count = queries.page(session, query, by=by, now=now)
    page = links.page(views.waiting(session, found, by=by, now=now), count=count, query=query)
    validators.answer(page.model_dump_json())
    return page


@router.post("/approvals/decide")
def decide_approvals(body: DecisionsIn, by: Approver, session: DbSession) -> DecisionsOut:
    """Approve and reject many requests: all of them or none, or each for itself."""
    decided = service.decide(session, body.items, mode=body.mode, by=by)
    return views.decided(session, decided, by=by)


@router.post("/bookings/{booking_id}/approve")
def approve_booking(
    booking_id: UUID, by: Approver, session: DbSession, body: ApproveIn | None = None
) -> BookingOut:
    """Approve what waits of a request, or what is named of it."""
    wish = body or ApproveIn()
    change = service.approve(session, booking_id, of=wish, by=by)
    return changed(session, change, by=by)


@router.post("/bookings/{booking_id}/reject")
def reject_booking(
    booking_id: UUID, body: RejectIn, by: Approver, session: DbSession
) -> BookingOut:
    """Reject what waits of a request, or what is named of it."""
    change = service.reject(session, booking_id, of=body, by=by)
    return changed(session, change, by=by)


@router.get("/bookings/{booking_id}/conflict")
def get_conflict(booking_id: UUID, by: BookingReader, session: DbReader) -> ConflictsOut:
    """Both sides of a challenge, where they overlap, and what else would do for either.

    A booking that is in none has an empty list.
    """
    now = clock.database_now(session)
    found = service.conflicts(session, booking_id, by=by, now=now)
    return views.conflicts(session, found, by=by, now=now)


@router.post("/bookings/{booking_id}/decide")
def decide_conflict(
    booking_id: UUID, body: ConflictDecisionIn, by: Approver, session: DbSession
) -> list[BookingOut]:
    """Say who gives way in a challenge; the challenge comes first in the answer."""
    changes = service.settle_conflict(session, booking_id, body, by=by)
    return [changed(session, change, by=by) for change in changes]
