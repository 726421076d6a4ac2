"""Whose favourites which devices are."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, UtcDateTime
from labwright_scheduler.db import Base


class Favourite(Base):
    """A device that a person has starred; both refer to copies, hence no foreign keys."""

    __tablename__ = "favourites"

    person_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    device_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
