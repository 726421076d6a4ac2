"""Which roles there are, and what somebody may do by his."""

from collections.abc import Sequence

from sqlalchemy import column, or_, select, table, update
from sqlalchemy.orm import Session, selectinload

from labwright_auth.roles.models import Assignment, Permission, Role, role_permissions
from labwright_auth.roles.rules import LOWEST, SUPER_ADMIN, Held, joined
from labwright_auth.roles.schemas import PermissionQuery
from labwright_chassis.callers import Caller, Sites
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import ListQuery, contains, count

# People are of `accounts`, which knows roles: here are only the columns that a new name raises.
_users = table("users", column("id"), column("version"))


def page(session: Session, query: ListQuery) -> tuple[list[Role], int]:
    """Roles with their permissions, highest rank first, and how many there are."""
    statement = select(Role).order_by(Role.position, Role.id)
    loaded = statement.options(selectinload(Role.granted))
    rows = session.scalars(loaded.limit(query.limit).offset(query.offset))
    return list(rows), count(session, statement)


def get(session: Session, role_id: int, *, lock: bool = False) -> Role:
    """The role of that number, with what it permits.

    Raises:
        NotFound: there is none.
    """
    statement = select(Role).where(Role.id == role_id).options(selectinload(Role.granted))
    role = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if role is None:
        raise NotFound(f"There is no role {role_id}.")
    return role


def permissions_page(session: Session, query: PermissionQuery) -> tuple[list[Permission], int]:
    """Permissions that some release declared, by name, and how many match."""
    statement = select(Permission)
    if query.q:
        found = (contains(Permission.name, query.q), contains(Permission.description, query.q))
        statement = statement.where(or_(*found))
    rows = session.scalars(
        statement.order_by(Permission.name).limit(query.limit).offset(query.offset)
    )
    return list(rows), count(session, statement)


def declared(session: Session, names: Sequence[str]) -> list[Permission]:
    """Those of the named permissions that exist."""
    statement = select(Permission).where(Permission.name.in_(names)).order_by(Permission.name)
    return list(session.scalars(statement))


def holders(session: Session, role_id: int) -> list[int]:
    """Who has the role, by number."""
    statement = select(Assignment.user_id).where(Assignment.role_id == role_id)
    return list(session.scalars(statement.order_by(Assignment.user_id)))


def raise_holders(session: Session, role_id: int) -> list[tuple[int, int]]:
    """Count a change of all who have the role, since others know them by its name.

    Their ids and new versions, in order.
    """
    ids = holders(session, role_id)
    locked = select(_users).where(_users.c.id.in_(ids)).order_by(_users.c.id).with_for_update()
    versions = [(row.id, row.version + 1) for row in session.execute(locked)]
    session.execute(update(_users).where(_users.c.id.in_(ids)).values(version=_users.c.version + 1))
    return versions


def lock_all(session: Session) -> list[Role]:
    """Every role, locked: seeding and changes of the highest role wait for one another."""
    statement = select(Role).order_by(Role.id).with_for_update()
    return list(session.scalars(statement))


def lock_authority(session: Session) -> Role:
    """The highest role, locked: whoever changes what somebody may do takes this lock first.

    So two who unmake each other wait for one another here, and the second finds himself unmade.
    """
    highest = select(Role).where(Role.name == SUPER_ADMIN).with_for_update()
    return session.scalars(highest).one()


def named(session: Session, names: Sequence[str]) -> list[Role]:
    """Those of the named roles that exist, with their permissions."""
    statement = select(Role).where(Role.name.in_(names)).order_by(Role.position, Role.id)
    return list(session.scalars(statement.options(selectinload(Role.granted))))


def seeded(session: Session) -> dict[str, Permission]:
    """Every permission known so far, by name."""
    return {permission.name: permission for permission in session.scalars(select(Permission))}


def held_by(session: Session, user_id: int) -> Held:
    """What the user may do, at which sites, by which roles: one statement."""
    rows = session.execute(
        select(Role.name, Role.position, role_permissions.c.permission, Assignment.sites)
        .join(Assignment, Assignment.role_id == Role.id)
        .outerjoin(role_permissions, role_permissions.c.role_id == Role.id)
        .where(Assignment.user_id == user_id)
        .order_by(Role.position, Role.id)
    ).all()
    grants: dict[str, Sites] = {}
    for _, _, permission, limit in rows:
        if permission is not None:
            sites: Sites = "*" if limit is None else frozenset(limit)
            grants[permission] = joined(grants.get(permission, frozenset()), sites)
    names = tuple(dict.fromkeys(row.name for row in rows))
    return Held(names, min((row.position for row in rows), default=LOWEST + 1), grants)


def authority_of(session: Session, by: Caller) -> Held:
    """What the caller may do now, in all areas, with what he shows to prove who he is."""
    with session.no_autoflush:
        return held_by(session, by.id).limited_to(by.limited_to)
