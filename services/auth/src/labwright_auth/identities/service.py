"""Telling the gateway whom a secret belongs to."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_auth.accounts.models import User
from labwright_auth.identities.rules import Proven, claims_of
from labwright_auth.roles.rules import Held
from labwright_auth.sessions import queries as sessions
from labwright_auth.sessions.errors import SessionEnded
from labwright_auth.sessions.models import UserSession
from labwright_auth.sessions.rules import Lifetimes, SessionSecret, expiry
from labwright_auth.tokens import queries as tokens
from labwright_auth.tokens.errors import TokenEnded
from labwright_auth.tokens.models import PersonalToken
from labwright_auth.tokens.rules import TokenSecret
from labwright_chassis import logs
from labwright_chassis.db import Database
from labwright_chassis.errors import Unavailable
from labwright_contracts.auth import AccessClaims, Identity, IdentityRequest

Found = tuple[Proven, datetime, tuple[str, ...] | None]
"""A person, when what he shows ends, and from where alone it may be used."""


def identify(
    database: Database,
    *,
    request: IdentityRequest,
    sign: Callable[[AccessClaims], str],
    lifetimes: Lifetimes,
    org: str,
    now: datetime,
) -> Identity:
    """Whom a session's or personal token's secret belongs to, with a token for one audience.

    Raises:
        SessionEnded, TokenEnded: to nobody, or no longer.
    """
    token = TokenSecret.parse(request.secret)
    if token is not None:
        person, ends_at, addresses = _owner(database, token, now)
    else:
        person, ends_at, addresses = _holder(database, request.secret, lifetimes, now)
    expires_at = min(now + lifetimes.token, ends_at).replace(microsecond=0)
    claims = claims_of(
        person, audience=request.audience, org=org, issued_at=now, expires_at=expires_at
    )
    return Identity(
        user_id=person.user_id,
        session_id=person.sid,
        token=sign(claims),
        expires_at=expires_at,
        addresses=addresses,
    )


def _holder(database: Database, text: str, lifetimes: Lifetimes, now: datetime) -> Found:
    secret = SessionSecret.parse(text)
    found = secret and database.read(lambda session: sessions.holder_of(session, secret, now=now))
    if not found:
        raise SessionEnded("The session is unknown or has ended.")
    if found.session.use_is_news(now):
        _note_session(database, found.session, lifetimes, now)
    return _proven(found.user, found.session.id.hex, found.held), found.session.expires_at, None


def _owner(database: Database, secret: TokenSecret, now: datetime) -> Found:
    found = database.read(lambda session: tokens.owner_of(session, secret, now=now))
    if found is None:
        raise TokenEnded("The token is unknown, has expired or was revoked.")
    if found.token.use_is_news(now):
        _note_token(database, found.token, now)
    person = _proven(found.user, found.token.id.hex, found.held, found.token.permissions)
    addresses = found.token.addresses
    return person, found.token.expires_at, tuple(addresses) if addresses else None


def _proven(user: User, sid: str, held: Held, limited_to: list[str] | None = None) -> Proven:
    return Proven(user.id, user.username, user.display_name, sid, held, limited_to)


def _note_session(
    database: Database, present: UserSession, lifetimes: Lifetimes, now: datetime
) -> None:
    present.last_used_at = now
    present.expires_at = expiry(now, present.ends_at, lifetimes)
    _note(
        database,
        lambda session: sessions.note_use(
            session,
            session_id=present.id,
            user_id=present.user_id,
            now=now,
            expires_at=present.expires_at,
        ),
    )


def _note_token(database: Database, token: PersonalToken, now: datetime) -> None:
    _note(
        database,
        lambda session: tokens.note_use(session, token_id=token.id, user_id=token.user_id, now=now),
    )


def _note(database: Database, write: Callable[[Session], None]) -> None:
    try:
        database.unit(write)
    except Unavailable as error:  # the next use in some seconds writes it down
        logs.get(__name__).warning("a use was not noted", reason=error.detail)
