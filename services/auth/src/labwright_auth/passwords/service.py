"""Changing passwords, with everything that follows from it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_auth.accounts import queries as accounts
from labwright_auth.accounts.models import User
from labwright_auth.accounts.rules import Hashed
from labwright_auth.accounts.service import OwnProof
from labwright_auth.links import service as links
from labwright_auth.links.errors import LinkVoid
from labwright_auth.links.rules import Purpose, url
from labwright_auth.mail import rules as letters
from labwright_auth.passwords import queries
from labwright_auth.passwords.models import ResetWish
from labwright_auth.passwords.schemas import Reset
from labwright_auth.second_factor import queries as second_factors
from labwright_auth.sessions import service as sessions
from labwright_auth.sessions.rules import Lifetimes
from labwright_auth.sessions.service import Opened
from labwright_auth.throttle import service as throttle
from labwright_auth.throttle.rules import Visit
from labwright_chassis import audit, mails
from labwright_chassis.callers import Caller
from labwright_chassis.errors import NotFound, Unavailable

CHANGE = "auth.password.change"
RESET = "auth.password.reset"

_MOST_WAITING = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """A password that shall replace another, hashed; None where the proof did not succeed."""

    proof: OwnProof
    password: Hashed | None


def change_password(
    session: Session,
    *,
    change: Change,
    by: Caller,
    visit: Visit,
    lifetimes: Lifetimes,
    now: datetime,
) -> Opened | None:
    """Replace the caller's password; his sessions end, and a browser's goes on as a new one.

    Raises:
        WrongPassword, SessionEnded.
    """
    present = sessions.get_current(session, by=by, now=now)
    user = change.proof.confirm(session, now=now)
    assert change.password is not None
    _set(session, user, change.password, visit=visit, action=CHANGE, now=now)
    return sessions.begin_anew(session, present, user, visit=visit, lifetimes=lifetimes, now=now)


def ask_for_reset(session: Session, *, name: str, visit: Visit, now: datetime) -> None:
    """Note the wish, and nothing else: whether the name is anybody's, only the worker asks.

    Raises:
        Unavailable: too many wait already.
    """
    if queries.waiting(session) >= _MOST_WAITING:
        raise Unavailable("Too many people ask for a new password now.", retry_after=60)
    session.add(ResetWish(name=name[:254], address=visit.address[:64], asked_at=now))


def send_resets(session: Session, *, public_url: str, now: datetime) -> int:
    """Mail a link to each wish that has an account with an address; how many wishes there were."""
    wishes = queries.take(session)
    for wish in wishes:
        user = accounts.by_name(session, wish.name)
        if user is not None and user.active and user.email is not None:
            _send_reset(session, user, user.email, wish=wish, public_url=public_url, now=now)
    return len(wishes)


def check_reset(session: Session, *, secret: str, now: datetime) -> User:
    """Whose password the link sets.

    Raises:
        LinkVoid: nobody's any more.
    """
    link = links.check(session, purpose=Purpose.RESET_PASSWORD, secret=secret, now=now)
    return _holder(accounts.find(session, link.user_id))


def reset_password(session: Session, *, reset: Reset, visit: Visit, now: datetime) -> None:
    """Set the password of whom the link was mailed to; it proves his address, and signs nobody in.

    Raises:
        LinkVoid: the link was used, replaced, or is too old.
    """
    purpose = Purpose.RESET_PASSWORD
    link = links.redeem(session, purpose=purpose, secret=reset.secret, now=now)
    user = _holder(accounts.lock_with_credential(session, link.user_id))
    if user.email == link.address and user.email_verified_at is None:
        user.email_verified_at = now
    _set(session, user, reset.password, visit=visit, action=RESET, now=now)


def _holder(user: User | None) -> User:
    if user is None or not user.active:
        raise LinkVoid.secret()
    return user


def set_password(session: Session, *, user_id: int, password: Hashed, now: datetime) -> None:
    """Set somebody's password for him: an operator does, on the machine itself.

    Raises:
        NotFound: there is no such person.
    """
    user = accounts.lock_with_credential(session, user_id)
    if user is None:
        raise NotFound(f"There is no person {user_id}.")
    _set(session, user, password, visit=Visit("", "the lab's server"), action=RESET, now=now)


def _set(
    session: Session, user: User, password: Hashed, *, visit: Visit, action: str, now: datetime
) -> None:
    user.set_password(password, now)
    sessions.revoke_all(session, user_id=user.id, reason="password changed", now=now)
    links.void(session, purpose=Purpose.RESET_PASSWORD, user_id=user.id)
    second_factors.delete_challenges(session, user.id)
    throttle.lift(session, user_id=user.id)
    audit.record(session, action, target=f"user/{user.id}", after={"address": visit.address})
    if user.email is not None:
        letter = letters.password_changed(to=user.email, name=user.username, address=visit.address)
        mails.add(session, letter)


def _send_reset(
    session: Session, user: User, email: str, *, wish: ResetWish, public_url: str, now: datetime
) -> None:
    purpose = Purpose.RESET_PASSWORD
    if not links.may_issue(session, purpose=purpose, user_id=user.id, now=now):
        return
    secret, expires_at = links.issue(
        session, purpose=purpose, user_id=user.id, address=email, now=now
    )
    letter = letters.reset_password(
        to=email,
        name=user.username,
        link=url(public_url, purpose, secret),
        address=wish.address,
        expires_at=expires_at,
    )
    mails.add(session, letter)
    asked = {"address": wish.address}
    audit.record(session, "auth.password.ask_reset", target=f"user/{user.id}", after=asked)
