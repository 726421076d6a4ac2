"""What is asked of the history."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labwright_chassis.lists import count
from labwright_inventory.history.models import HistoryEntry
from labwright_inventory.history.schemas import HistoryQuery


def latest_note(session: Session, device_id: int, field: str) -> str | None:
    """The note of the newest entry about a field; None if there is none."""
    about = (HistoryEntry.device_id == device_id, HistoryEntry.field == field)
    newest = select(HistoryEntry.note).where(*about).order_by(HistoryEntry.id.desc()).limit(1)
    return session.scalar(newest)


def until(session: Session, device_id: int, at: datetime) -> Sequence[HistoryEntry]:
    """All entries of a device up to this instant, oldest first."""
    told = (HistoryEntry.device_id == device_id, HistoryEntry.at <= at)
    statement = select(HistoryEntry).where(*told).order_by(HistoryEntry.id)
    return session.scalars(statement).all()


def page(
    session: Session, device_id: int, query: HistoryQuery
) -> tuple[Sequence[HistoryEntry], int]:
    """A page of a device's history, newest first, and how many entries match."""
    statement = select(HistoryEntry).where(HistoryEntry.device_id == device_id)
    for name in ("action", "field", "actor"):
        if wanted := getattr(query, name):
            statement = statement.where(getattr(HistoryEntry, name).in_(wanted))
    if query.at__gte:
        statement = statement.where(HistoryEntry.at >= query.at__gte)
    if query.at__lt:
        statement = statement.where(HistoryEntry.at < query.at__lt)
    newest = statement.order_by(HistoryEntry.id.desc()).limit(query.limit).offset(query.offset)
    return session.scalars(newest).all(), count(session, statement)
