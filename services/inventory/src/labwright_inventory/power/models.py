"""PDUs and their outlets."""

from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, JsonValue
from labwright_chassis.sealing import MasterKey
from labwright_inventory.db import Base
from labwright_inventory.entries.models import Entry


class Pdu(Entry):
    """A power distribution unit with outlets 1 to `outlet_count`.

    The secret is sealed for this PDU alone and never leaves the service; `master_key_id` tells by
    which key.
    """

    __tablename__ = "pdus"
    __table_args__ = (Index("ix_pdus_site", "site_id"), {"sqlite_autoincrement": True})
    KIND = "pdu"
    FIELDS = ("name", "host", "driver", "site_id", "outlet_count", "sensors", "notes")

    host: Mapped[str] = mapped_column(String(253))
    driver: Mapped[str] = mapped_column(String(40))
    site_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sites.id"))
    outlet_count: Mapped[int] = mapped_column(Integer)
    sensors: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue)
    notes: Mapped[str | None] = mapped_column(Text)
    sealed_secret: Mapped[str | None] = mapped_column(Text)
    master_key_id: Mapped[str | None] = mapped_column(String(16))

    @property
    def has_secret(self) -> bool:
        """Whether it has one; what it is, only the driver learns."""
        return self.sealed_secret is not None

    def keep_secret(self, secret: str | None, master: MasterKey | None) -> None:
        """Seal the secret, or forget it; the PDU has its id already."""
        if secret is None or master is None:
            self.sealed_secret = self.master_key_id = None
            return
        self.sealed_secret = master.seal(secret.encode(), name=self._sealed_as())
        self.master_key_id = master.id

    def secret(self, master: MasterKey) -> str | None:
        """The secret, for whoever speaks to the PDU; `WrongMasterKey` if another key sealed it."""
        if self.sealed_secret is None:
            return None
        return master.open(self.sealed_secret, name=self._sealed_as()).decode()

    def _sealed_as(self) -> str:
        return f"pdu/{self.id}/secret"


class Outlet(Base):
    """One outlet, and the device that it feeds."""

    __tablename__ = "outlets"
    __table_args__ = (
        UniqueConstraint("pdu_id", "number"),
        Index("ix_outlets_device", "device_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    pdu_id: Mapped[int] = mapped_column(BigId, ForeignKey("pdus.id"))
    number: Mapped[int] = mapped_column(Integer)
    label: Mapped[str | None] = mapped_column(String(200))
    device_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("devices.id"))
