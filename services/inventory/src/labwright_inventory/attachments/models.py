"""Attachments."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis import clock
from labwright_chassis.columns import BigId, UtcDateTime
from labwright_inventory.attachments.rules import NAME_LENGTH
from labwright_inventory.db import Base


class Attachment(Base):
    """A file of a device; its content is in the store under `blob_key`."""

    __tablename__ = "attachments"
    __table_args__ = (
        Index("ix_attachments_device", "device_id", "id"),
        Index("ix_attachments_blob_key", "blob_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("devices.id"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigId)
    sha256: Mapped[str] = mapped_column(String(64))
    blob_key: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(80))
    actor_name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
