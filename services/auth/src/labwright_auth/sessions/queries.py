"""Finding sessions, and who is behind a secret."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.orm import Session

from labwright_auth.accounts.models import User
from labwright_auth.roles import queries as roles
from labwright_auth.roles.rules import Held
from labwright_auth.sessions.models import UserSession
from labwright_auth.sessions.rules import SessionSecret
from labwright_chassis.lists import ListQuery, count

_KEPT_AFTER_END = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """The person behind a secret, with what he may do."""

    session: UserSession
    user: User
    held: Held


def holder_of(session: Session, secret: SessionSecret, *, now: datetime) -> Holder | None:
    """Whom the secret belongs to, None if to nobody who may act: two statements."""
    row = session.execute(
        select(UserSession, User)
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.id == secret.id)
    ).one_or_none()
    if row is None:
        return None
    present, user = row
    if not (present.opens_with(secret) and present.holds(now) and user.active):
        return None
    return Holder(present, user, roles.held_by(session, user.id))


def current(session: Session, session_id: UUID | None, *, now: datetime) -> UserSession | None:
    """The session of that id, if it may still be used."""
    found = session.get(UserSession, session_id) if session_id else None
    return found if found is not None and found.holds(now) else None


def lock_own(
    session: Session, session_id: UUID | None, *, user_id: int, now: datetime
) -> UserSession | None:
    """The person's session of that id, if it may still be used, locked."""
    wanted = and_(UserSession.id == session_id, _held(user_id, now))
    return session.scalars(select(UserSession).where(wanted).with_for_update()).one_or_none()


def page_of(
    session: Session, query: ListQuery, *, user_id: int, now: datetime
) -> tuple[list[UserSession], int]:
    """The person's sessions that may still be used, and how many: two statements."""
    statement = select(UserSession).where(_held(user_id, now))
    order = (UserSession.last_used_at.desc(), UserSession.id)
    rows = session.scalars(statement.order_by(*order).limit(query.limit).offset(query.offset))
    return list(rows), count(session, statement)


def revoke_all(session: Session, *, user_id: int, now: datetime) -> None:
    """End every session of the person."""
    session.execute(
        update(UserSession)
        .where(_held(user_id, now))
        .values(revoked_at=now)
        .execution_options(synchronize_session="fetch")
    )


def note_use(
    session: Session, *, session_id: UUID, user_id: int, now: datetime, expires_at: datetime
) -> None:
    """Write down that session and person were here now."""
    # The person first, as signing in and disabling do: they would wait for one another else.
    session.execute(update(User).where(User.id == user_id).values(last_seen_at=now))
    held = and_(UserSession.id == session_id, UserSession.revoked_at.is_(None))
    session.execute(update(UserSession).where(held).values(last_used_at=now, expires_at=expires_at))


def forget_ended(session: Session, *, now: datetime) -> None:
    """Delete sessions that ended a day ago or longer."""
    limit = now - _KEPT_AFTER_END
    session.execute(delete(UserSession).where(UserSession.expires_at < limit))
    session.execute(delete(UserSession).where(UserSession.revoked_at < limit))


def _held(user_id: int, now: datetime) -> ColumnElement[bool]:
    return and_(
        UserSession.user_id == user_id,
        UserSession.revoked_at.is_(None),
        UserSession.expires_at > now,
    )
