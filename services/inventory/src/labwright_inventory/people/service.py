"""Following auth: the copies of people and groups."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis import clock, projection
from labwright_contracts.auth import GroupSnapshot, UserSnapshot
from labwright_inventory.dependents.queries import devices
from labwright_inventory.dependents.service import raise_versions
from labwright_inventory.people import queries
from labwright_inventory.people.models import Group, Person

Row = Mapping[str, Any]

_SHOWN_BY = {Person: devices.c.steward_id, Group: devices.c.owner_group_id}


def follow(
    session: Session, kind: queries.Kind, rows: Sequence[Row], *, resync: bool = False
) -> None:
    """Take over rows that are news, and raise the devices that show another name from now on."""
    newest = projection.newest(rows)
    ids = [row["id"] for row in newest]
    before = queries.names(session, kind, ids)
    projection.upsert(session, kind.__table__, newest, resync=resync)  # type: ignore[arg-type]
    after = queries.names(session, kind, ids)
    if renamed := [id for id in before if before[id] != after[id]]:
        raise_versions(session, _SHOWN_BY[kind].in_(renamed))


def end(session: Session, kind: queries.Kind, ids: Sequence[int], *, epoch: int) -> None:
    """Treat as removed what auth lost when it was restored from a backup."""
    table, now = kind.__table__, clock.database_now(session)
    follow(session, kind, projection.as_ended(session, table, ids, epoch=epoch, now=now))  # type: ignore[arg-type]


def row_of_person(snapshot: UserSnapshot, *, epoch: int, version: int) -> Row:
    """The table row that a person's snapshot at (epoch, version) stands for."""
    return {
        "id": snapshot.id,
        "epoch": epoch,
        "version": version,
        "username": snapshot.username,
        "name": snapshot.display_name,
        "removed_at": snapshot.removed_at,
    }


def row_of_group(snapshot: GroupSnapshot, *, epoch: int, version: int) -> Row:
    """The same for a group."""
    return {
        "id": snapshot.id,
        "epoch": epoch,
        "version": version,
        "name": snapshot.name,
        "removed_at": snapshot.removed_at,
    }
