"""Finding personal tokens, and who is behind one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from labwright_auth.accounts.models import User
from labwright_auth.roles import queries as roles
from labwright_auth.roles.rules import Held
from labwright_auth.tokens.models import PersonalToken
from labwright_auth.tokens.rules import TokenSecret
from labwright_chassis.lists import ListQuery, count

_KEPT_AFTER_END = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Owner:
    """The person behind a token, with what he may do himself."""

    token: PersonalToken
    user: User
    held: Held


def owner_of(session: Session, secret: TokenSecret, *, now: datetime) -> Owner | None:
    """Whose token it is, None if nobody's who may act: two statements."""
    row = session.execute(
        select(PersonalToken, User)
        .join(User, User.id == PersonalToken.user_id)
        .where(PersonalToken.id == secret.id)
    ).one_or_none()
    if row is None:
        return None
    token, user = row
    if not (secret.opens(token.secret_hash) and token.holds(now) and user.active):
        return None
    return Owner(token, user, roles.held_by(session, user.id))


def page_of(
    session: Session, query: ListQuery, *, user_id: int, now: datetime
) -> tuple[list[PersonalToken], int]:
    """The person's tokens that hold, newest first, and how many: two statements."""
    statement = select(PersonalToken).where(_held(user_id, now))
    order = (PersonalToken.created_at.desc(), PersonalToken.id)
    rows = session.scalars(statement.order_by(*order).limit(query.limit).offset(query.offset))
    return list(rows), count(session, statement)


def how_many(session: Session, *, user_id: int, now: datetime) -> int:
    """How many tokens of the person hold."""
    statement = select(func.count()).select_from(PersonalToken).where(_held(user_id, now))
    return session.scalar(statement) or 0


def lock(session: Session, token_id: UUID, *, user_id: int, now: datetime) -> PersonalToken | None:
    """The person's token of that id, if it holds, locked."""
    wanted = and_(PersonalToken.id == token_id, _held(user_id, now))
    return session.scalars(select(PersonalToken).where(wanted).with_for_update()).one_or_none()


def note_use(session: Session, *, token_id: UUID, user_id: int, now: datetime) -> None:
    """Write down that token and person were here now."""
    # The person first, as disabling does: they would wait for one another else.
    session.execute(update(User).where(User.id == user_id).values(last_seen_at=now))
    session.execute(
        update(PersonalToken).where(PersonalToken.id == token_id).values(last_used_at=now)
    )


def forget_ended(session: Session, *, now: datetime) -> None:
    """Delete tokens that ended a month ago or longer."""
    limit = now - _KEPT_AFTER_END
    ended = or_(PersonalToken.expires_at < limit, PersonalToken.revoked_at < limit)
    session.execute(delete(PersonalToken).where(ended))


def _held(user_id: int, now: datetime) -> ColumnElement[bool]:
    return and_(
        PersonalToken.user_id == user_id,
        PersonalToken.revoked_at.is_(None),
        PersonalToken.expires_at > now,
    )
