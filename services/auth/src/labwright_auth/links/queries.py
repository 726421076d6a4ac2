"""Finding links."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from labwright_auth.links.models import Link
from labwright_auth.links.rules import Purpose, hash_of


def find(
    session: Session, purpose: Purpose, secret: str, *, now: datetime, lock: bool = False
) -> Link | None:
    """The link with that secret, if it still holds."""
    statement = select(Link).where(
        Link.secret_hash == hash_of(secret), Link.purpose == purpose, Link.expires_at > now
    )
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def held(
    session: Session, purpose: Purpose, user_id: int, *, now: datetime
) -> tuple[int, datetime | None]:
    """How many links for that purpose hold for the person, and when he got the last of them."""
    statement = select(func.count(), func.max(Link.created_at)).where(
        Link.user_id == user_id, Link.purpose == purpose, Link.expires_at > now
    )
    count, newest = session.execute(statement).one()
    return count, newest


def delete_all(session: Session, purpose: Purpose, user_id: int) -> None:
    """Void the person's links for that purpose."""
    session.execute(delete(Link).where(Link.user_id == user_id, Link.purpose == purpose))


def forget_expired(session: Session, *, now: datetime) -> None:
    """Delete links that are too old."""
    session.execute(delete(Link).where(Link.expires_at <= now))
