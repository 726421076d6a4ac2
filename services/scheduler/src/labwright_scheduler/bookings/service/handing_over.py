"""Another owner, who must be one who may have it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller
from labwright_chassis.columns import normalised
from labwright_chassis.errors import Malformed, Refused
from labwright_contracts.problems import RuleViolation
from labwright_contracts.scheduler import SlotState
from labwright_scheduler import permissions
from labwright_scheduler.bookings import queries, rules
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.schemas import TransferIn
from labwright_scheduler.bookings.service.admission import admit, refuse
from labwright_scheduler.bookings.service.guarantee import Demand, Verdict
from labwright_scheduler.bookings.service.whole import (
    Change,
    devices_of,
    lock_whole,
    must_own,
    roles_of,
    tell,
    times_of,
)
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import FINAL
from labwright_scheduler.devices.models import Device
from labwright_scheduler.people import queries as people
from labwright_scheduler.people import service as people_service
from labwright_scheduler.people.models import Person
from labwright_scheduler.policies import service as policies

_ACTION = "scheduler.booking.transfer"


def hand_over(session: Session, uid: UUID, request: TransferIn, *, by: Caller) -> Change:
    """Give a booking to somebody else; who gave it stays as a collaborator.

    The lab's rules are asked whether the new owner may have it, beside all that he has. Its times
    are not judged again, and nobody approves anew what could be asked of the former owner as well;
    what only the new one would need an approval for, he is not handed without.

    Raises:
        BookingRefused: with every rule that is against it.
        Malformed: there is nobody of that name, it is his already, or he is not in its project.
        NotOpen: all of it is over.
    """
    named = _called(session, request.username)
    booking, locked, now = lock_whole(
        session, uid, org=by.org, people_too=[named.id] if named else []
    )
    must_own(booking, locked, by, permissions.BOOKING_CHANGE_ANY)
    heir = _heir(session, request.username, booking, locked=named)
    going = booking.going_on(now=now)
    demand = _demand(booking, heir, by, now=now)
    broken = _first_rules(session, going, heir, now=now)
    force = by if request.force else None
    verdict = admit(session, locked, demand, broken, now=now, action=_ACTION, force=force)
    unapproved = _unapproved(session, booking, going, demand, verdict, locked, now=now)
    if unapproved:
        refuse([], unapproved, [], locked, _ACTION, force)
    booking.hand_over(heir.id, now=now)
    told = replace(verdict, violations=[*verdict.violations, *unapproved])
    overridden = told if request.force else None
    # Timelines name the owner.
    touched = devices_of(booking.slots)
    tell(session, booking, _ACTION, touched, reason=request.reason, overridden=overridden)
    return Change(booking, locked, {})


def _called(session: Session, username: str) -> Person | None:
    return people.active_by_username(session, [username]).get(normalised(username))


def _heir(session: Session, username: str, booking: Booking, *, locked: Person | None) -> Person:
    """Who shall have it, read again under the locks."""
    heir = _called(session, username)
    if heir is None:
        words = f"There is nobody called {username}."
        raise Malformed.at("/username", words, "unknown_person")
    if heir is not locked:
        raise Refused(f"{username} became somebody else just now: try again.")
    if heir.id == booking.owner_id:
        raise Malformed.at("/username", "It is theirs already.", "owner")
    project = booking.project_id
    if project is not None and not people_service.is_of(session, project, person_id=heir.id):
        words = f"{heir.username} is no member of project {project}, for which it is booked."
        raise Malformed.at("/username", words, "not_in_project")
    return heir


def _demand(booking: Booking, heir: Person, by: Caller, *, now: datetime) -> Demand:
    """All that will count as the new owner's: what ended of it as used, too."""
    counting = [
        slot
        for slot in booking.slots
        if (state := booking.state_of(slot, now=now)) is SlotState.COMPLETED or state not in FINAL
    ]
    return Demand(
        heir.id,
        times_of(counting),
        besides=frozenset(slot.id for slot in counting),
        project_id=booking.project_id,
        booking_ids=frozenset({booking.id}),
        roles=roles_of(by, heir.id),
        handed_over=True,
    )


def _unapproved(
    session: Session,
    booking: Booking,
    going: Sequence[Slot],
    demand: Demand,
    verdict: Verdict,
    locked: Mapping[int, Device],
    *,
    now: datetime,
) -> list[RuleViolation]:
    """Rules by which the new owner needs an approval for what stands, and the former did not."""
    if not verdict.approval or all(slot.state is not SlotState.CONFIRMED for slot in going):
        return []
    former = replace(demand.request(now), owner_id=booking.owner_id, roles=None)
    known = policies.judge(session, former, locked).reasons
    return [
        RuleViolation(rule="approval", name=reason, limit=None, actual=None)
        for reason in verdict.approval
        if reason not in known
    ]


def _first_rules(
    session: Session, going: Sequence[Slot], heir: Person, *, now: datetime
) -> list[RuleViolation]:
    """Whether it would be one hold, or one that waits, too many."""
    states = {slot.state for slot in going}
    broken: list[RuleViolation] = []
    if SlotState.HELD in states:
        broken += rules.too_many_holds(queries.open_holds(session, heir.id, now=now))
    if states & rules.WITHOUT_ROOM:
        broken += rules.too_many_waiting(queries.waiting_of(session, heir.id, now=now))
    return broken
