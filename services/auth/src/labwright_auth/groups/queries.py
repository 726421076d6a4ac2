"""Finding groups."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from labwright_auth.groups.models import Group, Membership
from labwright_auth.groups.schemas import GroupQuery
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import contains, count, ordered

_ORDER = {"name": Group.name_key, "created_at": Group.created_at, "id": Group.id}


def page(session: Session, query: GroupQuery) -> tuple[list[Group], int]:
    """Groups that match, without members, and how many: two statements."""
    statement = select(Group).where(Group.removed_at.is_(None))
    if query.q:
        statement = statement.where(contains(Group.name, query.q))
    if query.kind:
        statement = statement.where(Group.kind.in_(query.kind))
    if query.member is not None:
        statement = statement.where(Group.members.any(Membership.user_id == query.member))
    rows = ordered(statement, query.ordering, _ORDER, by="name").order_by(Group.id)
    return list(session.scalars(rows.limit(query.limit).offset(query.offset))), count(
        session, statement
    )


def get(session: Session, group_id: int, *, lock: bool = False) -> Group:
    """The group of that number with its members, unless it was removed: three statements.

    Raises:
        NotFound: there is none.
    """
    statement = select(Group).where(Group.id == group_id, Group.removed_at.is_(None))
    statement = statement.options(selectinload(Group.members).selectinload(Membership.user))
    group = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if group is None:
        raise NotFound(f"There is no group {group_id}.")
    return group
