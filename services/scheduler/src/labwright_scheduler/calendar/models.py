"""Slots, what blocks devices, and where one is promised beyond what it can bear."""

from datetime import datetime, timedelta

from sqlalchemy import Boolean, CheckConstraint, Computed, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labwright_chassis.columns import BigId, UtcDateTime, enum_text
from labwright_contracts.inventory import MaintenanceState
from labwright_contracts.scheduler import SlotState, SlotSummary
from labwright_scheduler.calendar.errors import MoveRefused
from labwright_scheduler.calendar.rules import (
    MOVES,
    OCCUPYING,
    ClosureScope,
    Interval,
    next_minute,
)
from labwright_scheduler.db import Base

_OCCUPIES = f"state IN ({', '.join(repr(str(state)) for state in sorted(OCCUPYING))})"


class Slot(Base):
    """One device over `[start_at, end_at)` of a booking, with a state of its own.

    `occupies` is computed by the database from the state, so that no write path can forget it.
    `device_id` refers to the copy of a device, hence no foreign key. `planned_end_at` keeps the end
    of one that was given back before it. A request waits since `asked_at` for a decision, until
    `expires_at`; what was held or waited is confirmed since `agreed_at`.

    One that waits for approval may be growth of another (`extends_id`) or take its place
    (`replaces_id`); where it overlaps that one it occupies what is new, and `wanted_start_at` and
    `wanted_end_at` say what it shall become. One that is `forced` was put where there was no room.
    """

    __tablename__ = "slots"
    __table_args__ = (
        CheckConstraint("end_at > start_at", name="ends_after_start"),
        Index("ix_slots_calendar", "device_id", "occupies", "start_at", "end_at"),
        Index("ix_slots_state_end", "state", "end_at"),
        Index("ix_slots_week", "start_at", "end_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    booking_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("bookings.id", ondelete="CASCADE"), index=True
    )
    device_id: Mapped[int] = mapped_column(BigId)
    start_at: Mapped[datetime] = mapped_column(UtcDateTime)
    end_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[SlotState] = mapped_column(enum_text(SlotState))
    # MariaDB takes no NOT NULL on a generated column; the expression is never NULL.
    occupies: Mapped[bool | None] = mapped_column(
        Boolean(create_constraint=False), Computed(_OCCUPIES, persisted=True), deferred=True
    )
    overcommitted: Mapped[bool] = mapped_column(Boolean(create_constraint=False), default=False)
    planned_end_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extends_id: Mapped[int | None] = mapped_column(BigId)
    replaces_id: Mapped[int | None] = mapped_column(BigId)
    wanted_start_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wanted_end_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    forced: Mapped[bool] = mapped_column(Boolean(create_constraint=False), default=False)

    @property
    def interval(self) -> Interval:
        """The time it is about."""
        return Interval(self.start_at, self.end_at)

    @interval.setter
    def interval(self, interval: Interval) -> None:
        self.start_at, self.end_at = interval.start, interval.end

    @property
    def target(self) -> Interval:
        """The time it shall have once it is approved."""
        return Interval(self.wanted_start_at or self.start_at, self.wanted_end_at or self.end_at)

    @property
    def follows_id(self) -> int | None:
        """The slot that it extends or replaces."""
        return self.extends_id or self.replaces_id

    @property
    def asked_end(self) -> datetime:
        """When it was to end, before it was given back early."""
        return self.planned_end_at or self.end_at

    @property
    def due_from(self) -> datetime:
        """From when on it can be used: its start, or when it was confirmed after that."""
        return self.start_at if self.agreed_at is None else max(self.start_at, self.agreed_at)

    @property
    def is_unused(self) -> bool:
        """Whether it is confirmed and nobody checked it in."""
        return self.state is SlotState.CONFIRMED and self.checked_in_at is None

    @property
    def waits_beside(self) -> bool:
        """Whether it waits for approval while the slot that it extends or replaces stands."""
        return self.state is SlotState.PENDING and self.follows_id is not None

    def told(self) -> SlotSummary:
        """What others may know of it."""
        return SlotSummary(
            id=self.id,
            device_id=self.device_id,
            start=self.start_at,
            end=self.end_at,
            state=self.state,
        )

    def move(self, to: SlotState) -> None:
        """Enter another state.

        Raises:
            MoveRefused: the present state does not lead there.
        """
        if to not in MOVES[self.state]:
            raise MoveRefused(f"Slot {self.id} is {self.state} and cannot become {to}.")
        self.state = to
        if to not in OCCUPYING:
            self.overcommitted = False

    def agree(self, now: datetime) -> None:
        """Be confirmed, after it was held or waited."""
        self.move(SlotState.CONFIRMED)
        self.agreed_at = now

    def ask(self, *, now: datetime, lasts: timedelta) -> None:
        """Wait for a decision: until the start, and at least so long."""
        self.asked_at, self.expires_at = now, max(self.start_at, now + lasts)

    def give_back(self, now: datetime) -> None:
        """End with this minute, what it was to be kept."""
        self.planned_end_at = self.end_at
        self.end_at = min(self.end_at, next_minute(now))
        self.move(SlotState.COMPLETED)


class Overcommitment(Base):
    """An interval in which a device is promised beyond what it can bear, and why.

    It stands when the device changed under its bookings, or when one was forced.
    """

    __tablename__ = "overcommitments"
    __table_args__ = (Index("ix_overcommitments_device", "device_id", "resolved_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    device_id: Mapped[int] = mapped_column(BigId)
    start_at: Mapped[datetime] = mapped_column(UtcDateTime)
    end_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cause: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MaintenanceWindow(Base):
    """A maintenance as inventory last told of it: it blocks its device while it is open."""

    __tablename__ = "maintenance_windows"
    __table_args__ = (Index("ix_maintenance_windows_device", "device_id", "end_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(BigId)
    device_id: Mapped[int] = mapped_column(BigId)
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[MaintenanceState] = mapped_column(enum_text(MaintenanceState))
    start_at: Mapped[datetime] = mapped_column(UtcDateTime)
    end_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ClosureTarget(Base):
    """One of the devices, types or sites that a closure is about."""

    __tablename__ = "closure_targets"
    __table_args__ = (Index("ix_closure_targets_target", "target_id"),)

    closure_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("closures.id", ondelete="CASCADE"), primary_key=True
    )
    target_id: Mapped[int] = mapped_column(BigId, primary_key=True)


class Closure(Base):
    """A time in which devices, types, sites or the whole lab are closed: one row, however many.

    It binds devices by what they are when a booking is checked, those that come later too. A
    removed one stays, so that what it caused can be explained.
    """

    __tablename__ = "closures"
    __table_args__ = (
        CheckConstraint("end_at > start_at", name="ends_after_start"),
        Index("ix_closures_end", "end_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column(BigId, default=1)
    scope: Mapped[ClosureScope] = mapped_column(enum_text(ClosureScope))
    reason: Mapped[str] = mapped_column(String(200))
    start_at: Mapped[datetime] = mapped_column(UtcDateTime)
    end_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[int] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    targets: Mapped[list[ClosureTarget]] = relationship(
        order_by=ClosureTarget.target_id, lazy="raise", cascade="all, delete-orphan"
    )
