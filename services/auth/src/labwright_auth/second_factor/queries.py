"""Finding authenticators, recovery codes and challenges."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from labwright_auth.links.rules import hash_of
from labwright_auth.second_factor.models import Authenticator, Challenge, RecoveryCode
from labwright_auth.second_factor.rules import CHALLENGE_FAILURES
from labwright_chassis.db import rows_changed


def authenticator(session: Session, user_id: int, *, lock: bool = False) -> Authenticator | None:
    """The person's authenticator, confirmed or not."""
    found = select(Authenticator).where(Authenticator.user_id == user_id)
    return session.scalars(found.with_for_update() if lock else found).one_or_none()


def is_on(session: Session, user_id: int) -> bool:
    """Whether the person signs in with a second factor."""
    kept = authenticator(session, user_id)
    return kept is not None and kept.confirmed_at is not None


def recovery_codes(session: Session, user_id: int) -> list[RecoveryCode]:
    """The person's recovery codes that were not used, locked."""
    found = select(RecoveryCode).where(RecoveryCode.user_id == user_id).order_by(RecoveryCode.id)
    return list(session.scalars(found.with_for_update()))


def codes_left(session: Session, user_id: int) -> int:
    """How many recovery codes the person has."""
    found = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user_id)
    return session.scalar(found) or 0


def delete_all(session: Session, user_id: int) -> None:
    """Forget app, codes and challenges of the person."""
    delete_codes(session, user_id)
    delete_challenges(session, user_id)
    session.execute(delete(Authenticator).where(Authenticator.user_id == user_id))


def delete_codes(session: Session, user_id: int) -> None:
    """Forget the person's recovery codes."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def delete_challenges(session: Session, user_id: int) -> None:
    """Void the person's sign-ins that wait for a code."""
    session.execute(delete(Challenge).where(Challenge.user_id == user_id))


def challenge(session: Session, secret: str, *, now: datetime) -> Challenge | None:
    """The challenge with that secret, if it still holds."""
    return session.scalars(
        select(Challenge).where(
            Challenge.secret_hash == hash_of(secret),
            Challenge.expires_at > now,
            Challenge.failures < CHALLENGE_FAILURES,
        )
    ).one_or_none()


def use_up(session: Session, met: Challenge) -> bool:
    """Delete the challenge; False if somebody else was quicker."""
    gone = delete(Challenge).where(Challenge.secret_hash == met.secret_hash)
    session.expunge(met)
    return rows_changed(session, gone) == 1


def fail(session: Session, secret_hash: str) -> None:
    """Count a wrong code."""
    found = update(Challenge).where(Challenge.secret_hash == secret_hash)
    session.execute(found.values(failures=Challenge.failures + 1))


def forget_expired(session: Session, *, now: datetime) -> None:
    """Delete challenges that are too old."""
    session.execute(delete(Challenge).where(Challenge.expires_at <= now))
