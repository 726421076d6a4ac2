"""Finding locks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from labwright_auth.accounts.models import User
from labwright_auth.throttle.models import FailureCount
from labwright_auth.throttle.rules import ACCOUNT
from labwright_chassis.lists import ListQuery, count


def page(session: Session, query: ListQuery, *, now: datetime) -> tuple[Sequence[Row[Any]], int]:
    """People who are locked out somewhere, and how many: two statements."""
    until = func.max(FailureCount.held_until).label("locked_until")
    statement: Any = (
        select(
            User.id.label("user_id"),
            User.username,
            User.display_name,
            func.max(FailureCount.failures).label("failures"),
            until,
        )
        .join(FailureCount, FailureCount.user_id == User.id)
        .where(FailureCount.failures >= ACCOUNT.lock_at, FailureCount.held_until > now)
        .group_by(User.id, User.username, User.display_name)
    )
    rows = statement.order_by(User.id).limit(query.limit).offset(query.offset)
    return session.execute(rows).all(), count(session, statement)
