"""Reading and locking people."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, load_only

from labwright_chassis.columns import normalised
from labwright_chassis.lists import contains
from labwright_contracts.auth import GroupKind, UserStatus
from labwright_scheduler.people.models import Group, Person

_NAMED = load_only(Person.username, Person.display_name, raiseload=True)
_LOCKED = (
    select(Person)
    .where(Person.id.in_(bindparam("ids", expanding=True)))
    .order_by(Person.id)
    .with_for_update()
    .options(_NAMED)
    .execution_options(populate_existing=True)
)


def lock(session: Session, person_id: int) -> Person | None:
    """A person's id and names, locked until the transaction ends."""
    return lock_all(session, [person_id]).get(person_id)


def lock_all(session: Session, person_ids: Iterable[int]) -> dict[int, Person]:
    """The same of several people by id, locked in id order; those that are known."""
    found = session.scalars(_LOCKED, {"ids": sorted(set(person_ids))})
    return {person.id: person for person in found}


def active_by_username(session: Session, usernames: Sequence[str]) -> dict[str, Person]:
    """People who may act, by normalised username."""
    keys = {normalised(name) for name in usernames}
    statement = select(Person).where(
        Person.username_key.in_(sorted(keys)),
        Person.status == UserStatus.ACTIVE,
        Person.removed_at.is_(None),
    )
    return {person.username_key: person for person in session.scalars(statement)}


def project_of(session: Session, project_id: int, *, person_id: int) -> Group | None:
    """A project that stands and has this person as a member."""
    statement = select(Group).where(
        Group.id == project_id,
        Group.kind == GroupKind.PROJECT,
        Group.removed_at.is_(None),
        contains(Group.member_keys, f"|{person_id}|"),
    )
    return session.scalars(statement).one_or_none()


def by_id(session: Session, ids: Iterable[int]) -> dict[int, Person]:
    """Ids and names of people, by id."""
    statement = select(Person).where(Person.id.in_(sorted(set(ids)))).options(_NAMED)
    return {person.id: person for person in session.scalars(statement)}
