"""Signing in and ending sessions."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from labwright_auth.accounts import queries as accounts
from labwright_auth.accounts.models import User
from labwright_auth.accounts.rules import Hashed
from labwright_auth.accounts.service import Passwords
from labwright_auth.second_factor import queries as second_factors
from labwright_auth.second_factor import service as second_factor
from labwright_auth.second_factor.errors import ChallengeVoid, SecondFactorRequired, WrongCode
from labwright_auth.second_factor.schemas import SecondStep
from labwright_auth.second_factor.service import Verdict
from labwright_auth.sessions import queries
from labwright_auth.sessions.errors import BadCredentials, SessionEnded
from labwright_auth.sessions.models import UserSession
from labwright_auth.sessions.rules import Kind, Lifetimes, SessionSecret, session_id
from labwright_auth.throttle import service as throttle
from labwright_auth.throttle.rules import Visit
from labwright_auth.throttle.service import Standing
from labwright_chassis import audit, outbox
from labwright_chassis.callers import Caller
from labwright_chassis.db import Database
from labwright_chassis.errors import Aftermath, NotFound
from labwright_chassis.sealing import MasterKey
from labwright_contracts.auth import SessionRevoked
from labwright_contracts.catalogue import SESSION_REVOKED

OPEN = "auth.session.open"
REVOKE = "auth.session.revoke"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of checking a name and a password, before any transaction.

    `refused` is why the password does not hold, `fresh` the hash that shall replace an outdated
    one. Nothing was checked where `standing` holds the attempt up.
    """

    visit: Visit
    standing: Standing
    known: accounts.Known | None
    refused: str = ""
    fresh: Hashed | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that has just begun, with the only copy of its secret."""

    user: User
    session: UserSession
    secret: SessionSecret


def check_password(
    database: Database,
    passwords: Passwords,
    *,
    username: str,
    password: str,
    visit: Visit,
    now: datetime,
) -> Attempt:
    """Look who has the name and check his password; as long for a name that nobody has."""

    def look(session: Session) -> tuple[accounts.Known | None, Standing]:
        known = accounts.known_as(session, username)
        return known, throttle.standing(session, name=username, address=visit.address, now=now)

    known, standing = database.read(look)
    if standing.held_until is not None:
        return Attempt(visit, standing, known, "held up")
    good, fresh = passwords.verify(password, known.password if known else None)
    if known is None:
        return Attempt(visit, standing, None, "unknown name")
    return Attempt(visit, standing, known, "" if good else "wrong password", fresh)


def sign_in(
    session: Session, *, attempt: Attempt, kind: Kind, lifetimes: Lifetimes, now: datetime
) -> Opened:
    """Begin a session for whom the attempt has proven.

    Raises:
        BadCredentials: nobody was proven, or he may not sign in.
        TooManyAttempts: too many failed before.
        SecondFactorRequired: the password is right, and a code has to follow.
    """
    throttle.check(attempt.standing.held_until, now=now)
    user = _proven(session, attempt, now)
    if second_factors.is_on(session, user.id):
        secret, trace = second_factor.challenge(user_id=user.id, now=now)
        keep = partial(_keep_fresh, user_id=user.id, fresh=attempt.fresh)
        raise SecondFactorRequired(
            "Send a code of your app with this challenge.",
            aftermath=[trace, keep],
            challenge=secret,
        )
    _keep_fresh(session, user_id=user.id, fresh=attempt.fresh)
    _succeed(session, user, attempt.standing, attempt.visit, now)
    return _begin(session, user, kind=kind, visit=attempt.visit, lifetimes=lifetimes, now=now)


def sign_in_with_code(
    session: Session,
    *,
    step: SecondStep,
    kind: Kind,
    visit: Visit,
    master: MasterKey,
    lifetimes: Lifetimes,
    now: datetime,
) -> Opened:
    """Begin a session for whom password and code have proven.

    Raises:
        ChallengeVoid: the challenge was used, is too old, or saw too many wrong codes.
        TooManyAttempts, WrongCode.
    """
    met = second_factors.challenge(session, step.challenge, now=now)
    user = accounts.lock_with_credential(session, met.user_id) if met is not None else None
    if met is None or user is None or not user.active:
        raise ChallengeVoid("Begin with name and password again.")
    standing = throttle.standing(session, name=user.username, address=visit.address, now=now)
    throttle.check(standing.held_until, now=now)
    verdict = second_factor.check_code(
        session, user_id=user.id, code=step.code, master=master, now=now
    )
    if not verdict.good:
        raise _wrong_code(user, met.secret_hash, verdict, standing, visit, now)
    if not second_factors.use_up(session, met):
        raise ChallengeVoid("Begin with name and password again.")
    _succeed(session, user, standing, visit, now)
    return _begin(session, user, kind=kind, visit=visit, lifetimes=lifetimes, now=now)


def begin_anew(
    session: Session,
    present: UserSession,
    user: User,
    *,
    visit: Visit,
    lifetimes: Lifetimes,
    now: datetime,
) -> Opened | None:
    """Go on under a new secret after all sessions were ended; a program has to sign in again.

    The gateway hands a browser the new secret; a program could only be told it in the answer's
    body, where page script would read it, too.
    """
    if present.kind is Kind.PROGRAM:
        return None
    return _begin(session, user, kind=present.kind, visit=visit, lifetimes=lifetimes, now=now)


def get_current(session: Session, *, by: Caller, now: datetime) -> UserSession:
    """The caller's session.

    Raises:
        SessionEnded: it ended after his token was signed.
    """
    present = queries.current(session, session_id(by.session), now=now)
    if present is None or present.user_id != by.id:
        raise SessionEnded("The session has ended.")
    return present


def sign_out(session: Session, *, by: Caller, now: datetime) -> None:
    """End the caller's own session; one that has ended stays so."""
    own = queries.lock_own(session, session_id(by.session), user_id=by.id, now=now)
    if own is not None:
        _revoke(session, own, reason="signed out", now=now)


