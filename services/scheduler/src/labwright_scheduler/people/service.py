"""Following auth: the copies of people, groups and qualifications."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis import clock, projection
from labwright_chassis.callers import Caller
from labwright_chassis.columns import normalised
from labwright_chassis.errors import Malformed
from labwright_contracts.auth import (
    GroupSnapshot,
    QualificationSnapshot,
    UserSnapshot,
    UserStatus,
)
from labwright_scheduler.people import queries
from labwright_scheduler.people.models import Group, Person, Qualification

Row = Mapping[str, Any]
Kind = type[Person] | type[Group] | type[Qualification]


def follow(
    session: Session, rows: Sequence[Row], *, of: Kind = Person, resync: bool = False
) -> None:
    """Take over rows that are news."""
    projection.upsert(session, of.__table__, projection.newest(rows), resync=resync)  # type: ignore[arg-type]


def end(session: Session, ids: Sequence[int], *, of: Kind = Person, epoch: int) -> None:
    """Treat as removed what auth lost when it was restored from a backup."""
    table, now = of.__table__, clock.database_now(session)
    follow(session, projection.as_ended(session, table, ids, epoch=epoch, now=now), of=of)  # type: ignore[arg-type]


def must_be_of(session: Session, project_id: int, *, person_id: int) -> None:
    """Raise Malformed unless the person may book for the project: who is a member of it."""
    if not is_of(session, project_id, person_id=person_id):
        words = f"There is no project {project_id} of which you are a member."
        raise Malformed.at("/project_id", words, "unknown_project")


def is_of(session: Session, project_id: int, *, person_id: int) -> bool:
    """Whether the person is a member of the project."""
    return queries.project_of(session, project_id, person_id=person_id) is not None


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
            roles=tuple(sorted(by.roles)),
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
        "roles": None if snapshot.roles is None else list(snapshot.roles),
        "removed_at": snapshot.removed_at,
    }


def row_of_group(snapshot: GroupSnapshot, *, epoch: int, version: int) -> Row:
    """The same for a group."""
    return {
        "id": snapshot.id,
        "epoch": epoch,
        "version": version,
        "name": snapshot.name,
        "kind": snapshot.kind,
        "member_keys": "|" + "".join(f"{id}|" for id in snapshot.members),
        "removed_at": snapshot.removed_at,
    }


def row_of_qualification(snapshot: QualificationSnapshot, *, epoch: int, version: int) -> Row:
    """The same for a qualification."""
    return {
        "id": snapshot.id,
        "epoch": epoch,
        "version": version,
        "person_id": snapshot.user_id,
        "tag": snapshot.tag,
        "valid_until": snapshot.valid_until,
        "removed_at": snapshot.removed_at,
    }
