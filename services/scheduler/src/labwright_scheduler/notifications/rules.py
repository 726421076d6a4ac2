"""What is worth telling of a change, to whom, and on which channel. Values only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from labwright_contracts.scheduler import BookingTold, SlotState, SlotTold


class NoticeKind(StrEnum):
    """Why somebody is told."""

    CREATED = "created"
    JOINED = "joined"
    CONFIRMED = "confirmed"
    APPROVAL_WANTED = "approval_wanted"
    CHALLENGED = "challenged"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    EXTENDED = "extended"
    MOVED = "moved"
    OFFERED = "offered"
    EXPIRED = "expired"
    NO_SHOW = "no_show"
    HANDED_OVER = "handed_over"
    BLOCKED = "blocked"
    DEVICE_LOST = "device_lost"
    REMINDER = "reminder"
    ENDING = "ending"
    WEBHOOK_OFF = "webhook_off"


class Channel(StrEnum):
    """How a person is told: in the list of the app, by mail, on his own Discord."""

    APP = "app"
    MAIL = "mail"
    DISCORD = "discord"


NOT_MAILED = frozenset(
    {NoticeKind.CREATED, NoticeKind.CONFIRMED, NoticeKind.EXPIRED, NoticeKind.ENDING}
)
"""Kinds that are no mail to who has chosen nothing; the list shows all kinds."""

Choices = Mapping[str, Mapping[str, bool]]
"""What a person has chosen, by kind and channel; what is not in it follows the defaults."""

_K, _S = NoticeKind, SlotState

ENTERED: Mapping[SlotState, tuple[NoticeKind, ...]] = {
    _S.HELD: (_K.CREATED,),
    _S.CONFIRMED: (_K.CREATED,),
    _S.WAITLISTED: (_K.CREATED,),
    _S.PENDING: (_K.CREATED, _K.APPROVAL_WANTED),
    _S.CONFLICTING: (_K.CREATED, _K.CHALLENGED, _K.APPROVAL_WANTED),
}
"""What a new slot in a state is worth telling."""

MOVED: Mapping[tuple[SlotState, SlotState], NoticeKind] = {
    (_S.HELD, _S.CONFIRMED): _K.CONFIRMED,
    (_S.HELD, _S.PENDING): _K.APPROVAL_WANTED,
    (_S.CONFLICTING, _S.PENDING): _K.APPROVAL_WANTED,
    (_S.WAITLISTED, _S.HELD): _K.OFFERED,
    (_S.PENDING, _S.CONFIRMED): _K.APPROVED,
    (_S.CONFLICTING, _S.CONFIRMED): _K.APPROVED,
}
"""What a move between two states is worth telling, whichever action made it."""

ENDED: Mapping[SlotState, NoticeKind] = {
    _S.REJECTED: _K.REJECTED,
    _S.CANCELLED: _K.CANCELLED,
    _S.EXPIRED: _K.EXPIRED,
    _S.RELEASED: _K.NO_SHOW,
}
"""What the end of a slot is worth telling, whichever state it came from."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing that happened to some slots of a booking."""

    kind: NoticeKind
    slots: Sequence[SlotTold]


def occasions(told: BookingTold) -> list[Occasion]:
    """What happened to a booking, in the order of `NoticeKind`."""
    found: dict[NoticeKind, list[SlotTold]] = {}
    for slot in told.slots:
        for kind in _kinds_of(slot):
            found.setdefault(kind, []).append(slot)
    if told.former_owner_id is not None:
        found[NoticeKind.HANDED_OVER] = list(told.slots)
    if told.joined:
        found[NoticeKind.JOINED] = list(told.slots)
    return [Occasion(kind, found[kind]) for kind in NoticeKind if kind in found]


def audience(told: BookingTold, kind: NoticeKind, *, approvers: Iterable[int] = ()) -> set[int]:
    """Whom one kind of occasion concerns, whoever caused it."""
    if kind is NoticeKind.JOINED:
        return set(told.joined)
    if kind is NoticeKind.APPROVAL_WANTED:
        return set(approvers) - {told.owner_id}
    if kind is NoticeKind.CHALLENGED:
        return set()  # those whose time is asked for: they are in other bookings
    takes_part = {told.owner_id, *told.collaborators}
    if kind is NoticeKind.HANDED_OVER and told.former_owner_id is not None:
        return takes_part | {told.former_owner_id}
    return takes_part - set(told.joined)


def channels(choices: Choices, kind: NoticeKind) -> set[Channel]:
    """On which channels somebody wants to be told of a kind."""
    chosen = choices.get(kind, {})
    return {one for one in Channel if chosen.get(one, by_default(kind, one))}


def by_default(kind: NoticeKind, channel: Channel) -> bool:
    """Whether somebody is told who has chosen nothing; Discord is only what he chooses."""
    return channel is Channel.APP or (channel is Channel.MAIL and kind not in NOT_MAILED)


def kind_of_hit(cause: str) -> NoticeKind:
    """What it is for the people of a slot when its device can no longer bear it."""
    return NoticeKind.DEVICE_LOST if cause.startswith("device ") else NoticeKind.BLOCKED


def _kinds_of(slot: SlotTold) -> Sequence[NoticeKind]:
    was = slot.was
    if was is None:
        return ENTERED.get(slot.state, ())
    if slot.state is not was.state:
        kind = ENDED.get(slot.state) or MOVED.get((was.state, slot.state))
        return [kind] if kind else ()
    if (slot.device_id, slot.start, slot.end) == (was.device_id, was.start, was.end):
        return ()
    longer = (slot.device_id, slot.start) == (was.device_id, was.start) and slot.end > was.end
    return [NoticeKind.EXTENDED if longer else NoticeKind.MOVED]
