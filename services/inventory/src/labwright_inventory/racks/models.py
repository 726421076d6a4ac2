"""Racks."""

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, key_text
from labwright_inventory.entries.models import Entry


class Rack(Entry):
    """A rack of `height` units, the lowest of which is 1; its name is unique at its site."""

    __tablename__ = "racks"
    __table_args__ = (
        UniqueConstraint("site_id", "name_key"),
        Index("ix_racks_location", "location_id"),
        {"sqlite_autoincrement": True},
    )
    KIND = "rack"
    FIELDS = ("name", "site_id", "location_id", "height", "description")
    NAME_KEYS = ("site_id", "name_key")

    name_key: Mapped[str | None] = mapped_column(key_text())
    site_id: Mapped[int] = mapped_column(BigId, ForeignKey("sites.id"))
    location_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("locations.id"))
    height: Mapped[int] = mapped_column(Integer)
    description: Mapped[str | None] = mapped_column(String(1000))
