"""A booking as a row: what it holds, and how it reads."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, UuidText
from labwright_contracts.scheduler import BookingChanged, SlotState
from labwright_scheduler.bookings import rules
from labwright_scheduler.bookings.errors import NotOpen
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import FINAL, OCCUPYING
from labwright_scheduler.db import Base


class Collaborator(Base):
    """A person who takes part in a booking."""

    __tablename__ = "collaborators"

    booking_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(BigId, primary_key=True, index=True)


class Record(Base):
    """The columns of a booking.

    `uid` is the number for the outside, `series_uid` that of the series it is an occurrence of.
    `held_until` is set while it is a hold. Which rules ask for
    an approval `approval_reasons` say in words. Of those who wait for the same room the one of the
    higher `priority` gets it, then the earlier. `owner_gone_at` says when its owner was found to be
    disabled or removed. No slot ends after `ends_at`, None where that was never noted: it is only
    there so that somebody's coming bookings are found without his past ones.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[UUID] = mapped_column(UuidText, unique=True)
    version: Mapped[int] = mapped_column(BigId, default=1)
    org: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[int] = mapped_column(BigId)
    priority: Mapped[int] = mapped_column(Integer, default=0)
    project_id: Mapped[int | None] = mapped_column(BigId)
    title: Mapped[str] = mapped_column(String(200))
    message: Mapped[str | None] = mapped_column(Text)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    approval_reasons: Mapped[list[str] | None] = mapped_column(JsonValue)
    series_uid: Mapped[UUID | None] = mapped_column(UuidText, index=True)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @declared_attr
    def slots(cls) -> Mapped[list[Slot]]:  # noqa: N805  SQLAlchemy hands over the class
        """Its slots, in order of time."""
        return relationship(order_by=(Slot.start_at, Slot.device_id, Slot.id), lazy="raise")

    @declared_attr
    def collaborators(cls) -> Mapped[list[Collaborator]]:  # noqa: N805  the same
        """Who takes part beside the owner."""
        return relationship(
            order_by=Collaborator.person_id, lazy="raise", cascade="all, delete-orphan"
        )

    def open_slots(self, *, now: datetime) -> list[Slot]:
        """The slots that take a place and have not ended."""
        return [slot for slot in self.slots if self.state_of(slot, now=now) in OCCUPYING]

    def ahead(self, *, now: datetime) -> list[Slot]:
        """The slots that have not begun and may still take place."""
        return [
            slot
            for slot in self.slots
            if slot.start_at > now and self.state_of(slot, now=now) not in FINAL
        ]

    def going_on(self, *, now: datetime) -> list[Slot]:
        """The slots that have not ended, one way or another.

        Raises:
            NotOpen: all of them have.
        """
        going = [slot for slot in self.slots if self.state_of(slot, now=now) not in FINAL]
        if not going:
            raise NotOpen(f"Booking {self.uid} is {self.status(now=now)[1]}.")
        return going

    def keep(self, person_ids: Iterable[int]) -> None:
        """Have these collaborators and no others, without writing those anew who stay."""
        present = {each.person_id: each for each in self.collaborators}
        self.collaborators = [
            present.get(id) or Collaborator(person_id=id) for id in sorted(person_ids)
        ]

    def hand_over(self, to: int, *, now: datetime) -> None:
        """Be somebody else's; who had it stays as a collaborator."""
        self.keep(self.takes_part - {to})
        self.owner_id, self.owner_gone_at = to, None
        self.touch(now)

    @property
    def takes_part(self) -> set[int]:
        """Ids of the owner and the collaborators."""
        return {self.owner_id, *(each.person_id for each in self.collaborators)}

    def followed_by(self, slot: Slot) -> Slot | None:
        """The slot that this one extends or replaces."""
        return next((each for each in self.slots if each.id == slot.follows_id), None)

    def with_extensions(self, slots: Sequence[Slot]) -> list[Slot]:
        """These slots, and those confirmed to extend them: one stay, in parts."""
        whole = {slot.id: slot for slot in slots}
        for slot in self.slots:
            if slot.extends_id in whole and slot.state is SlotState.CONFIRMED:
                whole[slot.id] = slot
        return list(whole.values())

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

    def agreed_slots(self) -> list[Slot]:
        """What was asked for at last, without changes that nobody approved."""
        agreed = [slot for slot in self.slots if slot.follows_id is None or slot.asked_at is None]
        replaced = {slot.replaces_id for slot in agreed}
        return [slot for slot in agreed if slot.id not in replaced]

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
