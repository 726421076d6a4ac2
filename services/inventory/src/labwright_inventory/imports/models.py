"""Imports, the rows of each, and the files that wait to be imported."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.dialects.mysql import MEDIUMBLOB
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis import clock
from labwright_chassis.columns import BigId, JsonValue, UtcDateTime, enum_text
from labwright_inventory.db import Base
from labwright_inventory.imports.rules.rows import RowAction


class ImportState(StrEnum):
    """How far an import is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"


UNDER_WAY = (ImportState.QUEUED, ImportState.RUNNING)


class Import(Base):
    """A file that was imported, or waits for it; or, with `undoes`, the undo of another import.

    `progress` counts the rows that were gone through, in one pass that checks and one that writes,
    hence up to twice `rows`. `last_history` is the youngest entry of the history when it ended: a
    younger one of a device says that somebody has changed it since. `sites` are those of whoever
    asked (None: all), for the worker. While it runs, a worker holds it until `claimed_until`.
    """

    __tablename__ = "imports"
    __table_args__ = (Index("ix_imports_state", "state", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    filename: Mapped[str] = mapped_column(String(200))
    state: Mapped[ImportState] = mapped_column(enum_text(ImportState))
    dry_run: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    background: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    undoes: Mapped[int | None] = mapped_column(BigId)
    rows: Mapped[int] = mapped_column(Integer, default=0)
    progress: Mapped[int] = mapped_column(Integer, default=0)
    created: Mapped[int] = mapped_column(Integer, default=0)
    updated: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    wrong: Mapped[int] = mapped_column(Integer, default=0)
    reason: Mapped[str | None] = mapped_column(String(1000))
    last_history: Mapped[int] = mapped_column(BigId, default=0)
    actor: Mapped[str] = mapped_column(String(80))
    actor_name: Mapped[str] = mapped_column(String(200))
    org: Mapped[str] = mapped_column(String(40))
    sites: Mapped[Any] = mapped_column(JsonValue, nullable=True)
    request_id: Mapped[str] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    claimed_by: Mapped[str | None] = mapped_column(String(32))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str | None] = mapped_column(String(200))

    @property
    def ended(self) -> bool:
        """Whether nothing more becomes of it by itself."""
        return self.state not in UNDER_WAY

    @property
    def written(self) -> int:
        """How many devices it made or changed."""
        return self.created + self.updated


class ImportRow(Base):
    """A row of an import.

    `changes` are (old, new) by column, in words; `before` the device's fields and tags as they
    were, as far as the import changed them: what an undo puts back.
    """

    __tablename__ = "import_rows"
    __table_args__ = (
        UniqueConstraint("import_id", "number"),
        Index("ix_import_rows_action", "import_id", "action", "number"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    # No foreign key: it would lock the import's row, in which the worker tells how far it is.
    import_id: Mapped[int] = mapped_column(BigId)
    number: Mapped[int] = mapped_column(Integer)
    action: Mapped[RowAction] = mapped_column(enum_text(RowAction))
    device_id: Mapped[int | None] = mapped_column(BigId)
    key: Mapped[str] = mapped_column(String(200))
    changes: Mapped[Any] = mapped_column(JsonValue)
    before: Mapped[Any] = mapped_column(JsonValue, nullable=True)
    errors: Mapped[Any] = mapped_column(JsonValue, nullable=True)


class ImportPart(Base):
    """A mebibyte of a file that waits: a statement is no longer than a server takes.

    The transaction that imports the file deletes its parts, so that no two do.
    """

    __tablename__ = "import_parts"

    import_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(
        LargeBinary().with_variant(MEDIUMBLOB(), "mysql", "mariadb")
    )
