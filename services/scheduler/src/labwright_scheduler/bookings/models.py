"""Bookings and who takes part in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, UuidText
from labwright_contracts.scheduler import BookingChanged, SlotState
from labwright_scheduler.bookings import rules
from labwright_scheduler.bookings.errors import HoldExpired, NotOpen
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import FINAL, OCCUPYING, Interval, gained
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

    @property
    def stays(self) -> bool:
        """Whether it is about the same device at an overlapping time."""
        return self.device_id == self.held_device_id and self.wanted.overlaps(self.held)

    @property
    def grows(self) -> bool:
        """Whether anything is wanted that was not held."""
        return not self.stays or bool(gained([self.held], [self.wanted]))

    def asked(self) -> list[Slot]:
        """The slots that wait in its stead where somebody has to approve it.

        They occupy what is newly wanted alone, since the former slot stands until it is decided.
        """
        pieces = gained([self.held], [self.wanted]) if self.stays else [self.wanted]
        covered = self.stays and not gained([self.wanted], [self.held])
        return [
            Slot(
                device_id=self.device_id,
                start_at=piece.start,
                end_at=piece.end,
                state=SlotState.PENDING,
                overcommitted=False,
                extends_id=self.slot.id if covered else None,
                replaces_id=None if covered else self.slot.id,
                wanted_start_at=None if covered else self.wanted.start,
                wanted_end_at=None if covered else self.wanted.end,
            )
            for piece in pieces
        ]


class Collaborator(Base):
    """A person who takes part in a booking."""

    __tablename__ = "collaborators"

    booking_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(BigId, primary_key=True, index=True)


class Booking(Base):
    """What a person asked for: slots of devices, held or confirmed together.

    `uid` is the number for the outside, `series_uid` that of the series that it is an occurrence
    of. `held_until` is set while it is a hold. Which rules ask for an approval `approval_reasons`
    say in words. No slot ends after `ends_at`, None where that was never noted: it is only there so
    that somebody's coming bookings are found without his past ones.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        Index("ix_bookings_holds", "owner_id", "held_until"),
        Index("ix_bookings_project", "project_id"),
        Index("ix_bookings_owner_end", "owner_id", "ends_at"),
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
    approval_reasons: Mapped[list[str] | None] = mapped_column(JsonValue)
    series_uid: Mapped[UUID | None] = mapped_column(UuidText, index=True)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    slots: Mapped[list[Slot]] = relationship(
        order_by=(Slot.start_at, Slot.device_id, Slot.id), lazy="raise"
    )
    collaborators: Mapped[list[Collaborator]] = relationship(
        order_by=Collaborator.person_id, lazy="raise", cascade="all, delete-orphan"
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
            slot.move(SlotState.CONFIRMED)
        self.held_until = None
        self.touch(now)

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

    def undecided(self, selected: Sequence[Slot], *, now: datetime) -> list[Slot]:
        """Those of the selected slots that wait for a decision.

        Raises:
            NotOpen: none of them does.
        """
        waiting = [s for s in selected if self.state_of(s, now=now) in rules.UNDECIDED]
        if not waiting:
            raise NotOpen(f"Nothing of booking {self.uid} waits: it is {self.status(now=now)[1]}.")
        return waiting

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
        """Confirm slots that wait; those that they replace give way. All that changed."""
        changed = list(waiting)
        for slot in waiting:
            former = self.followed_by(slot) if slot.replaces_id else None
            slot.interval = slot.target
            slot.wanted_start_at = slot.wanted_end_at = None
            slot.asked_at = slot.expires_at = None
            slot.move(SlotState.CONFIRMED)
            if former is not None and self.state_of(former, now=now) is SlotState.CONFIRMED:
                self._give_way(former, slot, now)
                changed.append(former)
        self.touch(now)
        return changed

    def reject(self, waiting: Sequence[Slot], *, now: datetime) -> None:
        """Refuse what waits."""
        for slot in waiting:
            slot.move(SlotState.REJECTED)
        self.touch(now)

    def agreed_slots(self) -> list[Slot]:
        """What was asked for at last, without changes that nobody approved."""
        agreed = [slot for slot in self.slots if slot.follows_id is None or slot.asked_at is None]
        replaced = {slot.replaces_id for slot in agreed}
        return [slot for slot in agreed if slot.id not in replaced]

    def followed_by(self, slot: Slot) -> Slot | None:
        """The slot that this one extends or replaces."""
        return next((each for each in self.slots if each.id == slot.follows_id), None)

    def following(self, slots: Sequence[Slot], *, now: datetime) -> list[Slot]:
        """What waits to extend or replace these slots, and is not among them."""
        ids = {slot.id for slot in slots}
        return [
            each
            for each in self.slots
            if each.follows_id in ids
            and each.id not in ids
            and self.state_of(each, now=now) is SlotState.PENDING
        ]

    @staticmethod
    def _give_way(former: Slot, to: Slot, now: datetime) -> None:
        if former.start_at >= now:
            former.move(SlotState.CANCELLED)
            return
        former.give_back(now)
        if former.device_id == to.device_id and to.start_at < former.end_at < to.end_at:
            to.start_at = former.end_at

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

    def state_of(self, slot: Slot, *, now: datetime) -> SlotState:
        """A slot's state as it reads now."""
        return rules.effective(
            slot.state,
            end=slot.end_at,
            held_until=self.held_until,
            expires_at=slot.expires_at,
            now=now,
        )

    def status(self, *, now: datetime) -> tuple[SlotState, str]:
        """The booking's state as it reads now, and in words."""
        return rules.summary([self.state_of(slot, now=now) for slot in self.slots])

    def remember(self) -> None:
        """Keep what it is like now, for the history of what becomes of it."""
        self._former: BookingChanged | None = self.told()
        self._known = frozenset(one.person_id for one in self.collaborators)

    def former(self) -> BookingChanged | None:
        """What was remembered; None for a new one."""
        return getattr(self, "_former", None)

    def told(self) -> BookingChanged:
        """What others may know of it."""
        return BookingChanged(
            id=self.uid,
            version=self.version,
            owner_id=self.owner_id,
            slots=tuple(slot.told() for slot in self.slots),
        )

    def joined(self) -> tuple[int, ...]:
        """Who takes part that did not when it was remembered."""
        known: frozenset[int] = getattr(self, "_known", frozenset())
        return tuple(c.person_id for c in self.collaborators if c.person_id not in known)

    def note_end(self) -> None:
        """Keep up `ends_at` when slots became longer or more."""
        self.ends_at = max(slot.end_at for slot in self.slots)

    def touch(self, now: datetime) -> None:
        """Raise the version: it changed at this time."""
        self.version += 1
        self.updated_at = now


class Step(Base):
    """One change of a booking: who did what when and why; `changes` names the slots it moved."""

    __tablename__ = "booking_steps"
    __table_args__ = (Index("ix_booking_steps_booking", "booking_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    booking_id: Mapped[int] = mapped_column(BigId, ForeignKey("bookings.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str] = mapped_column(String(60))
    actor: Mapped[str] = mapped_column(String(80))
    actor_name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue)
