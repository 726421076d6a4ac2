"""Bookings and who takes part in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labwright_chassis.columns import BigId, UtcDateTime, UuidText
from labwright_contracts.scheduler import BookingChanged, SlotState, SlotSummary
from labwright_scheduler.bookings import rules
from labwright_scheduler.bookings.errors import HoldExpired, NotOpen
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import FINAL, OCCUPYING, Interval, next_minute
from labwright_scheduler.db import Base


@dataclass(frozen=True, slots=True)
class Reshaping:
    """A slot, the device and time wanted for it, and those that it held."""

    slot: Slot
    device_id: int
    wanted: Interval
    held_device_id: int
    held: Interval

    @property
    def differs(self) -> bool:
        """Whether anything is wanted that is not so."""
        return (self.device_id, self.wanted) != (self.held_device_id, self.held)


class Collaborator(Base):
    """A person who takes part in a booking."""

    __tablename__ = "collaborators"

    booking_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(BigId, primary_key=True, index=True)


class Booking(Base):
    """What a person asked for: slots of devices, held or confirmed together.

    `uid` is the number for the outside. `held_until` is set while it is a hold.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        Index("ix_bookings_holds", "owner_id", "held_until"),
        Index("ix_bookings_project", "project_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[UUID] = mapped_column(UuidText, unique=True)
    version: Mapped[int] = mapped_column(BigId, default=1)
    org: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[int] = mapped_column(BigId)
    project_id: Mapped[int | None] = mapped_column(BigId)
    title: Mapped[str] = mapped_column(String(200))
    message: Mapped[str | None] = mapped_column(Text)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    slots: Mapped[list[Slot]] = relationship(
        order_by=(Slot.start_at, Slot.device_id, Slot.id), lazy="raise"
    )
    collaborators: Mapped[list[Collaborator]] = relationship(
        order_by=Collaborator.person_id, lazy="raise", cascade="all, delete-orphan"
    )

    def confirm(self, *, now: datetime) -> list[Slot]:
        """Turn the hold into a confirmed booking; its slots that changed.

        Raises:
            HoldExpired: the time to confirm is over.
            NotOpen: there is nothing held.
        """
        held = [slot for slot in self.slots if slot.state is SlotState.HELD]
        if not held:
            raise NotOpen(f"Booking {self.uid} is {self.status(now=now)[1]}, not held.")
        if self.held_until is not None and self.held_until <= now:
            raise HoldExpired(f"The hold of {self.uid} ended at {self.held_until:%H:%M} UTC.")
        for slot in held:
            slot.move(SlotState.CONFIRMED)
        self.held_until = None
        self.touch(now)
        return held

    def cancel(self, selected: Sequence[Slot], *, now: datetime) -> list[Slot]:
        """Give up those of the selected slots that have not ended; the slots that changed.

        Raises:
            NotOpen: all of them are over already.
        """
        open_slots = [slot for slot in selected if self.state_of(slot, now=now) not in FINAL]
        if not open_slots:
            raise NotOpen(f"Booking {self.uid} is {self.status(now=now)[1]}.")
        for slot in open_slots:
            slot.move(SlotState.CANCELLED)
        self.touch(now)
        return open_slots

    def release(self, selected: Sequence[Slot], *, now: datetime) -> list[Slot]:
        """End those of the selected slots that run, with this minute; the slots that changed.

        Raises:
            NotOpen: none of them is running.
        """
        running = [
            slot
            for slot in selected
            if slot.start_at <= now and self.state_of(slot, now=now) is SlotState.CONFIRMED
        ]
        if not running:
            raise NotOpen(f"Nothing of booking {self.uid} is running that could be given back.")
        for slot in running:
            slot.planned_end_at = slot.end_at
            slot.end_at = min(slot.end_at, next_minute(now))
            slot.move(SlotState.COMPLETED)
        self.touch(now)
        return running

    def open_slots(self, *, now: datetime) -> list[Slot]:
        """The slots that take a place and have not ended."""
        return [slot for slot in self.slots if self.state_of(slot, now=now) in OCCUPYING]

    def reshapings(
        self, wanted: Mapping[int, tuple[int, Interval]], *, now: datetime
    ) -> list[Reshaping]:
        """What differs from the device and time wanted for each slot.

        Raises:
            NotOpen: a slot of them is over, or takes no place.
        """
        present = {slot.id: slot for slot in self.open_slots(now=now)}
        if over := sorted(wanted.keys() - present.keys()):
            raise NotOpen(f"Slot {over[0]} of booking {self.uid} is not open any more.")
        asked = [
            Reshaping(present[id], device_id, interval, present[id].device_id, present[id].interval)
            for id, (device_id, interval) in sorted(wanted.items())
        ]
        return [each for each in asked if each.differs]

    def reshape(self, moved: Sequence[Reshaping], *, now: datetime) -> None:
        """Give slots their new device and time."""
        for each in moved:
            each.slot.device_id = each.device_id
            each.slot.start_at, each.slot.end_at = each.wanted.start, each.wanted.end
        self.touch(now)

    def settle(self, *, now: datetime) -> list[Slot]:
        """Make it so in the table what reads as ended: expired holds, completed slots."""
        ended = []
        for slot in self.slots:
            state = self.state_of(slot, now=now)
            if state is not slot.state:
                slot.move(state)
                ended.append(slot)
        if ended:
            self.touch(now)
        return ended

    def lapse(self, device_ids: Sequence[int], *, now: datetime) -> list[Slot]:
        """Expire the held slots on these devices, which somebody else needs; the changed ones."""
        lapsed = [s for s in self.slots if s.state is SlotState.HELD and s.device_id in device_ids]
        for slot in lapsed:
            slot.move(SlotState.EXPIRED)
        self.touch(now)
        return lapsed

    def state_of(self, slot: Slot, *, now: datetime) -> SlotState:
        """A slot's state as it reads now."""
        return rules.effective(slot.state, end=slot.end_at, held_until=self.held_until, now=now)

    def status(self, *, now: datetime) -> tuple[SlotState, str]:
        """The booking's state as it reads now, and in words."""
        return rules.summary([self.state_of(slot, now=now) for slot in self.slots])

    def told(self) -> BookingChanged:
        """What others may know of it."""
        return BookingChanged(
            id=self.uid,
            version=self.version,
            owner_id=self.owner_id,
            slots=tuple(
                SlotSummary(
                    id=slot.id,
                    device_id=slot.device_id,
                    start=slot.start_at,
                    end=slot.end_at,
                    state=slot.state,
                )
                for slot in self.slots
            ),
        )

    def touch(self, now: datetime) -> None:
        """Raise the version: it changed at this time."""
        self.version += 1
        self.updated_at = now
