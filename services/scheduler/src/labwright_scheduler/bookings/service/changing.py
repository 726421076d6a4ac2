"""Other times, other devices, other words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller, Scope
from labwright_chassis.errors import Malformed
from labwright_contracts.problems import FieldError, SlotConflict
from labwright_contracts.scheduler import SlotState
from labwright_scheduler import permissions
from labwright_scheduler.bookings import rules
from labwright_scheduler.bookings.errors import BookingRefused
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.bookings.reshaping import Reshaping
from labwright_scheduler.bookings.schemas import BookingChange, Reshape
from labwright_scheduler.bookings.service.admission import (
    admit,
    record_override,
    refusal,
    room_for,
)
from labwright_scheduler.bookings.service.guarantee import Demand, Times, Verdict
from labwright_scheduler.bookings.service.room import released
from labwright_scheduler.bookings.service.whole import (
    Change,
    Seen,
    lock_whole,
    must_own,
    named,
    roles_of,
    tell,
    times_of,
)
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.devices.models import Device
from labwright_scheduler.lab_settings import queries as settings

_RESHAPE = "scheduler.booking.reshape"


def reshape(
    session: Session, uid: UUID, request: Reshape, *, by: Caller, seen: Seen | None = None
) -> Change:
    """Extend, shrink or move slots, also to other devices: all of it or nothing.

    Only what is newly occupied is judged, so that shrinking always passes. Where somebody has to
    approve it, confirmed slots stand as they are, and what they shall become waits beside them.

    Raises:
        BookingRefused: with every conflict and every broken rule at once.
        Malformed: a slot that is not in the booking, an unknown device, an end before its start.
        NotOpen: a slot that is over.
        Stale: it is no longer as `seen`.
    """
    also = request.devices()
    booking, locked, now = lock_whole(session, uid, org=by.org, also=also)
    if seen:
        seen(booking, now)
    reshape_all(session, [booking], locked, request, by=by, now=now)
    return Change(booking, locked, {})


def reshape_all(
    session: Session,
    bookings: Sequence[Booking],
    locked: Mapping[int, Device],
    request: Reshape,
    *,
    by: Caller,
    now: datetime,
) -> None:
    """The same for bookings that are locked with their owners and devices, judged as one request.

    What several people own is judged for each of them, since the lab's rules look at persons.

    Raises:
        BookingRefused, Malformed, NotOpen: as `reshape`.
    """
    wishes = [wish for b in bookings if (wish := _wish(b, locked, request, by, now=now)).moved]
    before = times_of(_standing(wishes, now=now))
    refusals: list[BookingRefused] = []
    written: list[tuple[Sequence[_Wish], Verdict]] = []
    waiting = {slot.id for wish in wishes for slot in wish.besides}
    for group in _by_owner(wishes):
        own = {slot.id for wish in group for slot in wish.besides}
        try:
            verdict = _change(session, group, locked, request, frozenset(waiting), by=by, now=now)
            written.append((group, verdict))
            # What the others still have to leave is in nobody's way; what these have now is.
            waiting -= own
        except BookingRefused as refused:
            refusals.append(refused)
    if refusals:
        raise _joined(refusals)
    if wishes:
        beside = _must_fit_together(session, wishes, locked, before, request, by=by, now=now)
        for told, verdict in written:
            _tell(session, told, verdict, beside, request)
        touched = sorted({id for wish in wishes for id in wish.devices})
        devices.touch(session, touched)
        released(session, locked, touched, now=now)


@dataclass(frozen=True, slots=True)
class _Wish:
    """A booking, what shall become different of it, and former wishes that this replaces."""

    booking: Booking
    moved: Sequence[Reshaping]
    replaced: Sequence[Slot]

    @property
    def besides(self) -> list[Slot]:
        """The slots that it is about."""
        return [*(each.slot for each in self.moved), *self.replaced]

    @property
    def devices(self) -> set[int]:
        """Ids of the devices that it takes or leaves."""
        return {id for each in self.moved for id in (each.device_id, each.held_device_id)}

    def result(self, *, now: datetime) -> Mapping[int, Sequence[Interval]]:
        """All that the booking shall hold in the end, by device."""
        aside = {slot.id for slot in self.besides}
        stays = [s for s in self.booking.open_slots(now=now) if s.id not in aside]
        times = times_of(stays)
        for each in self.moved:
            times.setdefault(each.device_id, []).append(each.wanted)
        return times


def _wish(
    booking: Booking, locked: Mapping[int, Device], request: Reshape, by: Caller, *, now: datetime
) -> _Wish:
    must_own(booking, locked, by, permissions.BOOKING_CHANGE_ANY)
    wanted = request.applied_to(booking.slots, booking.open_slots(now=now))
    _must_reach(wanted, locked, by)
    moved = booking.reshapings(wanted, now=now)
    replaced = booking.following([each.slot for each in moved], now=now)
    return _Wish(booking, moved, replaced)


def _by_owner(wishes: Sequence[_Wish]) -> list[list[_Wish]]:
    """Wishes that are judged together: of one person, for one project."""
    groups: dict[tuple[int, int | None], list[_Wish]] = {}
    for wish in wishes:
        groups.setdefault((wish.booking.owner_id, wish.booking.project_id), []).append(wish)
    return list(groups.values())


def _change(
    session: Session,
    wishes: Sequence[_Wish],
    locked: Mapping[int, Device],
    request: Reshape,
    besides: frozenset[int],
    *,
    by: Caller,
    now: datetime,
) -> Verdict:
    """Judge the wishes for one person's bookings, and write them."""
    force = by if request.force else None
    moved = [each for wish in wishes for each in wish.moved]
    broken = [v for each in moved for v in rules.reshaped(each.held, each.wanted, now=now)]
    demand = _demand(wishes, moved, besides, by, now=now)
    verdict = admit(session, locked, demand, broken, now=now, action=_RESHAPE, force=force)
    waits = verdict.approval is not None
    asked = {each.slot.id for each in moved if waits and _must_ask(each)}
    for wish in wishes:
        at_once = [each for each in wish.moved if each.slot.id not in asked]
        wish.booking.reshape(at_once, replaced=wish.replaced, now=now)
    if asked:
        _ask(session, wishes, asked, verdict.approval or (), now=now)
    session.flush()
    slots = [slot for wish in wishes for slot in wish.booking.slots]
    record_override(session, locked, slots, verdict.conflicts, now=now)
    return verdict


