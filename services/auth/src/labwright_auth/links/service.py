"""Issuing links and redeeming them."""

from datetime import datetime

from sqlalchemy.orm import Session

from labwright_auth.links import queries
from labwright_auth.links.errors import LinkVoid
from labwright_auth.links.models import Link
from labwright_auth.links.rules import (
    AT_MOST_EVERY,
    AT_MOST_HELD,
    LASTING,
    Purpose,
    generate_secret,
    hash_of,
)


def issue(
    session: Session, *, purpose: Purpose, user_id: int, address: str, now: datetime
) -> tuple[str, datetime]:
    """A new link's secret, and when it expires."""
    secret, expires_at = generate_secret(), now + LASTING[purpose]
    link = Link(
        purpose=purpose,
        user_id=user_id,
        address=address,
        secret_hash=hash_of(secret),
        created_at=now,
        expires_at=expires_at,
    )
    session.add(link)
    return secret, expires_at


def may_issue(session: Session, *, purpose: Purpose, user_id: int, now: datetime) -> bool:
    """Whether the person may get another one for that purpose so soon."""
    count, newest = queries.held(session, purpose, user_id, now=now)
    return count < AT_MOST_HELD and (newest is None or now - newest >= AT_MOST_EVERY)


def void(session: Session, *, purpose: Purpose, user_id: int) -> None:
    """Have the person's links for that purpose open nothing any more."""
    queries.delete_all(session, purpose, user_id)


def check(session: Session, *, purpose: Purpose, secret: str, now: datetime) -> Link:
    """The link with that secret, which stays as it is.

    Raises:
        LinkVoid: there is none any more.
    """
    return _known(queries.find(session, purpose, secret, now=now))


def redeem(session: Session, *, purpose: Purpose, secret: str, now: datetime) -> Link:
    """Use the link up, and the person's others for the same purpose.

    Raises:
        LinkVoid: there is none any more.
    """
    link = _known(queries.find(session, purpose, secret, now=now, lock=True))
    session.expunge(link)
    queries.delete_all(session, purpose, link.user_id)
    return link


def _known(link: Link | None) -> Link:
    if link is None:
        raise LinkVoid.secret()
    return link
