"""Which devices have a text in what they are found by."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, LargeBinary, column, func, literal, select, table
from sqlalchemy.orm import Session

from labwright_chassis.columns import BigId, UtcDateTime
from labwright_inventory.search.models import SearchText

TEXTS = ("name", "oi_id", "serial_number", "hostname", "model")
"""The fields of a device that it is found by."""

# The model itself stands above: its service keeps these texts.
devices = table(
    "devices",
    column("id", BigId),
    column("removed_at", UtcDateTime),
    *(column(name) for name in TEXTS),
)

FEW = 1000


def has(text: str) -> ColumnElement[bool]:
    """Whether a row's text has this in one of its lines, upper and lower case alike."""
    if "\n" in text:
        return literal(False)
    wanted = literal(text.lower().encode(), LargeBinary)
    return func.instr(SearchText.text, wanted) > 0


def few(session: Session, text: str) -> Sequence[int] | None:
    """Ids of the devices with this text, or None if there are more than `FEW`."""
    statement = select(SearchText.device_id).where(has(text)).limit(FEW + 1)
    ids = session.scalars(statement).all()
    return None if len(ids) > FEW else ids