def _tell(
    session: Session,
    wishes: Sequence[_Wish],
    verdict: Verdict,
    beside: Sequence[SlotConflict],
    request: Reshape,
) -> None:
    """Tell of each booking, and of all that was overridden for it."""
    whole = replace(verdict, conflicts=[*verdict.conflicts, *beside])
    overridden = whole if request.force else None
    for wish in wishes:
        tell(session, wish.booking, _RESHAPE, [], reason=request.reason, overridden=overridden)


def _ask(
    session: Session,
    wishes: Sequence[_Wish],
    asked: Collection[int],
    why: Sequence[str],
    *,
    now: datetime,
) -> None:
    """Let changes, `asked` by slot, wait for an approval beside what stands."""
    lasts = settings.get(session).decision_lasts
    for wish in wishes:
        slots = [s for each in wish.moved if each.slot.id in asked for s in each.asked()]
        if slots:
            wish.booking.slots.extend(slots)
            wish.booking.ask(slots, why=why, lasts=lasts, now=now)


def _standing(wishes: Sequence[_Wish], *, now: datetime) -> list[Slot]:
    """All that takes a place of the bookings that the wishes are for."""
    return [slot for wish in wishes for slot in wish.booking.open_slots(now=now)]


def _must_fit_together(
    session: Session,
    wishes: Sequence[_Wish],
    locked: Mapping[int, Device],
    before: Times,
    request: Reshape,
    *,
    by: Caller,
    now: datetime,
) -> Sequence[SlotConflict]:
    """Raise BookingRefused where what was written is in its own way, unless it is forced: the
    conflicts that are overridden.

    Each wish was judged as if all others were fulfilled. What waits for an approval has not left
    its place, which another of them may have taken.
    """
    slots = _standing(wishes, now=now)
    if not any(slot.waits_beside for slot in slots):
        return ()
    force, ids = by if request.force else None, frozenset(slot.id for slot in slots)
    together = Demand(wishes[0].booking.owner_id, times_of(slots), before, ids)
    conflicts = room_for(session, locked, together, now=now, action=_RESHAPE, force=force)
    record_override(session, locked, slots, conflicts, now=now)
    return conflicts


def _joined(refusals: Sequence[BookingRefused]) -> BookingRefused:
    """One refusal with all that is against it."""
    if len(refusals) == 1:
        return refusals[0]
    conflicts = [each for refused in refusals for each in refused.conflicts]
    violations = [each for refused in refusals for each in refused.violations]
    return refusal(conflicts, violations, _RESHAPE)


def describe(
    session: Session, uid: UUID, change: BookingChange, *, by: Caller, seen: Seen | None = None
) -> Change:
    """Another title, message or circle of collaborators.

    Raises:
        Malformed: an unknown collaborator.
        Stale: it is no longer as `seen`.
    """
    booking, locked, now = lock_whole(session, uid, org=by.org)
    if seen:
        seen(booking, now)
    must_own(booking, locked, by, permissions.BOOKING_CHANGE_ANY)
    sent = change.sent()
    if "collaborators" in sent:
        people = named(session, sent.pop("collaborators") or (), besides=booking.owner_id)
        booking.keep([person.id for person in people])
    for name, value in sent.items():
        setattr(booking, name, value)
    booking.touch(now)
    tell(session, booking, "scheduler.booking.describe", [])
    return Change(booking, locked, {})


def _must_reach(
    wanted: Mapping[int, tuple[int, Interval]], locked: Mapping[int, Device], by: Caller
) -> None:
    """Each device wanted must be known, and at one of the caller's sites."""
    unknown = []
    for slot_id, (device_id, _) in wanted.items():
        device = locked.get(device_id)
        if device is None:
            message = f"There is no device {device_id}."
            unknown.append(
                FieldError(pointer=f"/slots/{slot_id}", code="unknown_device", message=message)
            )
        else:
            by.must(permissions.BOOKING_CREATE, Scope.at(by.org, device.site_id))
    if unknown:
        raise Malformed(unknown[0].message, errors=unknown)


def _must_ask(each: Reshaping) -> bool:
    """Whether a change that needs an approval waits for it beside what stands."""
    return each.slot.state is SlotState.CONFIRMED and each.grows


def _demand(
    wishes: Sequence[_Wish],
    moved: Sequence[Reshaping],
    besides: frozenset[int],
    by: Caller,
    *,
    now: datetime,
) -> Demand:
    wanted: dict[int, list[Interval]] = {}
    held: dict[int, list[Interval]] = {}
    for each in moved:
        wanted.setdefault(each.device_id, []).append(each.wanted)
        held.setdefault(each.held_device_id, []).append(each.held)
    first = wishes[0].booking
    return Demand(
        first.owner_id,
        wanted,
        held,
        besides,
        project_id=first.project_id,
        booking_ids=frozenset(wish.booking.id for wish in wishes),
        parts=[wish.result(now=now) for wish in wishes] if len(wishes) > 1 else (),
        roles=roles_of(by, first.owner_id),
    )
