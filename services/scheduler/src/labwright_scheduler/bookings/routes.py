"""Bookings over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from labwright_chassis import clock
from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validator, Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import ListQuery, Page
from labwright_scheduler.access import Booker, BookingReader, Canceller, Changer, Confirmer, User
from labwright_scheduler.bookings import queries, service, views
from labwright_scheduler.bookings.schemas import (
    BookingChange,
    BookingIn,
    BookingOut,
    BookingQuery,
    CancelIn,
    CheckOut,
    ExtendIn,
    MoveIn,
    RebookIn,
    Selection,
    SlotsChange,
    StepOut,
    TransferIn,
)

router = ServiceRouter(prefix="/api/v1/scheduler/bookings", tags=["bookings"])


@router.post("", status_code=201)
def create_booking(
    body: BookingIn, by: Booker, session: DbSession, response: Response
) -> BookingOut:
    """Book devices, or hold them for a quarter of an hour: all of them or none.

    Where somebody has to approve it, it is PENDING until then, and takes its place already.
    """
    change = service.book(session, body, by=by)
    response.headers["Location"] = f"/api/v1/scheduler/bookings/{change.booking.uid}"
    return views.changed(session, change, by=by)


@router.post("/check")
def check_booking(body: BookingIn, by: Booker, session: DbReader) -> CheckOut:
    """Do everything that booking would do, and write nothing."""
    checked = service.check(session, body, by=by)
    verdict = checked.verdict
    return CheckOut(
        enters=checked.enters,
        passes=verdict.passes,
        conflicts=list(verdict.conflicts),
        violations=list(verdict.violations),
        needs_approval=verdict.approval is not None,
        approval_reasons=list(verdict.approval or ()),
    )


@router.get("")
def list_bookings(
    query: Annotated[BookingQuery, Query()],
    by: BookingReader,
    session: DbReader,
    links: PageLinks,
    validators: Validators,
) -> Page[BookingOut]:
    """Bookings: of a week by `start` and `end`, of a device, or one's own by `mine`."""
    now = clock.database_now(session)
    bookings, count = queries.page(session, query, by=by, now=now)
    page = links.page(views.shown(session, bookings, by=by, now=now), count=count, query=query)
    validators.answer(page.model_dump_json())
    return page


@router.get("/{booking_id}")
def get_booking(
    booking_id: UUID, by: BookingReader, session: DbReader, validators: Validators
) -> BookingOut:
    """One booking."""
    booking = queries.get(session, booking_id, org=by.org)
    [answer] = views.shown(session, [booking], by=by, now=clock.database_now(session))
    validators.answer(answer.model_dump_json())
    return answer


@router.get("/{booking_id}/history")
def get_history(
    booking_id: UUID,
    query: Annotated[ListQuery, Query()],
    by: BookingReader,
    session: DbReader,
    links: PageLinks,
) -> Page[StepOut]:
    """What became of a booking: who changed what when and why, for those whom it concerns."""
    booking = queries.get(session, booking_id, org=by.org)
    views.must_concern(booking, by)
    steps, count = queries.steps(session, booking.id, query)
    return links.page([StepOut.model_validate(step) for step in steps], count=count, query=query)


@router.post("/{booking_id}/confirm")
def confirm_booking(booking_id: UUID, by: Confirmer, session: DbSession) -> BookingOut:
    """Confirm a hold before its time is over."""
    return views.changed(session, service.confirm(session, booking_id, by=by), by=by)


@router.patch("/{booking_id}")
def change_booking(
    booking_id: UUID, body: BookingChange, by: Changer, session: DbSession, validators: Validators
) -> BookingOut:
    """Other words, or other collaborators."""
    seen = views.seen(session, validators, by=by)
    change = service.describe(session, booking_id, body, by=by, seen=seen)
    return _tagged(views.changed(session, change, by=by), validators)


@router.patch("/{booking_id}/slots")
def change_slots(
    booking_id: UUID, body: SlotsChange, by: Changer, session: DbSession, validators: Validators
) -> BookingOut:
    """Give slots other times or devices: all of them or none. Shrinking always passes."""
    seen = views.seen(session, validators, by=by)
    change = service.reshape(session, booking_id, body, by=by, seen=seen)
    return _tagged(views.changed(session, change, by=by), validators)


@router.post("/{booking_id}/extend")
def extend_booking(booking_id: UUID, body: ExtendIn, by: Changer, session: DbSession) -> BookingOut:
    """Let the last slot of each device end later, or earlier; or the slots that are named."""
    return views.changed(session, service.reshape(session, booking_id, body, by=by), by=by)


@router.post("/{booking_id}/move")
def move_booking(booking_id: UUID, body: MoveIn, by: Changer, session: DbSession) -> BookingOut:
    """Move what has not ended to another time, all of it or nothing."""
    return views.changed(session, service.reshape(session, booking_id, body, by=by), by=by)


@router.post("/{booking_id}/rebook", status_code=201)
def rebook_booking(
    booking_id: UUID, body: RebookIn, by: Booker, session: DbSession, response: Response
) -> BookingOut:
    """Book the same devices once more, as a new request; also what was cancelled."""
    change = service.rebook(session, booking_id, shift=body.by, hold=body.hold, by=by)
    response.headers["Location"] = f"/api/v1/scheduler/bookings/{change.booking.uid}"
    return views.changed(session, change, by=by)


@router.post("/{booking_id}/transfer")
def transfer_booking(
    booking_id: UUID, body: TransferIn, by: Changer, session: DbSession
) -> BookingOut:
    """Hand a booking over to somebody else, if he may have it by the lab's rules."""
    change = service.hand_over(session, booking_id, body, by=by)
    return views.changed(session, change, by=by)


@router.post("/{booking_id}/release")
def release_booking(
    booking_id: UUID, by: Changer, session: DbSession, body: Selection | None = None
) -> BookingOut:
    """Give running devices back before their time."""
    change = service.release(session, booking_id, of=body or Selection(), by=by)
    return views.changed(session, change, by=by)


@router.post("/{booking_id}/check-in")
def check_in_booking(
    booking_id: UUID, by: User, session: DbSession, body: Selection | None = None
) -> BookingOut:
    """Say that the devices are used; who takes part in the booking may."""
    change = service.check_in(session, booking_id, of=body or Selection(), by=by)
    return views.changed(session, change, by=by)


@router.post("/{booking_id}/cancel")
def cancel_booking(
    booking_id: UUID, by: Canceller, session: DbSession, body: CancelIn | None = None
) -> BookingOut:
    """Give up what has not ended of a booking, or what is named of it."""
    wish = body or CancelIn()
    change = service.cancel(session, booking_id, of=wish, by=by, reason=wish.reason)
    return views.changed(session, change, by=by)


def _tagged(answer: BookingOut, validators: Validator) -> BookingOut:
    validators.changed(answer.model_dump_json())
    return answer
