"""Which keys sign, and which are published."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labwright_auth.keys.models import KEPT_AFTER, SigningKey
from labwright_auth.keys.statements import kid_of, read_signed
from labwright_chassis.tokens import JwkSet


def signing(session: Session, now: datetime) -> SigningKey | None:
    """The key that signs at that time."""
    return next((key for key in published(session, now) if key.signs(now)), None)


def jwks(session: Session, now: datetime) -> JwkSet:
    """The JWK set (RFC 7517) of present and coming keys, and of those retired just now."""
    return {"keys": [key.published() for key in published(session, now)]}


def read_statement(session: Session, statement: str) -> dict[str, Any] | None:
    """The content of a statement that one of our keys has signed, present or retired; else None."""
    kid = kid_of(statement)
    key = session.get(SigningKey, kid) if kid else None
    return read_signed(statement, key.published()) if key is not None else None


def lock_all(session: Session) -> list[SigningKey]:
    """Every key, the one made last first, locked: two who make the next wait for one another."""
    order = (SigningKey.activates_at.desc(), SigningKey.kid)
    return list(session.scalars(select(SigningKey).order_by(*order).with_for_update()))


def published(session: Session, now: datetime) -> list[SigningKey]:
    """Present and coming keys, and those retired just now; the last made first."""
    alive = or_(SigningKey.retired_at.is_(None), SigningKey.retired_at > now - KEPT_AFTER)
    order = (SigningKey.activates_at.desc(), SigningKey.kid)
    return list(session.scalars(select(SigningKey).where(alive).order_by(*order)))
