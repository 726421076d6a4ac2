"""Searching people."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from labwright_auth.accounts.models import User
from labwright_auth.people.schemas import PeopleQuery
from labwright_auth.roles.models import Assignment, Role
from labwright_chassis.lists import contains, count, ordered
from labwright_contracts.auth import UserStatus

_ORDER = {
    "username": User.username_key,
    "display_name": User.display_name,
    "created_at": User.created_at,
    "last_seen_at": User.last_seen_at,
    "id": User.id,
}
_PUBLIC_ORDER = {name: _ORDER[name] for name in ("username", "display_name", "id")}


def page(session: Session, query: PeopleQuery, *, all_of_them: bool) -> tuple[list[User], int]:
    """People that match, with their roles, and how many: three statements."""
    statement = _found(query, all_of_them=all_of_them)
    columns = _ORDER if all_of_them else _PUBLIC_ORDER
    rows = ordered(statement, query.ordering, columns, by="username").order_by(User.id)
    loaded = rows.options(selectinload(User.assignments)).limit(query.limit).offset(query.offset)
    return list(session.scalars(loaded)), count(session, statement)


def other_active(session: Session, role: str, *, than: int) -> int:
    """How many other active people have the role."""
    statement = select(func.count(User.id)).where(
        User.id != than,
        User.status == UserStatus.ACTIVE,
        _has(Role.name == role),
    )
    return session.scalar(statement) or 0


def _has(role: ColumnElement[bool]) -> ColumnElement[bool]:
    return User.assignments.any(Assignment.role.has(role))


def _found(query: PeopleQuery, *, all_of_them: bool) -> Select[Any]:
    statement = select(User)
    searched = [User.username, User.display_name, *([User.email] if all_of_them else [])]
    if query.q:
        statement = statement.where(or_(*(contains(column, query.q) for column in searched)))
    if not all_of_them:
        return statement.where(User.status == UserStatus.ACTIVE)
    if query.status:
        statement = statement.where(User.status.in_(query.status))
    if query.role:
        statement = statement.where(_has(Role.name.in_(query.role)))
    return statement
