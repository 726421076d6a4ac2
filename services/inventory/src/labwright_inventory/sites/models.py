"""Sites."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from labwright_inventory.entries.models import Entry


class Site(Entry):
    """A place with devices; without a time zone of its own the lab's holds."""

    __tablename__ = "sites"
    KIND = "site"
    FIELDS = ("name", "address", "time_zone", "colour", "description", "notes")
    SHOWN = frozenset({"name", "time_zone"})

    address: Mapped[str | None] = mapped_column(String(1000))
    time_zone: Mapped[str | None] = mapped_column(String(64))
    colour: Mapped[str | None] = mapped_column(String(7))
    description: Mapped[str | None] = mapped_column(String(1000))
    notes: Mapped[str | None] = mapped_column(Text)
