"""Telling people what starts and what ends soon."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.notifications import queries
from labwright_scheduler.notifications.rules import NoticeKind
from labwright_scheduler.notifications.service.telling import Subject, tell
from labwright_scheduler.notifications.wording import Line, Notice

_WORTH_AN_END = timedelta(hours=1)
"""Who booked for less than this knows when it ends."""

Found = Sequence[tuple[Slot, Booking]]


def remind_of_start(session: Session, found: Found, *, lead: timedelta) -> None:
    """Tell people of bookings what starts soon; who asked for it within the lead knows."""
    asked_before = [(s, b) for s, b in found if b.created_at <= s.start_at - lead]
    _remind(session, NoticeKind.REMINDER, [(s, b, s.start_at) for s, b in asked_before])


def remind_of_end(session: Session, found: Found) -> None:
    """Tell people of bookings what ends soon."""
    long = [(s, b) for s, b in found if s.end_at - s.start_at >= _WORTH_AN_END]
    _remind(session, NoticeKind.ENDING, [(s, b, s.end_at) for s, b in long])


def _remind(
    session: Session, kind: NoticeKind, found: Sequence[tuple[Slot, Booking, datetime]]
) -> None:
    """One notice for each booking and instant, unless it was told before."""
    groups: dict[str, list[tuple[Slot, Booking, datetime]]] = {}
    for slot, booking, at in found:
        key = f"{kind}:{booking.id}:{at:%Y%m%dT%H%MZ}"
        groups.setdefault(key, []).append((slot, booking, at))
    names = devices.names(session, [slot.device_id for slot, _, _ in found])
    for key in sorted(groups.keys() - queries.known_keys(session, groups)):
        _, booking, at = groups[key][0]
        lines = [
            Line(names.get(slot.device_id, f"device {slot.device_id}"), slot.interval)
            for slot, _, _ in groups[key]
        ]
        notice = Notice(kind=kind, title=booking.title, owner="", lines=lines)
        people = {booking.owner_id, *(one.person_id for one in booking.collaborators)}
        tell(session, notice, Subject(key, booking.uid, useful_until=at), to=people)
