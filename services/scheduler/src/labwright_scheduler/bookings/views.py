"""What a caller may see of bookings."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_chassis.api.etag import Validator
from labwright_chassis.callers import Caller, Scope
from labwright_chassis.errors import NotAllowed
from labwright_scheduler import permissions
from labwright_scheduler.bookings import rules
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.schemas import BookingOut, PersonOut, SlotOut
from labwright_scheduler.bookings.service import Change, Seen
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.people import queries as people
from labwright_scheduler.people.models import Person


def shown(
    session: Session,
    bookings: Sequence[Booking],
    *,
    by: Caller,
    now: datetime,
    whole: bool = False,
) -> list[BookingOut]:
    """Bookings as this caller may see them: two statements for names.

    Everybody sees devices, intervals, states and the owner; what the owner wrote and who takes
    part only those whom it concerns; `whole` where it concerns this caller anyway.
    """
    known = people.by_id(session, {id for booking in bookings for id in _people_in(booking)})
    names = devices.names(session, {slot.device_id for b in bookings for slot in b.slots})
    return [
        _shown(booking, known, names, whole or _concerns(booking, by), now) for booking in bookings
    ]


def changed(session: Session, change: Change, *, by: Caller) -> BookingOut:
    """A booking that was just written; no statement for what the change has read anyway."""
    booking = change.booking
    unread = _people_in(booking) - change.people.keys()
    known = {**change.people, **(people.by_id(session, unread) if unread else {})}
    names = {id: device.name for id, device in change.devices.items()}
    return _shown(booking, known, names, _concerns(booking, by), booking.updated_at)


def seen(session: Session, validators: Validator, *, by: Caller) -> Seen:
    """Compares a booking with what `If-Match` names: its version, or an answer that showed it."""

    def must_be_as_seen(booking: Booking, now: datetime) -> None:
        if not validators.admits(booking.version):
            [present] = shown(session, [booking], by=by, now=now)
            validators.expect(present.model_dump_json())

    return must_be_as_seen


def _people_in(booking: Booking) -> set[int]:
    return booking.takes_part


def _shown(
    booking: Booking,
    known: Mapping[int, Person],
    names: Mapping[int, str],
    concerned: bool,
    now: datetime,
) -> BookingOut:
    status, text = booking.status(now=now)
    collaborators = [person_of(c.person_id, known) for c in booking.collaborators]
    return BookingOut(
        id=booking.uid,
        status=status,
        status_text=text,
        owner=person_of(booking.owner_id, known),
        project_id=booking.project_id,
        title=booking.title if concerned else None,
        message=booking.message if concerned else None,
        collaborators=collaborators if concerned else None,
        held_until=booking.held_until,
        approval_reasons=booking.approval_reasons if concerned else None,
        series_id=booking.series_uid,
        owner_gone_at=booking.owner_gone_at,
        created_at=booking.created_at,
        updated_at=booking.updated_at,
        version=booking.version,
        slots=[
            SlotOut(
                id=slot.id,
                device_id=slot.device_id,
                device_name=names.get(slot.device_id),
                start=slot.start_at,
                end=slot.end_at,
                planned_end=slot.planned_end_at,
                status=booking.state_of(slot, now=now),
                overcommitted=slot.overcommitted,
                checked_in_at=slot.checked_in_at,
                expires_at=slot.expires_at if slot.state in rules.WAITING else None,
                extends=slot.extends_id,
                replaces=slot.replaces_id,
                wanted_start=slot.wanted_start_at,
                wanted_end=slot.wanted_end_at,
            )
            for slot in booking.slots
        ],
    )


def must_concern(booking: Booking, by: Caller) -> None:
    """Raise NotAllowed unless the caller may read what the owner wrote."""
    if not _concerns(booking, by):
        raise NotAllowed(f"Booking {booking.uid} is none of yours.")


def _concerns(booking: Booking, by: Caller) -> bool:
    return by.id in booking.takes_part or by.may(permissions.BOOKING_READ_ANY, Scope(booking.org))


def person_of(id: int, known: Mapping[int, Person]) -> PersonOut:
    """A person as everybody may see them, also one that auth has not told of."""
    if id == rules.QUEUE:
        return PersonOut(id=id, username="", display_name="Waitlist")
    person = known.get(id)
    if person is None:
        return PersonOut(id=id, username=f"#{id}", display_name=f"Person {id}")
    return PersonOut.model_validate(person)
