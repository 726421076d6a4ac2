"""Series of bookings: the rule as it was asked for, and what became of each occurrence."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, UuidText, enum_text
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.db import Base
from labwright_scheduler.recurrences.rules import Mode, Scope


class Occurrence(Base):
    """One time that the rule met, counted from 1, and its booking, or why there is none.

    `start_at` and `end_at` stay as the rule gave them, however the booking is moved; `refused` has
    the conflicts and violations of one that was skipped.
    """

    __tablename__ = "series_occurrences"

    series_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("series.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    start_at: Mapped[datetime] = mapped_column(UtcDateTime)
    end_at: Mapped[datetime] = mapped_column(UtcDateTime)
    booking_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("bookings.id", ondelete="SET NULL"), unique=True
    )
    refused: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    booking: Mapped[Booking | None] = relationship(lazy="raise")


class SeriesChange(Base):
    """What somebody changed about a series: `wish` is the request, `bookings` how many it met."""

    __tablename__ = "series_changes"
    __table_args__ = (Index("ix_series_changes_series", "series_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    series_id: Mapped[int] = mapped_column(BigId, ForeignKey("series.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(80))
    actor_name: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(20))
    scope: Mapped[Scope] = mapped_column(enum_text(Scope))
    wish: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    bookings: Mapped[int] = mapped_column(BigId)


class Series(Base):
    """Bookings that were asked for by one rule, an occurrence each.

    The bookings say what is; the rule says how the series came to be, and stays.
    """

    __tablename__ = "series"
    __table_args__ = (Index("ix_series_owner", "owner_id", "created_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uid: Mapped[UUID] = mapped_column(UuidText, unique=True)
    version: Mapped[int] = mapped_column(BigId, default=1)
    org: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[int] = mapped_column(BigId)
    title: Mapped[str] = mapped_column(String(200))
    rule: Mapped[str] = mapped_column(String(500))
    exdates: Mapped[list[str]] = mapped_column(JsonValue)
    time_zone: Mapped[str] = mapped_column(String(64))
    mode: Mapped[Mode] = mapped_column(enum_text(Mode))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    occurrences: Mapped[list[Occurrence]] = relationship(order_by=Occurrence.number, lazy="raise")
    changes: Mapped[list[SeriesChange]] = relationship(order_by=SeriesChange.id, lazy="raise")
