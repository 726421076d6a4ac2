"""Finding people."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from labwright_auth.accounts.models import Credential, User
from labwright_auth.accounts.rules import Hashed
from labwright_chassis.columns import normalised
from labwright_chassis.errors import NotFound


@dataclass(frozen=True, slots=True)
class Known:
    """Who has a name, and the hash that his password is checked against."""

    user_id: int
    username: str
    display_name: str
    email: str | None
    password: Hashed


def get(session: Session, user_id: int, *, lock: bool = False) -> User:
    """The person of that number, with his roles.

    Raises:
        NotFound: there is none.
    """
    statement = select(User).where(User.id == user_id).options(selectinload(User.assignments))
    user = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if user is None:
        raise NotFound(f"There is no person {user_id}.")
    return user


def find(session: Session, user_id: int) -> User | None:
    """The person of that number, None if there is none."""
    return session.get(User, user_id)


def known_as(session: Session, name: str) -> Known | None:
    """Who signs in by this username or e-mail address, if he has a password."""
    key = normalised(name)
    return _known(session, or_(User.username_key == key, User.email_key == key))


def known_by_id(session: Session, user_id: int) -> Known | None:
    """The person of that number, if he has a password."""
    return _known(session, User.id == user_id)


def by_name(session: Session, name: str) -> User | None:
    """Who has this username or e-mail address."""
    key = normalised(name)
    found = select(User).where(or_(User.username_key == key, User.email_key == key))
    return session.scalars(found).one_or_none()


def lock_with_credential(session: Session, user_id: int) -> User | None:
    """The person of that number with roles and credential, locked."""
    return session.scalars(
        select(User)
        .where(User.id == user_id)
        .options(selectinload(User.credential), selectinload(User.assignments))
        .with_for_update()
    ).one_or_none()


def _known(session: Session, condition: ColumnElement[bool]) -> Known | None:
    columns = (User.id, User.username, User.display_name, User.email)
    hashed = (Credential.scheme, Credential.password_hash)
    row = session.execute(
        select(*columns, *hashed).join(Credential, Credential.user_id == User.id).where(condition)
    ).one_or_none()
    return Known(*row[:4], Hashed(*row[4:])) if row is not None else None


def anybody(session: Session) -> bool:
    """Whether there is any account."""
    return session.scalar(select(func.count()).select_from(User)) != 0
