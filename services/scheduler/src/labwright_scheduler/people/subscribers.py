"""Events about people."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from labwright_chassis.worker import EventRouter, Received
from labwright_chassis.worker.copies import Copy
from labwright_contracts import catalogue
from labwright_contracts.auth import UserSnapshot
from labwright_contracts.snapshots import SnapshotRow
from labwright_scheduler.people import service
from labwright_scheduler.people.models import Person

events = EventRouter("scheduler.people")


@events.batch(catalogue.USER_CHANGED, catalogue.USER_REMOVED)
def follow_people(session: Session, received: Sequence[Received[UserSnapshot]]) -> None:
    """Take over what auth tells of people."""
    service.follow(
        session,
        [
            service.row_of(e.body, epoch=e.envelope.epoch, version=e.envelope.aggregateversion)
            for e in received
        ],
    )


def copy_people(session: Session, rows: Sequence[SnapshotRow]) -> None:
    """Take over rows that auth was asked for."""
    snapshots = [
        service.row_of(UserSnapshot.model_validate(row.data), epoch=row.epoch, version=row.version)
        for row in rows
    ]
    service.follow(session, snapshots, resync=True)


def end_people(session: Session, ids: Sequence[int], epoch: int) -> None:
    """End people whom auth lost when it was restored."""
    service.end(session, ids, epoch=epoch)


copy = Copy("users", "auth", Person.__table__, copy_people, end_people)  # type: ignore[arg-type]
