"""Groups as other services see them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from labwright_auth.groups.models import Group
from labwright_chassis.worker.snapshots import Rendered, SnapshotSource
from labwright_contracts.auth import GroupSnapshot
from labwright_contracts.catalogue import GROUP_CHANGED, GROUP_REMOVED


def render_groups(session: Session, ids: Sequence[int]) -> Iterable[Rendered]:
    """The public state of these groups, removed ones included: two statements."""
    statement = select(Group).where(Group.id.in_(ids)).options(selectinload(Group.members))
    for group in session.scalars(statement):
        event_type = GROUP_CHANGED if group.removed_at is None else GROUP_REMOVED
        body = GroupSnapshot(
            id=group.id,
            version=group.version,
            name=group.name,
            kind=group.kind,
            members=tuple(one.user_id for one in group.members),
            leads=tuple(one.user_id for one in group.members if one.lead),
            removed_at=group.removed_at,
        )
        yield Rendered(group.id, group.version, event_type, body)


GROUPS = SnapshotSource(
    "group",
    "groups",
    Group.id,  # type: ignore[arg-type]
    Group.version,  # type: ignore[arg-type]
    render_groups,
)
