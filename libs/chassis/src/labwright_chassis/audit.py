"""The audit entry of a change, written as an event in the change's own transaction."""

from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis import clock, outbox
from labwright_chassis.db import origin_of
from labwright_chassis.errors import Aftermath
from labwright_contracts import catalogue
from labwright_contracts.audit import AuditRecorded


def record(
    session: Session,
    action: str,
    *,
    target: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Record who did what to `target` (`device/42`); `action` is `service.object.verb`."""
    told = {"before": before, "after": after, "reason": reason}
    entry = _entry(session, action, target).model_copy(update=told)
    outbox.add_fact(session, catalogue.AUDIT_RECORDED, subject=target, body=entry)


def refusal(action: str, *, target: str, reason: str) -> Aftermath:
    """What a refusal hands to the edge so that the attempt leaves a trace after the rollback."""

    def write(session: Session) -> None:
        entry = _entry(session, action, target)
        entry = entry.model_copy(update={"outcome": "refused", "reason": reason})
        outbox.add_fact(session, catalogue.AUDIT_RECORDED, subject=target, body=entry)

    return write


def _entry(session: Session, action: str, target: str) -> AuditRecorded:
    origin = origin_of(session)
    return AuditRecorded(
        at=clock.now(),
        service=action.split(".", maxsplit=1)[0],
        actor=origin.actor,
        actor_name=origin.actor_name,
        action=action,
        target=target,
        request_id=origin.request_id,
    )
