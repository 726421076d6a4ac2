"""Beginning and ending the use of a second factor, and checking codes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_auth.accounts import queries as accounts
from labwright_auth.accounts.models import User
from labwright_auth.accounts.service import OwnProof
from labwright_auth.links.rules import generate_secret, hash_of
from labwright_auth.mail import rules as letters
from labwright_auth.second_factor import queries
from labwright_auth.second_factor.errors import AlreadyOn, CodeRefused, NotOn
from labwright_auth.second_factor.models import Authenticator, Challenge, RecoveryCode
from labwright_auth.second_factor.rules import (
    CHALLENGE_LASTS,
    RECOVERY_CODES,
    enrolment_uri,
    generate_recovery_code,
    generate_salt,
    generate_seed,
    recovery_hash,
)
from labwright_auth.throttle import service as throttle
from labwright_chassis import audit, mails
from labwright_chassis.callers import Caller
from labwright_chassis.errors import Aftermath
from labwright_chassis.sealing import MasterKey

_ISSUER = "Labwright"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an app needs; it is nowhere in the open."""

    seed: str
    uri: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of checking a code; `replayed` says that it was right, but used before."""

    good: bool
    replayed: bool = False


def enrol(session: Session, *, proof: OwnProof, master: MasterKey, now: datetime) -> Enrolment:
    """Make a seed, which is in force once a code of it is confirmed.

    Raises:
        WrongPassword, TooManyAttempts, AlreadyOn.
    """
    user = proof.confirm(session, now=now)
    kept = queries.authenticator(session, user.id, lock=True)
    if kept is not None and kept.confirmed_at is not None:
        raise AlreadyOn("End the present second factor first.")
    if kept is None:
        kept = Authenticator(user_id=user.id)
        session.add(kept)
    seed = generate_seed()
    kept.seal(seed, master)
    kept.last_step, kept.created_at, kept.confirmed_at = 0, now, None
    uri = enrolment_uri(seed, username=user.username, issuer=_ISSUER)
    return Enrolment(seed, uri)


def confirm(
    session: Session, *, code: str, by: Caller, master: MasterKey, now: datetime
) -> list[str]:
    """Ask for a code at each sign-in from now on; the recovery codes.

    Raises:
        NotOn, AlreadyOn, CodeRefused.
    """
    user = accounts.get(session, by.id, lock=True)
    kept = queries.authenticator(session, user.id, lock=True)
    if kept is None:
        raise NotOn("Begin to enrol first.")
    if kept.confirmed_at is not None:
        raise AlreadyOn("It is confirmed already.")
    step = kept.step_of(code, master, now=now)
    if step is None or not kept.use(step):
        raise CodeRefused("This is not the app's present code.")
    kept.confirmed_at = now
    _tell(session, user, "auth.second_factor.enable", on=True)
    return _renew_codes(session, user.id)


def disable(
    session: Session,
    *,
    proof: OwnProof,
    code: str,
    address: str,
    master: MasterKey,
    now: datetime,
) -> None:
    """Sign in by password alone from now on.

    Raises:
        WrongPassword, TooManyAttempts, NotOn, CodeRefused.
    """
    user = proof.confirm(session, now=now)
    _must_prove(session, user, code, address=address, master=master, now=now)
    queries.delete_all(session, user.id)
    _tell(session, user, "auth.second_factor.disable", on=False)


def renew_codes(
    session: Session, *, code: str, by: Caller, address: str, master: MasterKey, now: datetime
) -> list[str]:
    """Replace all recovery codes.

    Raises:
        NotOn, TooManyAttempts, CodeRefused.
    """
    user = accounts.get(session, by.id, lock=True)
    _must_prove(session, user, code, address=address, master=master, now=now)
    audit.record(session, "auth.second_factor.renew_codes", target=f"user/{user.id}")
    return _renew_codes(session, user.id)


def remove(session: Session, *, user: User) -> None:
    """Take the second factor from somebody who lost it (an admin's deed).

    Raises:
        NotOn.
    """
    if queries.authenticator(session, user.id, lock=True) is None:
        raise NotOn("There is no second factor.")
    queries.delete_all(session, user.id)
    _tell(session, user, "auth.second_factor.disable", on=False)


def check_code(
    session: Session, *, user_id: int, code: str, master: MasterKey, now: datetime
) -> Verdict:
    """Check a code and use it up: of the app, or a recovery code."""
    kept = queries.authenticator(session, user_id, lock=True)
    if kept is None or kept.confirmed_at is None:
        return Verdict(good=False)
    step = kept.step_of(code, master, now=now)
    if step is not None:
        good = kept.use(step)
        return Verdict(good, replayed=not good)
    for spare in queries.recovery_codes(session, user_id):
        if spare.is_code(code):
            session.delete(spare)
            return Verdict(good=True)
    return Verdict(good=False)


def challenge(*, user_id: int, now: datetime) -> tuple[str, Aftermath]:
    """A new challenge's secret, and what writes it down after the refusal's rollback."""
    secret = generate_secret()

    def write(session: Session) -> None:
        kept = Challenge(
            secret_hash=hash_of(secret),
            user_id=user_id,
            expires_at=now + CHALLENGE_LASTS,
            failures=0,
        )
        session.add(kept)

    return secret, write


def replay_notice(user: User) -> Aftermath:
    """Tells the holder that a code of his was used twice (ASVS 2.8.5)."""
    email, name = user.email, user.username

    def write(session: Session) -> None:
        if email is not None:
            mails.add(session, letters.code_replayed(to=email, name=name))

    return write


def _must_prove(
    session: Session, user: User, code: str, *, address: str, master: MasterKey, now: datetime
) -> None:
    if not queries.is_on(session, user.id):
        raise NotOn("There is no second factor.")
    standing = throttle.standing(session, name=user.username, address=address, now=now)
    throttle.check(standing.held_until, now=now)
    if not check_code(session, user_id=user.id, code=code, master=master, now=now).good:
        trace = throttle.failure(standing.counted, user_id=user.id, address=address, now=now)
        raise CodeRefused("The code is wrong, or was used before.", aftermath=[trace])


def _renew_codes(session: Session, user_id: int) -> list[str]:
    queries.delete_codes(session, user_id)
    codes = [generate_recovery_code() for _ in range(RECOVERY_CODES)]
    for code in codes:
        salt = generate_salt()
        kept = RecoveryCode(user_id=user_id, salt=salt, code_hash=recovery_hash(code, salt))
        session.add(kept)
    return codes


def _tell(session: Session, user: User, action: str, *, on: bool) -> None:
    audit.record(session, action, target=f"user/{user.id}")
    if user.email is not None:
        mails.add(session, letters.second_factor_changed(to=user.email, name=user.username, on=on))
