"""Takes in what every service records."""

from sqlalchemy.orm import Session

from labwright_auth.audit import service
from labwright_chassis.worker import EventRouter, Received
from labwright_contracts.audit import AuditRecorded
from labwright_contracts.catalogue import AUDIT_RECORDED

events = EventRouter("auth.audit", linger=0.1)


@events.once(AUDIT_RECORDED)
def keep(session: Session, event: Received[AuditRecorded]) -> None:
    """Keep the entry, once."""
    service.keep_entry(session, entry=event.body)
