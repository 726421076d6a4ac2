"""The shape that types, manufacturers, sites and tags share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis import clock
from labwright_chassis.columns import BigId, UtcDateTime, key_text, normalised
from labwright_inventory.db import Base

NAME_LENGTH = 120


class Entry(Base):
    """A thing with a unique name that devices refer to.

    `name_key` is NULL once the entry is removed: its name is free again, and devices removed
    earlier still find what they referred to. `SHOWN` are the fields that a device's consumers see.
    """

    __abstract__ = True
    __table_args__: Any = {"sqlite_autoincrement": True}  # noqa: RUF012  SQLAlchemy reads it as is

    KIND: ClassVar[str]
    FIELDS: ClassVar[tuple[str, ...]]
    SHOWN: ClassVar[frozenset[str]] = frozenset({"name"})
    NAME_KEYS: ClassVar[tuple[str, ...]] = ("name_key",)
    """The columns that are unique together."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, sort_order=-10)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), sort_order=-9)
    name_key: Mapped[str | None] = mapped_column(key_text(), unique=True, sort_order=-8)
    version: Mapped[int] = mapped_column(BigId, default=1, sort_order=10)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, sort_order=11)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, sort_order=12)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, sort_order=13)

    @classmethod
    def label(cls) -> str:
        """What a person calls such a thing: "device type"."""
        return cls.KIND.replace("_", " ")

    def values(self) -> dict[str, Any]:
        """The fields that a person sets."""
        return {name: getattr(self, name) for name in self.FIELDS}

    def change(self, values: Mapping[str, Any], now: datetime) -> dict[str, tuple[Any, Any]]:
        """Set what differs, raise the version if anything did; (old, new) by field."""
        changes = {
            name: (getattr(self, name), value)
            for name, value in values.items()
            if getattr(self, name) != value
        }
        for name, (_, value) in changes.items():
            setattr(self, name, value)
        if changes:
            self.name_key = normalised(self.name)
            self.version += 1
            self.updated_at = now
        return changes

    def remove(self, now: datetime) -> None:
        """End it, keep the row, free its name."""
        self.name_key = None
        self.removed_at = now
        self.version += 1
