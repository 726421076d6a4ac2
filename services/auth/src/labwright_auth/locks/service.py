"""Letting people in again who locked themselves out."""

from datetime import datetime

from sqlalchemy.orm import Session

from labwright_auth.accounts import queries as accounts
from labwright_auth.roles import queries as roles
from labwright_auth.roles.rules import check_reach
from labwright_auth.second_factor import service as second_factor
from labwright_auth.sessions import service as sessions
from labwright_auth.throttle import service as throttle
from labwright_chassis import audit
from labwright_chassis.callers import Caller


def lift_lock(session: Session, *, user_id: int) -> None:
    """Let a person try again at once, everywhere.

    Raises:
        NotFound: there is no such person.
    """
    user = accounts.get(session, user_id, lock=True)
    lifted = throttle.lift(session, user_id=user.id)
    if lifted:
        audit.record(session, "auth.account.unlock", target=f"user/{user.id}")


def take_second_factor(session: Session, *, user_id: int, by: Caller, now: datetime) -> None:
    """Have a person who lost his app and his codes sign in by password alone.

    Raises:
        NotFound, NotOn.
        BeyondOwnReach: the person may do more than the caller, who must not weaken his account.
    """
    user = accounts.get(session, user_id, lock=True)
    held = [(one.role, one.at) for one in user.assignments]
    check_reach(held, roles.authority_of(session, by))
    second_factor.remove(session, user=user)
    sessions.revoke_all(session, user_id=user.id, reason="second factor taken", now=now)
