"""Changing people's accounts and what they may do."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_auth.accounts import queries as accounts
from labwright_auth.accounts.models import User
from labwright_auth.accounts.service import announce
from labwright_auth.people import queries
from labwright_auth.people.errors import LastSuperAdmin
from labwright_auth.people.schemas import PersonPatch, RolesChange
from labwright_auth.roles import queries as roles
from labwright_auth.roles.models import Role
from labwright_auth.roles.rules import SUPER_ADMIN, check_reach
from labwright_auth.roles.service import check_named
from labwright_auth.sessions import service as sessions
from labwright_chassis import audit
from labwright_chassis.callers import Caller, Sites
from labwright_contracts.auth import UserStatus

Expected = Callable[[int], None]
"""Raises unless the caller changed from this version."""


def update_person(
    session: Session,
    *,
    user_id: int,
    changes: PersonPatch,
    by: Caller,
    expected: Expected,
    now: datetime,
) -> User:
    """Rename, disable or enable a person; a disabled one is signed out everywhere.

    Raises:
        NotFound, Stale, BeyondOwnReach, LastSuperAdmin.
    """
    user = _lock(session, user_id, expected)
    before = user.state()
    sent = changes.model_dump(exclude_unset=True)
    if "display_name" in sent:
        user.display_name = sent["display_name"] or user.username
    if "status" in sent:
        user.status = UserStatus(sent["status"])
    if user.state() == before:
        return user
    if before["status"] != user.status:
        _check_reach(session, [(one.role, one.at) for one in user.assignments], by)
    if before["status"] == UserStatus.ACTIVE and not user.active:
        _end(session, user, had=before["roles"], now=now)
    _changed(session, user, "auth.user.update", before)
    return user


def disable_person(session: Session, *, user_id: int, now: datetime) -> User:
    """Disable a person as an operator does, who is above all roles.

    Raises:
        NotFound, LastSuperAdmin.
    """
    roles.lock_authority(session)
    user = accounts.get(session, user_id, lock=True)
    if user.active:
        before = user.state()
        user.status = UserStatus.DISABLED
        _end(session, user, had=before["roles"], now=now)
        _changed(session, user, "auth.user.update", before)
    return user


def assign_roles(
    session: Session,
    *,
    user_id: int,
    wanted: RolesChange,
    by: Caller,
    expected: Expected,
    now: datetime,
) -> User:
    """Give a person these roles and no others; a change signs him out everywhere.

    Raises:
        NotFound, Stale, Malformed, BeyondOwnReach, LastSuperAdmin.
    """
    user = _lock(session, user_id, expected)
    roles_at = _named(session, wanted)
    present = {one.role: one.at for one in user.assignments}
    # A role whose sites change is taken at the old ones and given at the new ones.
    moved = sorted(roles_at.items() ^ present.items(), key=lambda one: one[0].position)
    if not moved:
        return user
    _check_reach(session, moved, by)
    before = user.state()
    user.assign(roles_at)
    _keep_a_super_admin(session, user, had=before["roles"])
    sessions.revoke_all(session, user_id=user.id, reason="roles changed", now=now)
    _changed(session, user, "auth.user.assign_roles", before)
    return user


def _lock(session: Session, user_id: int, expected: Expected) -> User:
    roles.lock_authority(session)
    user = accounts.get(session, user_id, lock=True)
    expected(user.version)
    return user


def _check_reach(session: Session, moved: Iterable[tuple[Role, Sites]], by: Caller) -> None:
    check_reach(moved, roles.authority_of(session, by))


def _named(session: Session, wanted: RolesChange) -> dict[Role, Sites]:
    found = roles.named(session, wanted.roles)
    check_named(wanted.roles, found, kind="role", at="/roles")
    return {role: wanted.sites_of(role.name) for role in found}


def _end(session: Session, user: User, *, had: object, now: datetime) -> None:
    _keep_a_super_admin(session, user, had=had)
    sessions.revoke_all(session, user_id=user.id, reason="account disabled", now=now)


def _keep_a_super_admin(session: Session, user: User, *, had: object) -> None:
    assert isinstance(had, list)
    stays = user.active and SUPER_ADMIN in user.roles
    if SUPER_ADMIN in had and not stays:
        with session.no_autoflush:
            others = queries.other_active(session, SUPER_ADMIN, than=user.id)
        if others == 0:
            raise LastSuperAdmin(f"{user.username} is the last active Super Admin.")


def _changed(session: Session, user: User, action: str, before: dict[str, object]) -> None:
    user.changed()
    session.flush()
    announce(session, user)
    audit.record(session, action, target=f"user/{user.id}", before=before, after=user.state())
