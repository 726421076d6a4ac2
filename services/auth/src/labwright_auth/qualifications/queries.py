"""Finding qualifications."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from labwright_auth.qualifications.models import Qualification
from labwright_auth.qualifications.schemas import QualificationQuery
from labwright_chassis.lists import count, ordered

_ORDER = {
    "tag": Qualification.tag,
    "user": Qualification.user_id,
    "valid_until": Qualification.valid_until,
    "id": Qualification.id,
}


def page(
    session: Session, query: QualificationQuery, *, only_of: int | None
) -> tuple[list[Qualification], int]:
    """Qualifications that match, of one person only if so wanted, and how many."""
    statement = select(Qualification).where(Qualification.removed_at.is_(None))
    if only_of is not None:
        statement = statement.where(Qualification.user_id == only_of)
    if query.user:
        statement = statement.where(Qualification.user_id.in_(query.user))
    if query.tag:
        statement = statement.where(Qualification.tag.in_(query.tag))
    if query.valid_until__gte is not None:
        statement = statement.where(Qualification.valid_until >= query.valid_until__gte)
    if query.valid_until__lt is not None:
        statement = statement.where(Qualification.valid_until < query.valid_until__lt)
    rows = ordered(statement, query.ordering, _ORDER, by="tag").order_by(Qualification.id)
    found = session.scalars(rows.limit(query.limit).offset(query.offset))
    return list(found), count(session, statement)


def lock(session: Session, *, user_id: int, tag: str) -> Qualification | None:
    """The person's qualification of that tag, withdrawn or not, locked."""
    statement = select(Qualification).where(
        Qualification.user_id == user_id, Qualification.tag == tag
    )
    return session.scalars(statement.with_for_update()).one_or_none()
