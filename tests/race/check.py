"""Counts every instant of every device over the whole history of the race.

Each accepted change wrote its event under the locks of its devices, so the events of one device
are in the order in which they took effect. They are played again, and after each the peak of
what occupies its devices is compared with their capacity.
"""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from labwright_chassis.db import Database
from labwright_chassis.tables import outbox
from labwright_contracts import catalogue
from labwright_contracts.scheduler import BookingChanged
from labwright_scheduler.calendar.models import Overcommitment, Slot
from labwright_scheduler.calendar.rules import OCCUPYING, Interval, above
from labwright_scheduler.devices.models import Device


@dataclass(slots=True)
class Verdict:
    """What was found. `overcommitted` are intervals beyond capacity without a recorded cause."""

    events: int = 0
    overcommitted: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.overcommitted or self.lost or self.torn)


def check(database_url: str, promised: set[str]) -> Verdict:
    """Read the database and judge."""
    database = Database(database_url)
    try:
        return database.read(lambda session: _judge(session, promised))
    finally:
        database.dispose()


def _judge(session: Session, promised: set[str]) -> Verdict:
    verdict = Verdict()
    capacities = {device.id: device.capacity for device in session.scalars(select(Device))}
    excused = _recorded(session)
    calendars: dict[int, dict[int, Interval]] = {id: {} for id in capacities}
    latest: dict[str, BookingChanged] = {}
    for change in _history(session):
        verdict.events += 1
        latest[str(change.id)] = change
        for device in _play(change, calendars):
            standing = above(list(calendars[device].values()), capacity=capacities[device])
            verdict.overcommitted += [
                f"device {device} {i.start:%d %H:%M}-{i.end:%H:%M} after booking {change.id}"
                for i in standing
                if not any(i.overlaps(recorded) for recorded in excused.get(device, ()))
            ]
    verdict.lost = sorted(promised - set(latest))
    verdict.torn = _torn(session, latest)
    return verdict


def _history(session: Session) -> list[BookingChanged]:
    statement = select(outbox.c.payload).where(outbox.c.type == catalogue.BOOKING_CHANGED)
    payloads = session.scalars(statement.order_by(outbox.c.id))
    return [BookingChanged.model_validate(payload) for payload in payloads]


def _play(change: BookingChanged, calendars: dict[int, dict[int, Interval]]) -> set[int]:
    """Put a change into the calendars; the devices on which something newly occupies."""
    grown = set()
    for slot in change.slots:
        calendar = calendars[slot.device_id]
        if slot.state in OCCUPYING:
            grown.add(slot.device_id)
            calendar[slot.id] = Interval(slot.start, slot.end)
        else:
            calendar.pop(slot.id, None)
    return grown


def _recorded(session: Session) -> dict[int, list[Interval]]:
    found: dict[int, list[Interval]] = {}
    for row in session.scalars(select(Overcommitment)):
        found.setdefault(row.device_id, []).append(Interval(row.start_at, row.end_at))
    return found


def _torn(session: Session, latest: dict[str, BookingChanged]) -> list[str]:
    """Where table and last event differ: a change of which only a half was written."""
    table = {slot.id: slot.state for slot in session.scalars(select(Slot))}
    told = {slot.id: slot.state for change in latest.values() for slot in change.slots}
    differing = [f"slot {id}" for id in table.keys() ^ told.keys()]
    return differing + [f"slot {id}" for id in table.keys() & told.keys() if table[id] != told[id]]


def refused(answers: Counter[str]) -> dict[str, int]:
    """Answers that nobody should ever get: anything from 500 on."""
    return {name: n for name, n in answers.items() if int(name.split()[1]) >= 500}
