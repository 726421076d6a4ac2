"""Keeping what services recorded, in a chain that shows if somebody changes it later."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, insert
from sqlalchemy.orm import Session

from labwright_auth.audit import queries
from labwright_auth.audit.models import AuditEntry, AuditHead, AuditSeal
from labwright_auth.audit.rules import CHAINED, chained, entry_hash
from labwright_auth.audit.schemas import AuditFilter
from labwright_chassis import audit
from labwright_chassis.db import at_end
from labwright_contracts.audit import AuditRecorded

_LENGTHS = {
    column.name: column.type.length
    for column in AuditEntry.__table__.columns
    if isinstance(column.type, String) and column.type.length is not None
}
_AT_ONCE = 1000
_WAITING = "audit entries"


def keep_entry(session: Session, *, entry: AuditRecorded) -> None:
    """Add an entry at the end of the unit, together with the others of its batch."""
    session.info.setdefault(_WAITING, []).append(entry)
    at_end(session, _keep_waiting)


def keep_entries(session: Session, entries: Sequence[AuditRecorded]) -> None:
    """Chain entries behind the last one: the head is locked once for all of them.

    A text too long is cut, since no entry may be lost.
    """
    head = queries.lock_head(session)
    _chain_older(session, head)
    rows = chained(
        [_values(entry) for entry in entries], after_id=head.entry_id, after_hash=head.hash
    )
    session.execute(insert(AuditEntry), rows)
    head.entry_id, head.hash = rows[-1]["id"], rows[-1]["hash"]


def sign_head(
    session: Session, sign: Callable[[dict[str, Any]], str], *, now: datetime
) -> AuditSeal | None:
    """State with our signature what the chain's last entry is; None before the first entry."""
    head = queries.lock_head(session)
    _chain_older(session, head)
    last = queries.last_seal(session)
    if head.entry_id == 0 or (last is not None and last.entry_id == head.entry_id):
        return last
    content = {"entry": head.entry_id, "hash": head.hash, "iat": int(now.timestamp())}
    seal = AuditSeal(entry_id=head.entry_id, hash=head.hash, signed_at=now, statement=sign(content))
    session.add(seal)
    return seal


def record_export(session: Session, *, matching: AuditFilter, written: str) -> int:
    """Record that somebody takes entries away; the number of the last one he gets."""
    asked = {**matching.model_dump(mode="json", exclude_defaults=True), "format": written}
    audit.record(session, "auth.audit.export", target="audit/entries", after=asked)
    return queries.last_id(session)


def _keep_waiting(session: Session) -> None:
    keep_entries(session, session.info.pop(_WAITING))


def _chain_older(session: Session, head: AuditHead) -> None:
    """Chain what a release without a chain has collected."""
    while found := queries.not_chained(session, after=head.entry_id, limit=_AT_ONCE):
        for entry in found:
            content = {name: getattr(entry, name) for name in CHAINED}
            entry.hash = head.hash = entry_hash(head.hash, content)
            head.entry_id = entry.id
        session.flush()


def _values(entry: AuditRecorded) -> dict[str, Any]:
    values = entry.model_dump()
    for name, length in _LENGTHS.items():
        if name in values:
            values[name] = values[name][:length]
    return values
