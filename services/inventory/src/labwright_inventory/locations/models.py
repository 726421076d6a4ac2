"""Locations."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, key_text
from labwright_inventory.entries.models import Entry


class Location(Entry):
    """A room or an area of a site; its name is unique there."""

    __tablename__ = "locations"
    __table_args__ = (UniqueConstraint("site_id", "name_key"), {"sqlite_autoincrement": True})
    KIND = "location"
    FIELDS = ("name", "site_id", "description")
    NAME_KEYS = ("site_id", "name_key")

    name_key: Mapped[str | None] = mapped_column(key_text())
    site_id: Mapped[int] = mapped_column(BigId, ForeignKey("sites.id"))
    description: Mapped[str | None] = mapped_column(String(1000))
