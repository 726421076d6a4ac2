"""Bookings and who takes part in them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Index

from labwright_contracts.scheduler import SlotState
from labwright_scheduler.bookings.errors import HoldExpired, NotOpen
from labwright_scheduler.bookings.record import Collaborator
from labwright_scheduler.bookings.reshaping import Reshaping
from labwright_scheduler.bookings.waiting import Waits
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import FINAL, Interval

__all__ = ["Booking", "Collaborator"]


class Booking(Waits):
    """What a person asked for: slots of devices, held or confirmed together.

    The queue itself reserves places as a booking that nobody owns (`rules.QUEUE`).
    """

    __tablename__ = "bookings"
    __table_args__ = (
        Index("ix_bookings_holds", "owner_id", "held_until"),
        Index("ix_bookings_project", "project_id"),
        Index("ix_bookings_owner_end", "owner_id", "ends_at"),
    )

    def held(self, *, now: datetime) -> list[Slot]:
        """The slots that a confirmation is about.

        Raises:
            HoldExpired: the time to confirm is over.
            NotOpen: there is nothing held.
        """
        held = [slot for slot in self.slots if slot.state is SlotState.HELD]
        if not held:
            raise NotOpen(f"Booking {self.uid} is {self.status(now=now)[1]}, not held.")
        if self.held_until is not None and self.held_until <= now:
            raise HoldExpired(f"The hold of {self.uid} ended at {self.held_until:%H:%M} UTC.")
        return held

    def confirm(self, held: Sequence[Slot], *, now: datetime) -> None:
        """Take the place that was held."""
        for slot in held:
            slot.agree(now)
        self.held_until = None
        self.touch(now)

    def cancel(self, selected: Sequence[Slot], *, now: datetime) -> list[Slot]:
        """Give up those of the selected slots that have not ended; the slots that changed.

        Raises:
            NotOpen: all of them are over already.
        """
        open_slots = [slot for slot in selected if self.state_of(slot, now=now) not in FINAL]
        if not open_slots:
            raise NotOpen(f"Booking {self.uid} is {self.status(now=now)[1]}.")
        open_slots += self.following(open_slots, now=now)
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
            slot.give_back(now)
        following = self.following(running, now=now)
        for slot in following:
            slot.move(SlotState.CANCELLED)
        self.touch(now)
        return running + following

    def check_in(
        self, selected: Sequence[Slot], *, opens: Mapping[int, timedelta], now: datetime
    ) -> list[Slot]:
        """Say that the devices are used: slots that run, or begin within what `opens` before, by
        device, and what extends them. Those that were not checked in before.

        Raises:
            NotOpen: none of them runs or begins soon.
        """
        due = [
            slot
            for slot in selected
            if self.state_of(slot, now=now) is SlotState.CONFIRMED
            and slot.start_at - opens.get(slot.device_id, timedelta()) <= now
        ]
        if not due:
            raise NotOpen(f"Nothing of booking {self.uid} runs or begins soon.")
        fresh = [slot for slot in self.with_extensions(due) if slot.checked_in_at is None]
        for slot in fresh:
            slot.checked_in_at = now
        if fresh:
            self.touch(now)
        return fresh

    def release_unused(self, slots: Sequence[Slot], *, now: datetime) -> list[Slot]:
        """Let go slots that nobody checked in; all that changed."""
        gone = [*slots, *self.following(slots, now=now)]
        for slot in gone:
            unused = slot.state is SlotState.CONFIRMED
            slot.move(SlotState.RELEASED if unused else SlotState.CANCELLED)
        self.touch(now)
        return gone

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

    def reshape(
        self, moved: Sequence[Reshaping], *, replaced: Sequence[Slot], now: datetime
    ) -> None:
        """Give slots their new device and time; former wishes for them are `replaced`."""
        for slot in replaced:
            slot.move(SlotState.CANCELLED)
        for each in moved:
            each.slot.device_id = each.device_id
            each.slot.interval = each.wanted
            each.slot.wanted_start_at = each.slot.wanted_end_at = None
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
        """Expire what has run out on these devices, which somebody else needs; what changed."""
        lapsed = [
            slot
            for slot in self.slots
            if slot.device_id in device_ids
            and slot.state is not SlotState.EXPIRED
            and self.state_of(slot, now=now) is SlotState.EXPIRED
        ]
        for slot in lapsed:
            slot.move(SlotState.EXPIRED)
        self.touch(now)
        return lapsed
