"""From what became of bookings to what the lab's webhooks are told of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_contracts.scheduler import (
    BookingTold,
    NoticeData,
    NoticeSlot,
    SlotsHit,
    SlotTold,
)
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.notifications import queries as notices
from labwright_scheduler.notifications import rules
from labwright_scheduler.notifications.rules import NoticeKind
from labwright_scheduler.webhooks import queries
from labwright_scheduler.webhooks.models import Webhook
from labwright_scheduler.webhooks.service.attempts import give

Near = Sequence[tuple[Slot, Booking]]


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened once: `key` names the occasion."""

    key: str
    kind: NoticeKind
    booking: Booking
    slots: Sequence[NoticeSlot]
    actor_id: int | None = None
    reason: str = ""


def tell_of_booking(
    session: Session, told: BookingTold, *, event_id: UUID, actor_id: int | None
) -> None:
    """Tell webhooks what a change of a booking was, whoever made it."""
    occasions = rules.occasions(told)
    webhooks = queries.told_of(session, [one.kind for one in occasions])
    booking = notices.booking(session, told.id) if webhooks else None
    if booking is None:
        return
    names = devices.names(session, [slot.device_id for slot in told.slots])
    _tell(
        session,
        webhooks,
        [
            Fact(
                key=f"{event_id.hex}:{one.kind}",
                kind=one.kind,
                booking=booking,
                slots=[_changed(slot, names) for slot in one.slots],
                actor_id=actor_id,
                reason=told.reason,
            )
            for one in occasions
        ],
    )


def tell_of_hits(session: Session, hit: SlotsHit, *, event_id: UUID) -> None:
    """Tell webhooks which bookings a device can no longer bear."""
    causes = {one.slot_id: one.cause for one in hit.hits}
    kinds = {rules.kind_of_hit(cause) for cause in causes.values()}
    webhooks = queries.told_of(session, kinds)
    if not webhooks:
        return
    names = devices.names(session, [hit.device_id])
    facts = []
    for booking, slots in notices.with_slots(session, sorted(causes)):
        cause = causes[slots[0].id]
        kind = rules.kind_of_hit(cause)
        facts.append(
            Fact(
                key=f"{event_id.hex}:{kind}:{booking.id}",
                kind=kind,
                booking=booking,
                slots=_listed(slots, names),
                reason=notices.words_of(session, cause),
            )
        )
    _tell(session, webhooks, facts)


def tell_of_near(session: Session, kind: NoticeKind, near: Near) -> None:
    """Tell webhooks what starts or ends soon, once for each booking and instant."""
    webhooks = queries.told_of(session, [kind]) if near else []
    if not webhooks:
        return
    groups: dict[tuple[str, int], list[Slot]] = {}
    bookings = {booking.id: booking for _, booking in near}
    for slot, booking in near:
        at = slot.start_at if kind is NoticeKind.REMINDER else slot.end_at
        groups.setdefault((f"{kind}:{booking.id}:{at:%Y%m%dT%H%MZ}", booking.id), []).append(slot)
    names = devices.names(session, [slot.device_id for slot, _ in near])
    facts = [
        Fact(key, kind, bookings[id], _listed(slots, names)) for (key, id), slots in groups.items()
    ]
    known = queries.known_keys(session, [fact.key for fact in facts])
    for webhook in webhooks:
        new = [fact for fact in facts if (webhook.id, fact.key) not in known]
        _tell(session, [webhook], new)


def _tell(session: Session, webhooks: Iterable[Webhook], facts: Sequence[Fact]) -> None:
    ids = [fact.booking.owner_id for fact in facts]
    people = notices.people(session, ids + [fact.actor_id for fact in facts if fact.actor_id])
    for webhook in webhooks:
        for fact in facts:
            if webhook.wants(fact.kind):
                told = {"notice": _data(fact, people, webhook).model_dump(mode="json")}
                give(session, webhook.id, fact.kind, told, key=fact.key)


def _data(fact: Fact, people: Mapping[int, Any], webhook: Webhook) -> NoticeData:
    owner_id = fact.booking.owner_id
    private = webhook.shows_titles
    return NoticeData(
        kind=fact.kind,
        booking_id=fact.booking.uid,
        title=fact.booking.title if private else None,
        owner_id=owner_id,
        owner=_name(people, owner_id),
        actor_id=fact.actor_id,
        actor=_name(people, fact.actor_id) if fact.actor_id else None,
        reason=(fact.reason or None) if private else None,
        slots=tuple(fact.slots),
    )


def _changed(slot: SlotTold, names: Mapping[int, str]) -> NoticeSlot:
    was = slot.was
    moved = was is not None and (was.start, was.end) != (slot.start, slot.end)
    return _slot(
        slot.device_id,
        names,
        (slot.start, slot.end),
        (was.start, was.end) if was is not None and moved else None,
    )


def _listed(slots: Iterable[Slot], names: Mapping[int, str]) -> list[NoticeSlot]:
    return [_slot(one.device_id, names, (one.start_at, one.end_at)) for one in slots]


def _slot(
    device_id: int,
    names: Mapping[int, str],
    time: tuple[datetime, datetime],
    before: tuple[datetime, datetime] | None = None,
) -> NoticeSlot:
    return NoticeSlot(
        device_id=device_id,
        device=names.get(device_id, f"device {device_id}"),
        start=time[0],
        end=time[1],
        before=before,
    )


def _name(people: Mapping[int, Any], id: int) -> str:
    person = people.get(id)
    return str(getattr(person, "display_name", f"person {id}"))
