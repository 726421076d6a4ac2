"""The copy of booked slots."""

from datetime import datetime

from sqlalchemy import Boolean, Index
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, UtcDateTime
from labwright_inventory.db import Base


class BookedSlot(Base):
    """A slot of a booking, whose version its `version` is."""

    __tablename__ = "booked_slots"
    __table_args__ = (
        Index("ix_booked_slots_device", "device_id", "active", "ends_at"),
        Index("ix_booked_slots_end", "ends_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(BigId)
    version: Mapped[int] = mapped_column(BigId)
    device_id: Mapped[int] = mapped_column(BigId)
    active: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
