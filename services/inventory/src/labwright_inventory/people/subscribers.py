"""Events about people and groups."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from labwright_chassis.worker import EventRouter, Received
from labwright_chassis.worker.copies import Copy
from labwright_contracts import catalogue
from labwright_contracts.auth import GroupSnapshot, UserSnapshot
from labwright_contracts.snapshots import SnapshotRow
from labwright_inventory.people import service
from labwright_inventory.people.models import Group, Person

events = EventRouter("inventory.people")


@events.batch(catalogue.USER_CHANGED, catalogue.USER_REMOVED)
def follow_people(session: Session, received: Sequence[Received[UserSnapshot]]) -> None:
    """Take over what auth tells of people."""
    rows = [
        service.row_of_person(e.body, epoch=e.envelope.epoch, version=e.envelope.aggregateversion)
        for e in received
    ]
    service.follow(session, Person, rows)


@events.batch(catalogue.GROUP_CHANGED, catalogue.GROUP_REMOVED)
def follow_groups(session: Session, received: Sequence[Received[GroupSnapshot]]) -> None:
    """Take over what auth tells of groups."""
    rows = [
        service.row_of_group(e.body, epoch=e.envelope.epoch, version=e.envelope.aggregateversion)
        for e in received
    ]
    service.follow(session, Group, rows)


def copy_people(session: Session, rows: Sequence[SnapshotRow]) -> None:
    """Take over people that auth was asked for."""
    snapshots = [
        service.row_of_person(
            UserSnapshot.model_validate(row.data), epoch=row.epoch, version=row.version
        )
        for row in rows
    ]
    service.follow(session, Person, snapshots, resync=True)


def copy_groups(session: Session, rows: Sequence[SnapshotRow]) -> None:
    """Take over groups that auth was asked for."""
    snapshots = [
        service.row_of_group(
            GroupSnapshot.model_validate(row.data), epoch=row.epoch, version=row.version
        )
        for row in rows
    ]
    service.follow(session, Group, snapshots, resync=True)


def end_people(session: Session, ids: Sequence[int], epoch: int) -> None:
    """End people whom auth lost when it was restored."""
    service.end(session, Person, ids, epoch=epoch)


def end_groups(session: Session, ids: Sequence[int], epoch: int) -> None:
    """End groups that auth lost when it was restored."""
    service.end(session, Group, ids, epoch=epoch)


copies = (
    Copy("users", "auth", Person.__table__, copy_people, end_people),  # type: ignore[arg-type]
    Copy("groups", "auth", Group.__table__, copy_groups, end_groups),  # type: ignore[arg-type]
)
