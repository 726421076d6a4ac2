"""A booking as a whole: locked with its devices, told to the others."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis import audit, clock, outbox
from labwright_chassis.callers import Caller, Scope
from labwright_chassis.columns import normalised
from labwright_chassis.db import origin_of
from labwright_chassis.errors import Malformed, NotAllowed, Refused
from labwright_contracts import catalogue
from labwright_contracts.problems import FieldError
from labwright_contracts.scheduler import BookingChanged, BookingTold, SlotTold, SlotWas
from labwright_scheduler.bookings import queries
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.service.guarantee import Verdict
from labwright_scheduler.bookings.steps import Step
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.devices.models import Device
from labwright_scheduler.people import queries as people
from labwright_scheduler.people.models import Person

Seen = Callable[[Booking, datetime], None]
"""Raises `Stale` unless a locked booking is still, at a time, what the caller has seen of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A booking as it was left, with the devices and people that were read on the way, by id."""

    booking: Booking
    devices: Mapping[int, Device]
    people: Mapping[int, Person]


def lock_whole(
    session: Session,
    uid: UUID,
    *,
    org: str | None,
    also: Sequence[int] = (),
    people_too: Sequence[int] = (),
) -> tuple[Booking, dict[int, Device], datetime]:
    """A booking and its devices, and `also` others: found unlocked, locked in order, read again.

    Its owner is locked first, with other `people_too`: rules that count what a person has must not
    be asked twice at once. The third is the database's clock after the locks.

    Raises:
        NotFound: there is no such booking.
        Refused: it was handed over, or moved to another device, at this very moment.
    """
    found = queries.get(session, uid, org=org)
    owner_id = found.owner_id
    people.lock_all(session, {owner_id, *people_too})
    ids = {*also, *devices_of(found.slots)}
    locked = devices.lock(session, sorted(ids))
    [booking] = queries.lock(session, [found.id])
    if booking.owner_id != owner_id:
        raise Refused(f"Booking {uid} was handed over just now: try again.")
    must_be_on(booking, ids)
    return booking, locked, clock.database_now(session)


def must_be_on(booking: Booking, device_ids: Set[int]) -> None:
    """Raise Refused where a locked booking has, since it was found, got a device not locked."""
    if not device_ids >= {slot.device_id for slot in booking.slots}:
        raise Refused(f"Booking {booking.uid} got another device just now: try again.")


def must_own(booking: Booking, locked: Mapping[int, Device], by: Caller, otherwise: str) -> None:
    """Raise NotAllowed unless it is the caller's own, or he may at all its devices' sites."""
    if booking.owner_id == by.id:
        return
    for slot in booking.slots:
        device = locked.get(slot.device_id)
        if not by.may(otherwise, Scope.at(booking.org, device.site_id if device else None)):
            raise NotAllowed(f"Booking {booking.uid} is somebody else's.")


def roles_of(by: Caller, owner_id: int) -> frozenset[str] | None:
    """The owner's roles where his own token tells them."""
    return by.roles if by.id == owner_id else None


def named(session: Session, usernames: Sequence[str], *, besides: int) -> list[Person]:
    """The people of these usernames, each once, without the owner; Malformed for an unknown one."""
    if not usernames:
        return []
    found = people.active_by_username(session, usernames)
    unknown = [
        FieldError(
            pointer=f"/collaborators/{n}",
            code="unknown_person",
            message=f"There is nobody called {name}.",
        )
        for n, name in enumerate(usernames)
        if normalised(name) not in found
    ]
    if unknown:
        raise Malformed(unknown[0].message, errors=unknown)
    return [found[key] for key in sorted(found) if found[key].id != besides]


def tell(
    session: Session,
    booking: Booking,
    action: str,
    device_ids: Sequence[int],
    *,
    reason: str | None = None,
    overridden: Verdict | None = None,
) -> None:
    """Announce a change, here alone: raise the devices' calendar versions, keep it in the
    booking's history, audit it, tell the others and its people. `action` names it
    (`scheduler.booking.approve`); `overridden` is what was against it.
    """
    booking.note_end()
    if device_ids:
        devices.touch(session, device_ids)
    subject = f"booking/{booking.uid}"
    former, told = booking.former(), booking.told()
    session.add(_step(session, booking, action, former, told, reason))
    audit.record(
        session,
        action,
        target=subject,
        before=None if former is None else former.model_dump(mode="json"),
        after=told.model_dump(mode="json") | _overridden(overridden),
        reason=reason or "",
    )
    outbox.add_fact(
        session, catalogue.BOOKING_CHANGED, subject=subject, body=told, version=booking.version
    )
    retold = _retold(booking, action, former, told, reason)
    outbox.add_fact(
        session, catalogue.BOOKING_TOLD, subject=subject, body=retold, version=booking.version
    )
    booking.remember()


def _retold(
    booking: Booking,
    action: str,
    former: BookingChanged | None,
    told: BookingChanged,
    reason: str | None,
) -> BookingTold:
    was = {slot.id: SlotWas.of(slot) for slot in former.slots} if former else {}
    giver = former.owner_id if former else None
    return BookingTold(
        id=told.id,
        version=told.version,
        action=action,
        owner_id=told.owner_id,
        former_owner_id=None if giver == told.owner_id else giver,
        collaborators=tuple(one.person_id for one in booking.collaborators),
        joined=booking.joined(),
        reason=reason or "",
        slots=tuple(SlotTold(**dict(slot), was=was.get(slot.id)) for slot in told.slots),
    )


def _overridden(verdict: Verdict | None) -> dict[str, Any]:
    if verdict is None or verdict.passes:
        return {}
    found = [*verdict.conflicts, *verdict.violations]
    return {"overridden": [each.model_dump(mode="json") for each in found]}


def _step(
    session: Session,
    booking: Booking,
    action: str,
    former: BookingChanged | None,
    told: BookingChanged,
    reason: str | None,
) -> Step:
    origin = origin_of(session)
    before = {slot.id: slot for slot in former.slots} if former else {}
    return Step(
        booking_id=booking.id,
        version=booking.version,
        at=booking.updated_at,
        action=action,
        actor=origin.actor,
        actor_name=origin.actor_name,
        reason=reason or "",
        changes=[
            {
                "before": before[slot.id].model_dump(mode="json") if slot.id in before else None,
                "after": slot.model_dump(mode="json"),
            }
            for slot in told.slots
            if before.get(slot.id) != slot
        ],
    )


def devices_of(slots: Sequence[Slot]) -> list[int]:
    """Ids of the slots' devices, in order."""
    return sorted({slot.device_id for slot in slots})


def times_of(slots: Sequence[Slot]) -> dict[int, list[Interval]]:
    """The slots' intervals by device."""
    times: dict[int, list[Interval]] = {}
    for slot in slots:
        times.setdefault(slot.device_id, []).append(slot.interval)
    return times
