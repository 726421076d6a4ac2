"""Tags, and which device has which."""

from sqlalchemy import Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId
from labwright_inventory.db import Base
from labwright_inventory.entries.models import Entry


class Tag(Entry):
    """A word that marks devices."""

    __tablename__ = "tags"
    KIND = "tag"
    FIELDS = ("name", "colour", "description")

    colour: Mapped[str | None] = mapped_column(String(7))
    description: Mapped[str | None] = mapped_column(String(1000))


device_tags = Table(
    "device_tags",
    Base.metadata,
    Column("device_id", BigId, ForeignKey("devices.id"), primary_key=True),
    Column("tag_id", BigId, ForeignKey("tags.id"), primary_key=True),
    Index("ix_device_tags_tag", "tag_id", "device_id"),
)
