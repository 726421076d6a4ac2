"""Tables that stand above, as far as entries need them: what refers to an entry, and versions."""

from typing import Any

from sqlalchemy import ColumnElement, Numeric, String, TableClause, column, func, select, table
from sqlalchemy.orm import Session

from labwright_chassis.columns import BigId, JsonValue, UtcDateTime

# The models themselves stand above: they refer to the entries that ask here.
devices = table(
    "devices",
    column("id", BigId),
    column("name", String),
    column("status", String),
    column("version", BigId),
    column("attributes", JsonValue),
    column("removed_at", UtcDateTime),
    column("device_type_id", BigId),
    column("manufacturer_id", BigId),
    column("site_id", BigId),
    column("steward_id", BigId),
    column("owner_group_id", BigId),
    column("rack_id", BigId),
    column("u_position", Numeric(4, 1, asdecimal=False)),
)
device_types = table(
    "device_types",
    column("id", BigId),
    column("name", String),
    column("u_height", Numeric(4, 1, asdecimal=False)),
)
pdus = table("pdus", *(column(n, BigId) for n in ("id", "site_id")), column("removed_at"))
locations = table("locations", *(column(n, BigId) for n in ("id", "site_id")), column("removed_at"))
racks = table(
    "racks", *(column(n, BigId) for n in ("id", "site_id", "location_id")), column("removed_at")
)


def count_devices(session: Session, referring: ColumnElement[bool]) -> int:
    """How many devices that are not removed refer to something."""
    return count_rows(session, devices, referring)


def count_rows(session: Session, kind: TableClause, referring: ColumnElement[bool]) -> int:
    """How many rows of one of these tables, not removed, refer to something."""
    statement = select(func.count()).select_from(kind)
    present: Any = kind.c.removed_at.is_(None)
    return session.scalar(statement.where(present, referring)) or 0
