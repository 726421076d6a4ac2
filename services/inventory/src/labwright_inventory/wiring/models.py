"""Ports and links."""

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis import clock
from labwright_chassis.columns import BigId, UtcDateTime, enum_text, key_text
from labwright_inventory.catalog.rules import Direction
from labwright_inventory.db import Base
from labwright_inventory.wiring.rules import LinkKind


class Port(Base):
    """A place of a device where something can be plugged in; its name is unique there.

    `polatis_port` is its number on the optical switch.
    """

    __tablename__ = "ports"
    __table_args__ = (UniqueConstraint("device_id", "name_key"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("devices.id"))
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(key_text())
    kind: Mapped[str] = mapped_column(String(60))
    direction: Mapped[Direction] = mapped_column(enum_text(Direction))
    polatis_port: Mapped[int | None] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(BigId, default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Link(Base):
    """What joins two ports; which, `link_ends` says."""

    __tablename__ = "links"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[LinkKind] = mapped_column(enum_text(LinkKind))
    notes: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(BigId, default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


link_ends = Table(
    "link_ends",
    Base.metadata,
    Column("link_id", BigId, ForeignKey("links.id", ondelete="CASCADE"), primary_key=True),
    Column("side", SmallInteger, primary_key=True, autoincrement=False),
    Column("port_id", BigId, ForeignKey("ports.id"), nullable=False),
    # Whichever end it is: a port has at most one link.
    UniqueConstraint("port_id"),
)
"""The two ends of a link, sides 0 and 1."""
