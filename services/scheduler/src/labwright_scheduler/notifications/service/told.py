"""From what became of bookings to whom it is told."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_contracts.scheduler import BookingTold, SlotsHit, SlotTold
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.notifications import queries, rules
from labwright_scheduler.notifications.rules import NoticeKind, Occasion
from labwright_scheduler.notifications.service.telling import Subject, tell
from labwright_scheduler.notifications.wording import Line, Notice


def tell_of_booking(
    session: Session, told: BookingTold, *, event_id: UUID, actor_id: int | None
) -> None:
    """Tell those whom a change of a booking concerns; not who made it himself."""
    for occasion in rules.occasions(told):
        approvers = _approvers(session, occasion)
        concerned = rules.audience(told, occasion.kind, approvers=approvers) - {actor_id}
        if concerned:
            _tell_occasion(session, told, occasion, event_id, actor_id, concerned)
        if occasion.kind is NoticeKind.CHALLENGED:
            _tell_challenged(session, told, occasion, event_id)


def tell_of_hits(session: Session, hit: SlotsHit, *, event_id: UUID) -> None:
    """Tell the people of slots that their device can no longer bear.

    A device and its window come by different queues. Where the one came first and the other has
    put it right since, there is nothing to tell.
    """
    causes = {one.slot_id: one.cause for one in hit.hits}
    standing = queries.still_hit(session, sorted(causes))
    names = devices.names(session, [hit.device_id])
    for booking, slots in queries.with_slots(session, standing):
        cause = causes[slots[0].id]
        kind = rules.kind_of_hit(cause)
        people = _people_of(booking)
        notice = Notice(
            kind=kind,
            title=booking.title,
            owner=_name(queries.people(session, [booking.owner_id]), booking.owner_id),
            lines=_lines(slots, names),
            reason=queries.words_of(session, cause),
        )
        tell(session, notice, Subject(f"{event_id.hex}:{kind}", booking.uid), to=people)


def _tell_occasion(
    session: Session,
    told: BookingTold,
    occasion: Occasion,
    event_id: UUID,
    actor_id: int | None,
    concerned: Iterable[int],
) -> None:
    booking = queries.booking(session, told.id)
    if booking is None:
        return
    names = devices.names(session, [slot.device_id for slot in occasion.slots])
    people = queries.people(session, [told.owner_id, *([actor_id] if actor_id else [])])
    notice = Notice(
        kind=occasion.kind,
        title=booking.title,
        owner=_name(people, told.owner_id),
        lines=[Line.of(slot, names) for slot in occasion.slots],
        actor=_name(people, actor_id) if actor_id else "",
        reason=told.reason,
    )
    tell(session, notice, Subject(f"{event_id.hex}:{occasion.kind}", told.id), to=concerned)


def _tell_challenged(
    session: Session, told: BookingTold, occasion: Occasion, event_id: UUID
) -> None:
    """Tell those who have the time that a challenge asks for, in the words of their own booking."""
    taken = {id for slot in occasion.slots for id in _in_the_way(session, told, slot)}
    challenger = queries.people(session, [told.owner_id])
    for booking, slots in queries.with_slots(session, sorted(taken)):
        names = devices.names(session, [slot.device_id for slot in slots])
        notice = Notice(
            kind=NoticeKind.CHALLENGED,
            title=booking.title,
            owner="",
            lines=_lines(slots, names),
            actor=_name(challenger, told.owner_id),
        )
        concerned = _people_of(booking) - {told.owner_id}
        tell(session, notice, Subject(f"{event_id.hex}:challenged", booking.uid), to=concerned)


def _in_the_way(session: Session, told: BookingTold, slot: SlotTold) -> list[int]:
    return queries.in_the_way(
        session, slot.device_id, start=slot.start, end=slot.end, besides=told.id
    )


def _approvers(session: Session, occasion: Occasion) -> set[int]:
    """Who may decide on some of what is asked for: at its site, or as its steward."""
    if occasion.kind is not NoticeKind.APPROVAL_WANTED:
        return set()
    places = queries.places(session, [slot.device_id for slot in occasion.slots])
    sites_of = queries.approvers(session).items()
    at_sites = {site for site, _ in places}
    stewards = {steward for _, steward in places if steward is not None}
    return stewards | {id for id, sites in sites_of if sites is None or at_sites & set(sites)}


def _people_of(booking: Booking) -> set[int]:
    return {booking.owner_id, *(one.person_id for one in booking.collaborators)}


def _lines(slots: Sequence[Slot], names: Mapping[int, str]) -> list[Line]:
    return [
        Line(names.get(slot.device_id, f"device {slot.device_id}"), slot.interval) for slot in slots
    ]


def _name(people: Mapping[int, object], id: int) -> str:
    person = people.get(id)
    return str(getattr(person, "display_name", f"person {id}"))
