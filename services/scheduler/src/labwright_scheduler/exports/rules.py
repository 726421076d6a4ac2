"""Bookings as lines of a table and as events of a calendar (RFC 5545)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from icalendar import Calendar, Event

from labwright_chassis import cells
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.bookings.schemas import BookingOut, SlotOut
from labwright_scheduler.calendar.rules import FINAL, OCCUPYING

HEADER = (
    *("booking_id", "booking_status", "owner", "owner_username", "project_id"),
    *("title", "message", "collaborators"),
    *("slot_id", "device_id", "device", "start", "end", "planned_end"),
    *("status", "overcommitted", "created_at", "updated_at"),
)

_USED = FINAL & {SlotState.COMPLETED}


def table(portions: Iterable[Sequence[BookingOut]]) -> Iterator[bytes]:
    """A CSV file (UTF-8 with its mark) with a line for each slot, as the bookings come.

    No text in it is taken for a formula; what does not concern the reader is empty.
    """
    yield cells.BYTE_ORDER_MARK + cells.csv_lines([HEADER])
    for bookings in portions:
        yield cells.csv_lines(_line(b, slot) for b in bookings for slot in b.slots)


def calendar_file(booking: BookingOut) -> bytes:
    """An iCalendar file with an event for each slot.

    An event is known by its slot's number, which stays whatever becomes of it; one that was given
    up stays as cancelled, so that a calendar which has it takes it away.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Labwright//Scheduler//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for slot in booking.slots:
        calendar.add_component(_event(booking, slot))
    return bytes(calendar.to_ical())


def _event(booking: BookingOut, slot: SlotOut) -> Event:
    event = Event()
    event.add("uid", f"{booking.id}-{slot.id}")
    event.add("sequence", booking.version)
    event.add("dtstamp", _utc(booking.updated_at))
    event.add("created", _utc(booking.created_at))
    event.add("last-modified", _utc(booking.updated_at))
    event.add("dtstart", _utc(slot.start))
    event.add("dtend", _utc(slot.end))
    event.add("status", _status(slot.status))
    event.add("transp", "OPAQUE" if slot.status in OCCUPYING | _USED else "TRANSPARENT")
    device = slot.device_name or f"Device {slot.device_id}"
    event.add("summary", f"{booking.title or booking.owner.display_name}: {device}")
    event.add("location", device)
    event.add("description", _description(booking, slot))
    return event


def _status(state: SlotState) -> str:
    if state is SlotState.CONFIRMED or state in _USED:
        return "CONFIRMED"
    return "CANCELLED" if state in FINAL else "TENTATIVE"


def _description(booking: BookingOut, slot: SlotOut) -> str:
    lines = [f"{slot.status.capitalize()}, booked by {booking.owner.display_name}."]
    if booking.collaborators:
        lines.append("With " + ", ".join(each.display_name for each in booking.collaborators) + ".")
    if booking.message:
        lines += ["", booking.message]
    return "\n".join(lines)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _line(booking: BookingOut, slot: SlotOut) -> list[str]:
    people = " ".join(each.username for each in booking.collaborators or ())
    found = (
        *(booking.id, booking.status, booking.owner.display_name, booking.owner.username),
        *(booking.project_id, booking.title, booking.message, people),
        *(slot.id, slot.device_id, slot.device_name, slot.start, slot.end, slot.planned_end),
        *(slot.status, slot.overcommitted, booking.created_at, booking.updated_at),
    )
    return [cells.neutral(_text(value)) for value in found]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else str(value)