def revoke_own(session: Session, *, id: UUID, by: Caller, now: datetime) -> None:
    """End one of the caller's sessions.

    Raises:
        NotFound: he has none of that id.
    """
    own = queries.lock_own(session, id, user_id=by.id, now=now)
    if own is None:
        raise NotFound(f"You have no session {id.hex}.")
    _revoke(session, own, reason="revoked by its owner", now=now)


def revoke_all(session: Session, *, user_id: int, reason: str, now: datetime) -> None:
    """End every session of a person."""
    queries.revoke_all(session, user_id=user_id, now=now)
    _tell(session, SessionRevoked(user_id=user_id, reason=reason), subject=f"user/{user_id}")
    audit.record(session, REVOKE, target=f"user/{user_id}", after={"sessions": "all"})


def _begin(
    session: Session, user: User, *, kind: Kind, visit: Visit, lifetimes: Lifetimes, now: datetime
) -> Opened:
    begun, secret = UserSession.begin(user.id, kind=kind, visit=visit, lifetimes=lifetimes, now=now)
    session.add(begun)
    user.last_seen_at = now
    audit.record(
        session,
        OPEN,
        target=f"user/{user.id}",
        after={"session": begun.id.hex, "address": begun.address, "user_agent": begun.user_agent},
    )
    return Opened(user, begun, secret)


def _keep_fresh(session: Session, *, user_id: int, fresh: Hashed | None) -> None:
    if fresh is not None:
        user = accounts.lock_with_credential(session, user_id)
        if user is not None and user.credential is not None:
            user.credential.scheme, user.credential.password_hash = fresh.scheme, fresh.text


def _succeed(session: Session, user: User, standing: Standing, visit: Visit, now: datetime) -> None:
    names = [user.username, *([user.email] if user.email else [])]
    throttle.success(
        session,
        standing.counted,
        user_id=user.id,
        names=names,
        address=visit.address,
        now=now,
    )


def _proven(session: Session, attempt: Attempt, now: datetime) -> User:
    if attempt.known is None or attempt.refused:
        raise _refusal(attempt, attempt.refused, now)
    user = accounts.lock_with_credential(session, attempt.known.user_id)
    if user is None or user.credential is None:
        raise _refusal(attempt, "account removed meanwhile", now)
    if user.credential.hashed != attempt.known.password:
        raise _refusal(attempt, "password changed meanwhile", now)
    if not user.active:
        raise _refusal(attempt, "account disabled", now)
    return user


def _wrong_code(
    user: User,
    challenge_hash: str,
    verdict: Verdict,
    standing: Standing,
    visit: Visit,
    now: datetime,
) -> WrongCode:
    reason = "code used twice" if verdict.replayed else "wrong code"
    traces: list[Aftermath] = [
        audit.refusal(OPEN, target=f"user/{user.id}", reason=f"{reason}, from {visit.address}"),
        throttle.failure(standing.counted, user_id=user.id, address=visit.address, now=now),
        partial(second_factors.fail, secret_hash=challenge_hash),
    ]
    if verdict.replayed:
        traces.append(second_factor.replay_notice(user))
    return WrongCode("The code is wrong, or was used before.", aftermath=traces)


def _refusal(attempt: Attempt, reason: str, now: datetime) -> BadCredentials:
    target = f"user/{attempt.known.user_id}" if attempt.known else "user/unknown"
    address = attempt.visit.address
    traces = [
        audit.refusal(OPEN, target=target, reason=f"{reason}, from {address}"),
        throttle.failure(
            attempt.standing.counted,
            user_id=attempt.known.user_id if attempt.known else None,
            address=address,
            now=now,
        ),
    ]
    return BadCredentials("Name or password is wrong.", aftermath=traces)


def _revoke(session: Session, own: UserSession, *, reason: str, now: datetime) -> None:
    own.revoke(now)
    id = own.id.hex
    event = SessionRevoked(user_id=own.user_id, session_id=id, reason=reason)
    _tell(session, event, subject=f"session/{id}")
    audit.record(session, REVOKE, target=f"user/{own.user_id}", after={"session": id})


def _tell(session: Session, event: SessionRevoked, *, subject: str) -> None:
    outbox.add_fact(session, SESSION_REVOKED, subject=subject, body=event)
