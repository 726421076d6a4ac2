"""Following auth: the copy of people."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis import clock, projection
from labwright_chassis.callers import Caller
from labwright_chassis.columns import normalised
from labwright_contracts.auth import UserSnapshot, UserStatus
from labwright_scheduler.people import queries
from labwright_scheduler.people.models import Person

Row = Mapping[str, Any]


def follow(session: Session, rows: Sequence[Row], *, resync: bool = False) -> None:
    """Take over rows of people that are news."""
    table = Person.__table__
    projection.upsert(session, table, projection.newest(rows), resync=resync)  # type: ignore[arg-type]


def end(session: Session, person_ids: Sequence[int], *, epoch: int) -> None:
    """Treat people as removed whom auth lost when it was restored from a backup."""
    table, now = Person.__table__, clock.database_now(session)
    follow(session, projection.as_ended(session, table, person_ids, epoch=epoch, now=now))  # type: ignore[arg-type]


def lock_caller(session: Session, by: Caller) -> Person:
    """The calling person, locked; the token makes the row if auth's event has not come yet."""
    person = queries.lock(session, by.id)
    if person is None:
        arriving = UserSnapshot(
            id=by.id,
            version=0,
            username=by.username,
            display_name=by.name,
            status=UserStatus.ACTIVE,
        )
        follow(session, [row_of(arriving, epoch=0, version=0)])
        person = queries.lock(session, by.id)
        assert person is not None
    return person


def row_of(snapshot: UserSnapshot, *, epoch: int, version: int) -> Row:
    """The table row that a snapshot at (epoch, version) stands for."""
    return {
        "id": snapshot.id,
        "epoch": epoch,
        "version": version,
        "username": snapshot.username,
        "username_key": normalised(snapshot.username),
        "display_name": snapshot.display_name,
        "status": snapshot.status,
        "removed_at": snapshot.removed_at,
    }
