"""Booking, holding, confirming; asking whether a booking would pass; booking once more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis import clock, outbox
from labwright_chassis.callers import Caller, Scope
from labwright_chassis.errors import Malformed
from labwright_contracts.problems import FieldError, RuleViolation
from labwright_contracts.scheduler import SlotState
from labwright_scheduler import permissions
from labwright_scheduler.bookings import queries, rules
from labwright_scheduler.bookings.errors import BookingRefused
from labwright_scheduler.bookings.models import Booking, Collaborator
from labwright_scheduler.bookings.schemas import BookingIn, SlotIn, wanted_of
from labwright_scheduler.bookings.service.admission import admit, judged, record_override
from labwright_scheduler.bookings.service.entry import ACTIONS, enter, entry
from labwright_scheduler.bookings.service.guarantee import (
    Demand,
    Verdict,
    lapsed_among,
    verdict_on,
)
from labwright_scheduler.bookings.service.room import released
from labwright_scheduler.bookings.service.whole import (
    Change,
    devices_of,
    lock_whole,
    must_own,
    named,
    roles_of,
    tell,
    times_of,
)
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.devices.models import Device
from labwright_scheduler.lab_settings import queries as settings
from labwright_scheduler.people import queries as people
from labwright_scheduler.people import service as people_service
from labwright_scheduler.people.models import Person
from labwright_scheduler.policies import service as policies


def book(session: Session, request: BookingIn, *, by: Caller) -> Change:
    """Book or hold what is asked for, or ask for it where somebody has to approve: all or nothing.

    Raises:
        BookingRefused: with every conflict and every broken rule at once.
        Malformed: an unknown device or collaborator.
        NotAllowed: a device at a site that is not the caller's.
    """
    [change] = book_apart(session, request, [request.slots], by=by)
    return change


def book_apart(
    session: Session,
    request: BookingIn,
    parts: Sequence[Sequence[SlotIn]],
    *,
    by: Caller,
    series: UUID | None = None,
) -> list[Change]:
    """Judge a request as one, and make a booking, of a series, of each of the parts of its slots.

    Raises:
        BookingRefused, Malformed, NotAllowed: as `book`, and then there is none of them.
    """
    owner = people_service.lock_caller(session, by)
    _check_project(session, request, owner.id)
    collaborators = named(session, request.collaborators, besides=owner.id)
    locked = devices.lock(session, sorted({slot.device_id for slot in request.slots}))
    standing = _known(request.slots, locked, by)
    now = clock.database_now(session)
    broken = _violations(session, request, owner.id, now=now)
    demand = _demand(request, owner.id, by, parts)
    verdict = judged(session, standing, demand, broken, now=now)
    state = entry(session, request, standing, demand, verdict, broken, by=by, now=now)
    waits = state in rules.WITHOUT_ROOM
    priority = policies.priority_of(session, demand.request(now)) if waits else 0
    bookings = [_made(request, slots, owner, by, now=now) for slots in parts]
    for booking in bookings:
        booking.series_uid = series
        booking.collaborators = [Collaborator(person_id=person.id) for person in collaborators]
        booking.priority = priority
        enter(session, booking, state, why=verdict.approval or (), now=now)
    session.add_all(bookings)
    session.flush()
    forced = verdict if request.force else None
    if forced is not None:
        slots = [slot for booking in bookings for slot in booking.slots]
        record_override(session, standing, slots, forced.conflicts, now=now)
    devices.touch(session, sorted(standing))
    for booking in bookings:
        tell(session, booking, ACTIONS[state], [], reason=request.reason, overridden=forced)
    known = {person.id: person for person in (owner, *collaborators)}
    return [Change(booking, standing, known) for booking in bookings]


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands against a request, and the state in which it would begin, None if refused."""

    verdict: Verdict
    enters: SlotState | None


def check(
    session: Session,
    request: BookingIn,
    parts: Sequence[Sequence[SlotIn]] = (),
    *,
    by: Caller,
) -> Checked:
    """Everything that stands against a request at this moment, as `book` would find it, or, with
    the `parts` of its slots, `book_apart`; no write.

    Raises:
        Malformed, NotAllowed: as `book`.
    """
    _check_project(session, request, by.id)
    named(session, request.collaborators, besides=by.id)
    known = _known(request.slots, devices.read(session, _asked(request.slots)), by)
    now = clock.database_now(session)
    demand = _demand(request, by.id, by, parts)
    standing = calendar.occupying(session, demand.wanted)
    lapsed = lapsed_among(session, standing, now=now)
    standing = [slot for slot in standing if slot.id not in lapsed]
    broken = _violations(session, request, by.id, now=now)
    verdict = verdict_on(session, known, demand, standing, broken, now=now)
    try:
        state = entry(session, request, known, demand, verdict, broken, by=by, now=now)
    except BookingRefused as error:
        return Checked(replace(verdict, violations=error.extra["violations"]), None)
    return Checked(verdict, state)


