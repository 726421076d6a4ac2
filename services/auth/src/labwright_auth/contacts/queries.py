"""Addresses of people, and who holds a permission."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labwright_auth.accounts.models import User
from labwright_auth.roles.models import Assignment, Role, role_permissions
from labwright_auth.roles.rules import SUPER_ADMIN, joined
from labwright_chassis.callers import Sites
from labwright_contracts.auth import Contact, Holder, UserStatus


def contacts(session: Session, ids: Sequence[int]) -> list[Contact]:
    """Those of the people who may act, each with the address that he has shown to be his."""
    statement = select(User).where(User.id.in_(ids), User.status == UserStatus.ACTIVE)
    return [
        Contact(id=user.id, email=user.email if user.email_verified else None)
        for user in session.scalars(statement.order_by(User.id))
    ]


def holders(session: Session, permission: str) -> list[Holder]:
    """People who may act and hold the permission, with the sites at which they do."""
    rows = session.execute(
        select(Assignment.user_id, Assignment.sites)
        .join(User, User.id == Assignment.user_id)
        .join(Role, Role.id == Assignment.role_id)
        .outerjoin(
            role_permissions,
            (role_permissions.c.role_id == Role.id) & (role_permissions.c.permission == permission),
        )
        .where(User.status == UserStatus.ACTIVE)
        .where(or_(role_permissions.c.permission.is_not(None), Role.name == SUPER_ADMIN))
    )
    held: dict[int, Sites] = {}
    for user_id, sites in rows:
        at: Sites = "*" if sites is None else frozenset(sites)
        held[user_id] = joined(held.get(user_id, frozenset()), at)
    return [
        Holder(id=id, sites=at if at == "*" else tuple(sorted(at)))
        for id, at in sorted(held.items())
    ]
