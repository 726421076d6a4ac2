"""Qualifications as other services see them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from labwright_auth.qualifications.models import Qualification
from labwright_chassis.worker.snapshots import Rendered, SnapshotSource
from labwright_contracts.auth import QualificationSnapshot
from labwright_contracts.catalogue import QUALIFICATION_CHANGED, QUALIFICATION_REMOVED


def render_qualifications(session: Session, ids: Sequence[int]) -> Iterable[Rendered]:
    """The public state of these qualifications, withdrawn ones included: one statement."""
    for one in session.scalars(select(Qualification).where(Qualification.id.in_(ids))):
        event_type = QUALIFICATION_CHANGED if one.removed_at is None else QUALIFICATION_REMOVED
        body = QualificationSnapshot(
            id=one.id,
            version=one.version,
            user_id=one.user_id,
            tag=one.tag,
            valid_until=one.valid_until,
            removed_at=one.removed_at,
        )
        yield Rendered(one.id, one.version, event_type, body)


QUALIFICATIONS = SnapshotSource(
    "qualification",
    "qualifications",
    Qualification.id,  # type: ignore[arg-type]
    Qualification.version,  # type: ignore[arg-type]
    render_qualifications,
)
