"""Making and revoking personal tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_auth.accounts import queries as accounts
from labwright_auth.roles import queries as roles
from labwright_auth.roles.errors import BeyondOwnReach
from labwright_auth.roles.rules import Held
from labwright_auth.roles.service import check_named
from labwright_auth.tokens import queries
from labwright_auth.tokens.errors import TooManyTokens
from labwright_auth.tokens.models import PersonalToken
from labwright_auth.tokens.rules import MOST, TokenSecret, end_of
from labwright_auth.tokens.schemas import TokenIn
from labwright_chassis import audit, outbox
from labwright_chassis.errors import NotFound
from labwright_contracts.auth import SessionRevoked
from labwright_contracts.catalogue import SESSION_REVOKED


def create_token(
    session: Session, *, user_id: int, own: Held, body: TokenIn, now: datetime
) -> tuple[PersonalToken, TokenSecret]:
    """Make a token for a person who may do what `own` says.

    Raises:
        Malformed: a permission that nobody declares, or an end that cannot be.
        BeyondOwnReach: a permission that its owner lacks.
        TooManyTokens.
    """
    expires_at = end_of(body.expires_at, now=now)
    check_named(
        body.permissions,
        roles.declared(session, body.permissions),
        kind="permission",
        at="/permissions",
    )
    lacking = sorted(set(body.permissions) - set(own.permissions))
    if lacking:
        raise BeyondOwnReach(f"You may not do this yourself: {', '.join(lacking)}.")
    accounts.get(session, user_id, lock=True)  # two at once count each other
    if queries.how_many(session, user_id=user_id, now=now) >= MOST:
        raise TooManyTokens(f"You have {MOST} tokens: revoke some first.")
    token, secret = PersonalToken.issue(
        user_id,
        name=body.name,
        permissions=sorted(set(body.permissions)),
        addresses=body.addresses,
        now=now,
        expires_at=expires_at,
    )
    session.add(token)
    audit.record(session, "auth.token.create", target=f"user/{user_id}", after=token.state())
    return token, secret


def revoke_token(
    session: Session, *, token_id: UUID, user_id: int, reason: str, now: datetime
) -> None:
    """End a token of a person.

    Raises:
        NotFound: he has none of that id that holds.
    """
    token = queries.lock(session, token_id, user_id=user_id, now=now)
    if token is None:
        raise NotFound(f"There is no token {token_id.hex} of this person.")
    token.revoke(now)
    event = SessionRevoked(user_id=user_id, session_id=token.id.hex, reason=reason)
    outbox.add_fact(session, SESSION_REVOKED, subject=f"session/{token.id.hex}", body=event)
    audit.record(session, "auth.token.revoke", target=f"user/{user_id}", before=token.state())
