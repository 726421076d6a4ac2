"""A booking as far as it waits: for somebody's decision, or for room that others have."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from labwright_contracts.scheduler import SlotState
from labwright_scheduler.bookings import rules
from labwright_scheduler.bookings.errors import NotOpen
from labwright_scheduler.bookings.record import Record
from labwright_scheduler.calendar.models import Slot


class Waits(Record):
    """What becomes of requests, challenges and those in the waitlist."""

    __abstract__ = True

    def ask(
        self, slots: Sequence[Slot], *, why: Sequence[str], lasts: timedelta, now: datetime
    ) -> None:
        """Let held or new slots wait, at least so long, until somebody approves them."""
        for slot in slots:
            if slot.state is SlotState.HELD:
                slot.move(SlotState.PENDING)
                self.held_until = None
            slot.ask(now=now, lasts=lasts)
        self.approval_reasons = list(why)

    def waiting(self) -> list[Slot]:
        """The slots that wait for room, as challenge or in the waitlist."""
        return [slot for slot in self.slots if slot.state in rules.WITHOUT_ROOM]

    @property
    def is_challenge(self) -> bool:
        """Whether it asks for places that others have."""
        return any(slot.state is SlotState.CONFLICTING for slot in self.slots)

    def waits_no_more(self, *, now: datetime) -> bool:
        """Whether its time to wait for room is over."""
        return any(self.state_of(s, now=now) is SlotState.EXPIRED for s in self.waiting())

    def promote(self, *, lasts: timedelta, now: datetime) -> None:
        """Take room that appeared, and wait for a decision as a request."""
        for slot in self.waiting():
            slot.move(SlotState.PENDING)
            slot.ask(now=now, lasts=lasts)
        self.touch(now)

    def wait(self, *, until: datetime, now: datetime) -> None:
        """Wait for room until then, all of it or nothing."""
        for slot in self.waiting():
            slot.asked_at, slot.expires_at = now, until

    def offer(self, *, lasts: timedelta, now: datetime) -> None:
        """Hold room that appeared for its owner, so long and not past the start."""
        waiting = self.waiting()
        self.held_until = min(now + lasts, *(slot.start_at for slot in waiting))
        for slot in waiting:
            slot.move(SlotState.HELD)
            slot.asked_at = slot.expires_at = None
        self.touch(now)

    def give_up(self, *, now: datetime) -> list[Slot]:
        """Let go what is held; the slots that changed."""
        held = [slot for slot in self.slots if slot.state is SlotState.HELD]
        for slot in held:
            slot.move(SlotState.EXPIRED)
        self.touch(now)
        return held

    def give_way(self, slots: Sequence[Slot], *, now: datetime) -> list[Slot]:
        """Lose these slots to a challenge; all that changed.

        Raises:
            NotOpen: one of them has begun, or takes no place any more.
        """
        if not slots:
            raise NotOpen(f"Booking {self.uid} has none of the places any more.")
        for slot in slots:
            state = self.state_of(slot, now=now)
            if slot.start_at <= now or state not in (SlotState.PENDING, SlotState.CONFIRMED):
                raise NotOpen(f"Slot {slot.id} of booking {self.uid} has begun or is over.")
        lost = [*slots, *self.following(slots, now=now)]
        for slot in lost:
            rejected = slot.state is SlotState.PENDING
            slot.move(SlotState.REJECTED if rejected else SlotState.CANCELLED)
        self.touch(now)
        return lost

    def undecided(self, selected: Sequence[Slot], *, now: datetime) -> list[Slot]:
        """Those of the selected slots that wait for a decision.

        Raises:
            NotOpen: none of them does.
        """
        waiting = [s for s in selected if self.state_of(s, now=now) in rules.UNDECIDED]
        if not waiting:
            raise NotOpen(f"Nothing of booking {self.uid} waits: it is {self.status(now=now)[1]}.")
        return waiting

    def challenging(self, *, now: datetime) -> list[Slot]:
        """The slots of a challenge that waits.

        Raises:
            NotOpen: it is none, or its time is over.
        """
        asked = [s for s in self.slots if self.state_of(s, now=now) is SlotState.CONFLICTING]
        if not asked:
            raise NotOpen(f"Booking {self.uid} is no challenge: it is {self.status(now=now)[1]}.")
        return asked

    def pending(self, selected: Sequence[Slot], *, now: datetime) -> list[Slot]:
        """Those of the selected slots that can be approved.

        Raises:
            NotOpen: none of them can.
        """
        waiting = self.undecided(selected, now=now)
        pending = [slot for slot in waiting if slot.state is SlotState.PENDING]
        if not pending:
            raise NotOpen(f"Booking {self.uid} is a challenge: decide who gives way.")
        return pending

    def approve(self, waiting: Sequence[Slot], *, now: datetime) -> list[Slot]:
        """Confirm slots that wait; those that they replace give way, and what extends a slot that
        is in use is in use. All that changed.
        """
        changed = list(waiting)
        for slot in waiting:
            former = self.followed_by(slot)
            slot.interval = slot.target
            slot.wanted_start_at = slot.wanted_end_at = None
            slot.asked_at = slot.expires_at = None
            slot.agree(now)
            if former is None or self.state_of(former, now=now) is not SlotState.CONFIRMED:
                continue
            if slot.extends_id:
                slot.checked_in_at = former.checked_in_at
            else:
                self._give_way(former, slot, now)
                changed.append(former)
        self.touch(now)
        return changed

    def reject(self, waiting: Sequence[Slot], *, now: datetime) -> None:
        """Refuse what waits."""
        for slot in waiting:
            slot.move(SlotState.REJECTED)
        self.touch(now)

    @staticmethod
    def _give_way(former: Slot, to: Slot, now: datetime) -> None:
        if former.start_at >= now:
            former.move(SlotState.CANCELLED)
            return
        former.give_back(now)
        if former.device_id == to.device_id and to.start_at < former.end_at < to.end_at:
            to.start_at = former.end_at
