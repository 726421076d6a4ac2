"""Rules of the lab, and what each was before."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId, UtcDateTime
from labwright_scheduler.db import Base


class Rule(Base):
    """A rule as it is now; a removed one stays, so that what it refused can be explained.

    `terms`, `target` and `unless` are JSON as `schemas` writes it, so that a judgement reads one
    row a rule. `kind` repeats what the terms say.
    """

    __tablename__ = "rules"
    __table_args__ = (Index("ix_rules_removed_at", "removed_at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column(BigId, default=1)
    name: Mapped[str] = mapped_column(String(100))
    description: Mapped[str] = mapped_column(String(500))
    kind: Mapped[str] = mapped_column(String(40))
    enabled: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    terms: Mapped[str] = mapped_column(Text)
    target: Mapped[str] = mapped_column(Text)
    unless: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by: Mapped[int] = mapped_column(BigId)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RuleVersion(Base):
    """A rule as it was at a version, as JSON, and who made it so; the last one may end it."""

    __tablename__ = "rule_versions"

    rule_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("rules.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[int] = mapped_column(BigId)
    removed: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
