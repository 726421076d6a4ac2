"""What the scheduler tells about bookings."""

from uuid import UUID

from labwright_contracts.base import Contract, OpenEnum, UtcTime


class SlotState(OpenEnum):
    """State of one device's interval in a booking (see the scheduler's domain page)."""

    HELD = "HELD"
    PENDING = "PENDING"
    CONFLICTING = "CONFLICTING"
    CONFIRMED = "CONFIRMED"
    WAITLISTED = "WAITLISTED"
    REJECTED = "REJECTED"
    CANCELLED = "CANCELLED"
    RELEASED = "RELEASED"
    EXPIRED = "EXPIRED"
    COMPLETED = "COMPLETED"
    UNKNOWN = "unknown"


class SlotSummary(Contract):
    """One device over the half-open interval `[start, end)`."""

    id: int
    device_id: int
    start: UtcTime
    end: UtcTime
    state: SlotState


class BookingChanged(Contract):
    """A booking was made or moved; no title, message or collaborators travel."""

    id: UUID
    version: int
    owner_id: int
    slots: tuple[SlotSummary, ...]


class SlotWas(Contract):
    """What a slot was before a change."""

    device_id: int
    start: UtcTime
    end: UtcTime
    state: SlotState

    @classmethod
    def of(cls, slot: SlotSummary) -> "SlotWas":
        """What a slot was."""
        return cls(device_id=slot.device_id, start=slot.start, end=slot.end, state=slot.state)


class SlotTold(SlotSummary):
    """A slot after a change, and what it `was` before: None for a new one."""

    was: SlotWas | None = None


class BookingTold(Contract):
    """What became of a booking and by which action, for telling those whom it concerns.

    `former_owner_id` is set where it changed hands, `joined` are collaborators who are new in it.
    The reason is private: only the scheduler itself listens.
    """

    id: UUID
    version: int
    action: str
    owner_id: int
    former_owner_id: int | None = None
    collaborators: tuple[int, ...] = ()
    joined: tuple[int, ...] = ()
    reason: str = ""
    slots: tuple[SlotTold, ...]


class SlotHit(Contract):
    """A slot that its device can no longer bear, and why."""

    slot_id: int
    cause: str


class SlotsHit(Contract):
    """A device can no longer bear what was promised of it: these slots are flagged."""

    device_id: int
    hits: tuple[SlotHit, ...]


class NoticeSlot(Contract):
    """A device over `[start, end)`, and `before` what it was where that changed."""

    device_id: int
    device: str
    start: UtcTime
    end: UtcTime
    before: tuple[UtcTime, UtcTime] | None = None


class NoticeData(Contract):
    """The data of what a webhook of the lab is told (`scheduler.notice.<kind>.v1`).

    `kind` is why; more kinds may come. What people wrote, `title` and `reason`, is null unless the
    webhook may tell it. `actor` is who did it, null where the clock did. `url` shows the booking.
    """

    kind: str
    booking_id: UUID
    title: str | None = None
    owner_id: int
    owner: str
    actor_id: int | None = None
    actor: str | None = None
    reason: str | None = None
    slots: tuple[NoticeSlot, ...] = ()
    url: str = ""
