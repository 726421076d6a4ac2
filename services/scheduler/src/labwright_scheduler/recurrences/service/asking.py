"""Asking for devices again and again: what stands against it, and a series of bookings."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labwright_chassis import audit, clock, outbox, zones
from labwright_chassis.callers import Caller
from labwright_chassis.errors import Malformed
from labwright_scheduler.bookings import service as bookings
from labwright_scheduler.bookings.schemas import MOST_SLOTS, SlotIn
from labwright_scheduler.bookings.service import Change
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.lab_settings import queries as lab_settings
from labwright_scheduler.people import service as people
from labwright_scheduler.recurrences import queries, rules
from labwright_scheduler.recurrences.errors import RuleRefused
from labwright_scheduler.recurrences.models import Occurrence, Series
from labwright_scheduler.recurrences.rules import Mode, Rule
from labwright_scheduler.recurrences.schemas import RecurrenceIn
from labwright_scheduler.recurrences.service.sorting import Part, sorted_out


@dataclass(frozen=True, slots=True)
class Preview:
    """The parts of a recurrence, an occurrence each, on the clock of a zone."""

    zone: ZoneInfo
    parts: Sequence[Part]
    approval: Sequence[str] | None


def preview(session: Session, request: RecurrenceIn, *, by: Caller) -> Preview:
    """What stands against each occurrence at this moment; no write.

    Raises:
        Malformed: a rule that cannot be booked by, an unknown device or collaborator.
        NotAllowed: a device at a site that is not the caller's.
    """
    zone = _zone_of(session, request)
    found = sorted_out(session, request, _parts(request, zone), by=by)
    return Preview(zone, found.parts, found.approval)


def recur(session: Session, request: RecurrenceIn, *, by: Caller) -> Series:
    """Book every occurrence, or, where those that are refused shall be skipped, the others.

    Raises:
        BookingRefused: with all that is against it; where some may be skipped, if all would be.
        Malformed, NotAllowed: as `preview`.
    """
    owner = people.lock_caller(session, by)
    devices.lock(session, sorted({slot.device_id for slot in request.slots}))
    zone = _zone_of(session, request)
    every = _parts(request, zone)
    parts: Sequence[Part] = [Part(slots) for slots in every]
    if request.mode is Mode.SKIP_REFUSED:
        parts = sorted_out(session, request, every, by=by).parts
    kept = [part for part in parts if part.passes] or parts
    asked = request.asking_for([slot for part in kept for slot in part.slots])
    uid = outbox.uuid7()
    changes = bookings.book_apart(session, asked, [part.slots for part in kept], by=by, series=uid)
    series = _made(session, uid, request, zone, owner_id=owner.id, by=by)
    series.occurrences = _occurrences(parts, kept, changes)
    series.changes = []
    session.add(series)
    _record(session, series)
    return series


def _zone_of(session: Session, request: RecurrenceIn) -> ZoneInfo:
    """The zone of the site, if the devices share one, else the lab's."""
    found = queries.time_zones(session, sorted({slot.device_id for slot in request.slots}))
    name = found.pop() if len(found) == 1 else None
    if name not in zones.names():
        name = lab_settings.get(session).time_zone
    return ZoneInfo(name)


def _parts(request: RecurrenceIn, zone: ZoneInfo) -> list[list[SlotIn]]:
    """The slots of each occurrence."""
    rule = Rule.parse(request.rrule)
    first = [slot.interval for slot in request.slots]
    try:
        times = rules.repeated(
            rule, first, zone=zone, without=set(request.exdates), most=MOST_SLOTS
        )
    except RuleRefused as error:
        raise Malformed.at("/rrule", f"{str(error).capitalize()}.", "rrule") from error
    if not times:
        raise Malformed.at("/exdates", "No occurrence is left.", "empty")
    _must_not_overlap(request.slots, times)
    return [
        [
            SlotIn.model_construct(device_id=slot.device_id, start=time.start, end=time.end)
            for slot, time in zip(request.slots, occurrence, strict=True)
        ]
        for occurrence in times
    ]


def _must_not_overlap(slots: Sequence[SlotIn], times: Sequence[Sequence[Interval]]) -> None:
    wanted: dict[int, list[Interval]] = {}
    for occurrence in times:
        for slot, time in zip(slots, occurrence, strict=True):
            wanted.setdefault(slot.device_id, []).append(time)
    for device_id, intervals in wanted.items():
        if met := rules.overlapping(intervals):
            words = f"Device {device_id} is still wanted when {met.start:%Y-%m-%dT%H:%MZ} begins."
            raise Malformed.at("/rrule", words, "overlap")


def _made(
    session: Session,
    uid: UUID,
    request: RecurrenceIn,
    zone: ZoneInfo,
    *,
    owner_id: int,
    by: Caller,
) -> Series:
    now = clock.database_now(session)
    return Series(
        uid=uid,
        version=1,
        org=by.org,
        owner_id=owner_id,
        title=request.title,
        rule=request.rrule,
        exdates=[day.isoformat() for day in sorted(set(request.exdates))],
        time_zone=zone.key,
        mode=request.mode,
        created_at=now,
        updated_at=now,
    )


def _occurrences(
    parts: Sequence[Part], kept: Sequence[Part], changes: Sequence[Change]
) -> list[Occurrence]:
    booked = {id(part): change.booking for part, change in zip(kept, changes, strict=True)}
    return [
        Occurrence(
            number=number,
            start_at=part.start,
            end_at=part.end,
            booking=booked.get(id(part)),
            refused=part.refused(),
        )
        for number, part in enumerate(parts, start=1)
    ]


def _record(session: Session, series: Series) -> None:
    booked = sum(each.booking is not None for each in series.occurrences)
    told = {
        "rrule": series.rule,
        "time_zone": series.time_zone,
        "bookings": booked,
        "skipped": len(series.occurrences) - booked,
    }
    audit.record(session, "scheduler.series.create", target=f"series/{series.uid}", after=told)
