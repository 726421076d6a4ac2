"""Remembers which events had their effect, for effects that must not happen twice."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.db import insert_new
from labwright_chassis.tables import inbox

KEPT = timedelta(days=32)
"""Longer than a dead letter may be requeued (30 days), and than its way back to its queue takes."""


def first_time(session: Session, *, consumer: str, event_id: UUID) -> bool:
    """Note the event and say whether it is new; a second worker waits for the first one's end."""
    row = {"consumer": consumer, "event_id": event_id, "received_at": clock.now()}
    return insert_new(session, inbox, row)


def prune(session: Session) -> None:
    """Forget events older than `KEPT`."""
    session.execute(delete(inbox).where(inbox.c.received_at < clock.now() - KEPT))
