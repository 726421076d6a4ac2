"""Pages of overcommitments."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labwright_chassis.lists import count, literal, ordered
from labwright_scheduler.calendar.models import Overcommitment
from labwright_scheduler.overcommitments.schemas import OvercommitmentQuery

_ORDER = {
    "start": Overcommitment.start_at,
    "recorded_at": Overcommitment.recorded_at,
    "resolved_at": Overcommitment.resolved_at,
    "id": Overcommitment.id,
}


def page(session: Session, query: OvercommitmentQuery) -> tuple[list[Overcommitment], int]:
    """The overcommitments of a page and how many there are: two statements."""
    statement = select(Overcommitment)
    if query.start is not None:
        statement = statement.where(Overcommitment.end_at > query.start)
    if query.end is not None:
        statement = statement.where(Overcommitment.start_at < query.end)
    if query.device_id:
        statement = statement.where(Overcommitment.device_id.in_(query.device_id))
    if query.resolved is not None:
        stands = Overcommitment.resolved_at.is_(None)
        statement = statement.where(~stands if query.resolved else stands)
    if query.cause:
        cause = Overcommitment.cause
        words = (
            or_(cause == text, cause.like(f"{literal(text)} %", escape="!")) for text in query.cause
        )
        statement = statement.where(or_(*words))
    rows = ordered(statement, query.ordering, _ORDER, by="start,id")
    found = list(session.scalars(rows.limit(query.limit).offset(query.offset)))
    return found, count(session, statement)