def rebook(session: Session, uid: UUID, *, shift: timedelta, hold: bool, by: Caller) -> Change:
    """Book anew what a booking asked for, earlier or later: a request through the same check.

    Raises:
        BookingRefused, Malformed, NotAllowed: as `book`.
        NotFound: there is no such booking.
    """
    former = queries.get(session, uid, org=by.org)
    known = devices.read(session, devices_of(former.slots))
    must_own(former, known, by, permissions.BOOKING_READ_ANY)
    slots = former.agreed_slots()
    times = sorted({(slot.device_id, slot.start_at, slot.asked_end) for slot in slots})
    request = BookingIn(
        title=former.title,
        message=former.message,
        slots=[
            SlotIn(
                device_id=device_id,
                start=(start + shift).isoformat(),
                end=(end + shift).isoformat(),
            )
            for device_id, start, end in times
        ],
        hold=hold,
        project_id=_still_of(session, former.project_id, by),
    )
    return book(session, request, by=by)


def confirm(session: Session, uid: UUID, *, by: Caller) -> Change:
    """Turn a hold into a confirmed booking, or a request, if its devices still bear it.

    Raises:
        BookingRefused: a device was closed or lost capacity since, or a rule is against it.
        HoldExpired, NotOpen: it is not held any more.
    """
    booking, locked, now = lock_whole(session, uid, org=by.org)
    must_own(booking, locked, by, permissions.BOOKING_CONFIRM_ANY)
    held = booking.held(now=now)
    besides = frozenset(slot.id for slot in held)
    demand = Demand(
        booking.owner_id,
        times_of(held),
        besides=besides,
        project_id=booking.project_id,
        booking_ids=frozenset({booking.id}),
        roles=roles_of(by, booking.owner_id),
        asked_at=booking.created_at,
    )
    action = "scheduler.booking.confirm"
    verdict = admit(session, locked, demand, [], now=now, action=action)
    if verdict.approval is None:
        booking.confirm(held, now=now)
    else:
        lasts = settings.get(session).decision_lasts
        booking.ask(held, why=verdict.approval, lasts=lasts, now=now)
        booking.touch(now)
    tell(session, booking, action, devices_of(held))
    return Change(booking, locked, {})


def settle(session: Session, uid: UUID) -> None:
    """Make it so in the table what of a booking has ended by the clock."""
    booking, locked, now = lock_whole(session, uid, org=None)
    changed = booking.settle(now=now)
    if changed:
        tell(session, booking, "scheduler.booking.settle", devices_of(changed))
        released(session, locked, devices_of(changed), now=now)


def _check_project(session: Session, request: BookingIn, owner_id: int) -> None:
    if request.project_id is not None:
        people_service.must_be_of(session, request.project_id, person_id=owner_id)


def _still_of(session: Session, project_id: int | None, by: Caller) -> int | None:
    """The project of a former booking, if who books anew is still in it."""
    if project_id is None or people.project_of(session, project_id, person_id=by.id) is None:
        return None
    return project_id


def _demand(
    request: BookingIn, owner_id: int, by: Caller, parts: Sequence[Sequence[SlotIn]]
) -> Demand:
    return Demand(
        owner_id,
        request.wanted(),
        parts=[wanted_of(slots) for slots in parts] if len(parts) > 1 else (),
        hold=request.hold,
        project_id=request.project_id,
        roles=by.roles,
    )


def _asked(slots: Sequence[SlotIn]) -> list[int]:
    return sorted({slot.device_id for slot in slots})


def _known(slots: Sequence[SlotIn], found: Mapping[int, Device], by: Caller) -> dict[int, Device]:
    """The devices asked for; each must be known, and at one of the caller's sites."""
    standing = {id: device for id, device in found.items() if device.removed_at is None}
    places: dict[int, int] = {}
    for n, slot in enumerate(slots):
        places.setdefault(slot.device_id, n)
    unknown = [
        FieldError(
            pointer=f"/slots/{n}/device_id",
            code="unknown_device",
            message=f"There is no device {id}.",
        )
        for id, n in places.items()
        if id not in standing
    ]
    if unknown:
        raise Malformed(unknown[0].message, errors=unknown)
    for device in standing.values():
        by.must(permissions.BOOKING_CREATE, Scope.at(by.org, device.site_id))
    return standing


def _violations(
    session: Session, request: BookingIn, owner_id: int, *, now: datetime
) -> list[RuleViolation]:
    broken = rules.violations([slot.interval for slot in request.slots], now=now)
    if request.hold:
        broken += rules.too_many_holds(queries.open_holds(session, owner_id, now=now))
    return broken


def _made(
    request: BookingIn, slots: Sequence[SlotIn], owner: Person, by: Caller, *, now: datetime
) -> Booking:
    return Booking(
        uid=outbox.uuid7(),
        version=1,
        org=by.org,
        owner_id=owner.id,
        project_id=request.project_id,
        title=request.title,
        message=request.message,
        ends_at=max(slot.end for slot in slots),
        created_at=now,
        updated_at=now,
        slots=[
            Slot(
                device_id=slot.device_id,
                start_at=slot.start,
                end_at=slot.end,
                state=SlotState.CONFIRMED,
                overcommitted=False,
            )
            for slot in slots
        ],
    )
