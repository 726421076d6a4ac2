"""Roles: those a lab begins with, and what admins make of them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labwright_auth.roles import queries
from labwright_auth.roles.errors import BuiltInRole, RoleInUse, RoleNameTaken
from labwright_auth.roles.models import Permission, Role
from labwright_auth.roles.rules import SUPER_ADMIN, check_editing
from labwright_auth.roles.schemas import RoleIn, RolePatch
from labwright_chassis import audit, outbox
from labwright_chassis.callers import Caller
from labwright_chassis.columns import normalised
from labwright_chassis.db import insert_new
from labwright_chassis.errors import Malformed
from labwright_contracts.auth import SessionRevoked
from labwright_contracts.catalogue import SESSION_REVOKED, USER_CHANGED
from labwright_contracts.permissions import ROLES
from labwright_contracts.permissions import Permission as Declared
from labwright_contracts.problems import FieldError


def create_role(session: Session, *, body: RoleIn, by: Caller) -> Role:
    """Make a role of permissions that its maker has himself.

    Raises:
        Malformed: a permission that nobody declares.
        BeyondOwnReach, RoleNameTaken.
    """
    queries.lock_authority(session)
    granted = _declared(session, body.permissions)
    role = Role.named(body.name, description=body.description, position=body.position)
    check_editing(
        name=role.name,
        positions=[role.position],
        permissions=body.permissions,
        own=queries.authority_of(session, by),
    )
    role.granted = granted
    session.add(role)
    _flush(session, role)
    audit.record(session, "auth.role.create", target=f"role/{role.id}", after=role.state())
    return role


def update_role(
    session: Session,
    *,
    role_id: int,
    changes: RolePatch,
    by: Caller,
    expected: Callable[[int], None],
) -> Role:
    """Change a role; whoever has it is known anew by every gateway.

    Raises:
        NotFound, Stale, Malformed, BeyondOwnReach, BuiltInRole, RoleNameTaken.
    """
    queries.lock_authority(session)
    role = queries.get(session, role_id, lock=True)
    expected(role.version)
    before = role.state()
    sent = changes.model_dump(exclude_unset=True)
    position = sent.get("position", role.position)
    granted = _declared(session, sent.get("permissions", role.permissions))
    moved = {permission.name for permission in granted} ^ set(role.permissions)
    check_editing(
        name=role.name,
        positions=[role.position, position],
        permissions=moved,
        own=queries.authority_of(session, by),
    )
    _check_built_in(role, name=sent.get("name", role.name), position=position)
    _apply(role, sent, granted)
    if role.state() == before:
        return role
    role.changed()
    _flush(session, role)
    if moved:
        _tell_gateways(session, role)
    if role.name != before["name"]:
        outbox.add_states(session, USER_CHANGED, queries.raise_holders(session, role.id))
    audit.record(
        session, "auth.role.update", target=f"role/{role.id}", before=before, after=role.state()
    )
    return role


def delete_role(
    session: Session, *, role_id: int, by: Caller, expected: Callable[[int], None]
) -> None:
    """Remove a role that nobody has.

    Raises:
        NotFound, Stale, BeyondOwnReach, BuiltInRole, RoleInUse.
    """
    queries.lock_authority(session)
    role = queries.get(session, role_id, lock=True)
    expected(role.version)
    check_editing(
        name=role.name,
        positions=[role.position],
        permissions=role.permissions,
        own=queries.authority_of(session, by),
    )
    if role.built_in:
        raise BuiltInRole(f"Every lab has the role {role.name}.")
    holders = queries.holders(session, role.id)
    if holders:
        raise RoleInUse(
            f"{len(holders)} people have the role {role.name}: take it from them first."
        )
    session.delete(role)
    audit.record(session, "auth.role.delete", target=f"role/{role.id}", before=role.state())


def check_named(names: Sequence[str], found: Iterable[Any], *, kind: str, at: str) -> None:
    """Refuse names of which nothing was found.

    Raises:
        Malformed: each of them, with its place below the pointer `at`.
    """
    known = {one.name for one in found}
    unknown = [
        FieldError(pointer=f"{at}/{n}", code="unknown", message=f"There is no {kind} {name}.")
        for n, name in enumerate(names)
        if name not in known
    ]
    if unknown:
        raise Malformed(unknown[0].message, errors=unknown)


def seed_roles(session: Session, *, declared: Sequence[Declared], now: datetime) -> None:
    """Give permissions that are new in this release to their default roles.

    What an admin changed stays: a permission known before is not given again.
    """
    roles = {role.name: role for role in queries.lock_all(session) or _first_roles(session)}
    known = queries.seeded(session)
    for permission in declared:
        present = known.get(permission.name)
        if present is None:
            _introduce(session, permission, roles, now)
        elif present.description != permission.description:
            present.description = permission.description


def _first_roles(session: Session) -> list[Role]:
    table = Role.__table__
    assert isinstance(table, Table)
    for position, name in enumerate(ROLES, start=1):
        row = {"name": name, "name_key": normalised(name), "position": position}
        insert_new(session, table, row)
    return queries.lock_all(session)


def _introduce(session: Session, declared: Declared, roles: dict[str, Role], now: datetime) -> None:
    permission = Permission(name=declared.name, description=declared.description, seeded_at=now)
    session.add(permission)
    for name in {SUPER_ADMIN, *declared.roles} & roles.keys():
        roles[name].granted.append(permission)


def _declared(session: Session, names: Sequence[str]) -> list[Permission]:
    found = queries.declared(session, names)
    check_named(names, found, kind="permission", at="/permissions")
    return found


def _check_built_in(role: Role, *, name: str, position: int) -> None:
    if role.built_in and (name, position) != (role.name, role.position):
        raise BuiltInRole(f"{role.name} keeps its name and its rank {role.position}.")


def _apply(role: Role, sent: dict[str, Any], granted: list[Permission]) -> None:
    if "name" in sent:
        role.rename(sent["name"])
    role.granted = granted
    role.description = sent.get("description", role.description)
    role.position = sent.get("position", role.position)


def _flush(session: Session, role: Role) -> None:
    name = role.name  # a failed flush leaves nothing to be read
    try:
        session.flush()
    except IntegrityError as error:
        raise RoleNameTaken.by(name) from error


def _tell_gateways(session: Session, role: Role) -> None:
    for user_id in queries.holders(session, role.id):
        event = SessionRevoked(user_id=user_id, reason=f"role {role.name} changed")
        outbox.add_fact(session, SESSION_REVOKED, subject=f"user/{user_id}", body=event)
