"""Letting attempts through, and counting those that failed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_auth.throttle import queries
from labwright_auth.throttle.errors import TooManyAttempts
from labwright_auth.throttle.models import FailureCount
from labwright_auth.throttle.rules import Keys, is_address
from labwright_chassis import audit
from labwright_chassis.errors import Aftermath

LOCK = "auth.account.lock"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an attempt stands: which counters matter for it, and how long they hold it up."""

    counted: Sequence[str]
    held_until: datetime | None


def standing(session: Session, *, name: str, address: str, now: datetime) -> Standing:
    """Where an attempt under that name from that address stands: two statements for any name."""
    keys = Keys.of(name, address)
    counted = keys.counted(known=queries.is_known(session, keys.place, now=now))
    return Standing(counted, _held(queries.counts(session, counted), now))


def check(held_until: datetime | None, *, now: datetime) -> None:
    """Let an attempt through that nothing holds up.

    Raises:
        TooManyAttempts: says when the next one is.
    """
    if held_until is not None:
        seconds = math.ceil((held_until - now).total_seconds())
        raise TooManyAttempts(f"Try again in {seconds} seconds.", retry_after=seconds)


def failure(
    counted: Sequence[str], *, user_id: int | None, address: str, now: datetime
) -> Aftermath:
    """What a refusal hands to the edge, so that it counts in spite of the rollback."""

    def count(session: Session) -> None:
        for key in counted:
            whose = None if is_address(key) else user_id
            counter = queries.lock_or_begin(session, key, user_id=whose, now=now)
            if counter.fail(now):
                target = f"user/{user_id}" if user_id is not None else "user/unknown"
                reason = f"{counter.failures} failures, the last from {address}"
                audit.refusal(LOCK, target=target, reason=reason)(session)

    return count


def success(
    session: Session,
    counted: Sequence[str],
    *,
    user_id: int,
    names: Sequence[str],
    address: str,
    now: datetime,
) -> None:
    """Begin anew to count the person's failures, and know him at this address by all his names.

    Failures from the address stay: an own account must not free who guesses others' passwords.

    Raises:
        TooManyAttempts: others failed while this one was under way.
    """
    counters = queries.counts(session, counted, lock=True)
    check(_held(counters, now), now=now)
    for counter in counters:
        if not is_address(counter.key):
            session.delete(counter)
    places = [Keys.of(name, address).place for name in names]
    queries.remember(session, places, user_id=user_id, now=now)


def lift(session: Session, *, user_id: int) -> int:
    """Forget the failures under the person's names; how many counters there were."""
    return queries.forget(session, user_id=user_id)


def _held(counters: Sequence[FailureCount], now: datetime) -> datetime | None:
    latest = max((counter.held_until for counter in counters), default=now)
    return latest if latest > now else None
