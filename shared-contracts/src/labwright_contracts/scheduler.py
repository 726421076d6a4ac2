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
