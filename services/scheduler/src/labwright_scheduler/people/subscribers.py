"""Events about people, groups and qualifications."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis.worker import EventRouter, Received
from labwright_chassis.worker.copies import Copy
from labwright_contracts import catalogue
from labwright_contracts.auth import GroupSnapshot, QualificationSnapshot, UserSnapshot
from labwright_contracts.snapshots import SnapshotRow
from labwright_scheduler.people import service
from labwright_scheduler.people.models import Group, Person, Qualification

events = EventRouter("scheduler.people")


@events.batch(catalogue.USER_CHANGED, catalogue.USER_REMOVED)
def follow_people(session: Session, received: Sequence[Received[UserSnapshot]]) -> None:
    """Take over what auth tells of people."""
    _follow(session, received, Person, service.row_of)


@events.batch(catalogue.GROUP_CHANGED, catalogue.GROUP_REMOVED)
def follow_groups(session: Session, received: Sequence[Received[GroupSnapshot]]) -> None:
    """Take over what auth tells of groups."""
    _follow(session, received, Group, service.row_of_group)


@events.batch(catalogue.QUALIFICATION_CHANGED, catalogue.QUALIFICATION_REMOVED)
def follow_qualifications(
    session: Session, received: Sequence[Received[QualificationSnapshot]]
) -> None:
    """Take over what auth tells of qualifications."""
    _follow(session, received, Qualification, service.row_of_qualification)


def copy_people(session: Session, rows: Sequence[SnapshotRow]) -> None:
    """Take over people that auth was asked for."""
    _copy(session, rows, Person, UserSnapshot, service.row_of)


def copy_groups(session: Session, rows: Sequence[SnapshotRow]) -> None:
    """Take over groups that auth was asked for."""
    _copy(session, rows, Group, GroupSnapshot, service.row_of_group)


def copy_qualifications(session: Session, rows: Sequence[SnapshotRow]) -> None:
    """Take over qualifications that auth was asked for."""
    _copy(session, rows, Qualification, QualificationSnapshot, service.row_of_qualification)


def end_people(session: Session, ids: Sequence[int], epoch: int) -> None:
    """End people whom auth lost when it was restored."""
    service.end(session, ids, epoch=epoch)


def _end_of(kind: service.Kind) -> Callable[[Session, Sequence[int], int], None]:
    return lambda session, ids, epoch: service.end(session, ids, of=kind, epoch=epoch)


def _follow(
    session: Session,
    received: Sequence[Received[Any]],
    kind: service.Kind,
    row_of: Callable[..., service.Row],
) -> None:
    rows = [
        row_of(e.body, epoch=e.envelope.epoch, version=e.envelope.aggregateversion)
        for e in received
    ]
    service.follow(session, rows, of=kind)


def _copy(
    session: Session,
    rows: Sequence[SnapshotRow],
    kind: service.Kind,
    shape: Any,
    row_of: Callable[..., service.Row],
) -> None:
    told = [
        row_of(shape.model_validate(row.data), epoch=row.epoch, version=row.version) for row in rows
    ]
    service.follow(session, told, of=kind, resync=True)


copies = (
    Copy("users", "auth", Person.__table__, copy_people, end_people),  # type: ignore[arg-type]
    Copy("groups", "auth", Group.__table__, copy_groups, _end_of(Group)),  # type: ignore[arg-type]
    Copy(
        "qualifications",
        "auth",
        Qualification.__table__,  # type: ignore[arg-type]
        copy_qualifications,
        _end_of(Qualification),
    ),
)
