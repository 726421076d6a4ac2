"""Reading and writing counters and places."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from labwright_auth.throttle.models import FailureCount, KnownPlace
from labwright_auth.throttle.rules import FORGOTTEN_AFTER, KNOWN_FOR
from labwright_chassis.db import insert_new


def is_known(session: Session, place: str, *, now: datetime) -> bool:
    """Whether a sign-in succeeded there lately."""
    seen = session.scalar(select(KnownPlace.seen_at).where(KnownPlace.key == place))
    return seen is not None and now - seen < KNOWN_FOR


def counts(session: Session, keys: Sequence[str], *, lock: bool = False) -> list[FailureCount]:
    """The counters of these keys that there are."""
    found = select(FailureCount).where(FailureCount.key.in_(keys)).order_by(FailureCount.key)
    return list(session.scalars(found.with_for_update() if lock else found))


def lock_or_begin(
    session: Session, key: str, *, user_id: int | None, now: datetime
) -> FailureCount:
    """The counter of that key, locked; a new one at zero if there is none."""
    row = {"key": key, "user_id": user_id, "failures": 0, "failed_at": now, "held_until": now}
    insert_new(session, _table(FailureCount), row)
    return session.scalars(
        select(FailureCount).where(FailureCount.key == key).with_for_update()
    ).one()


def remember(session: Session, places: Sequence[str], *, user_id: int, now: datetime) -> None:
    """Note that the person signed in there."""
    for key in sorted(places):
        row = {"key": key, "user_id": user_id, "seen_at": now}
        if not insert_new(session, _table(KnownPlace), row):
            changed = update(KnownPlace).where(KnownPlace.key == key)
            session.execute(changed.values(user_id=user_id, seen_at=now))


def forget(session: Session, *, user_id: int) -> int:
    """Delete the person's counters; how many there were."""
    rows = session.scalars(
        select(FailureCount)
        .where(FailureCount.user_id == user_id)
        .order_by(FailureCount.key)
        .with_for_update()
    ).all()
    for row in rows:
        session.delete(row)
    return len(rows)


def forget_old(session: Session, *, now: datetime) -> None:
    """Delete counters and places that count no more."""
    session.execute(delete(FailureCount).where(FailureCount.failed_at < now - FORGOTTEN_AFTER))
    session.execute(delete(KnownPlace).where(KnownPlace.seen_at < now - KNOWN_FOR))


def _table(model: type[FailureCount | KnownPlace]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
