"""Making accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labwright_auth.accounts import queries
from labwright_auth.accounts.errors import RegistrationClosed, Taken, WrongPassword
from labwright_auth.accounts.models import User
from labwright_auth.accounts.rules import Hashed
from labwright_auth.accounts.schemas import Newcomer
from labwright_auth.links import service as links
from labwright_auth.links.rules import Purpose, url
from labwright_auth.mail import rules as letters
from labwright_auth.roles import queries as roles
from labwright_auth.roles.models import Role
from labwright_auth.roles.rules import NEWCOMER, SUPER_ADMIN
from labwright_auth.settings import RegistrationMode
from labwright_auth.throttle import service as throttle
from labwright_auth.throttle.service import Standing
from labwright_chassis import audit, mails, outbox
from labwright_chassis.callers import Sites
from labwright_chassis.db import Database
from labwright_contracts.catalogue import USER_CHANGED

_UNIQUE = ("username", "email", "discord_id")


class Passwords(Protocol):
    """Hashes passwords slowly, hence outside every transaction."""

    def hash(self, password: str) -> Hashed:
        """A salted hash."""

    def verify(self, password: str, kept: Hashed | None) -> tuple[bool, Hashed | None]:
        """Whether the password is the kept one, and a new hash where the old is outdated.

        None takes the same time as a hash, and is nobody's password.
        """


@dataclass(frozen=True, slots=True)
class OwnProof:
    """What became of checking a signed-in person's password, before any transaction."""

    known: queries.Known | None
    good: bool
    standing: Standing
    address: str

    def confirm(self, session: Session, *, now: datetime) -> User:
        """The person, locked with roles and credential.

        Raises:
            WrongPassword: it was not his, or has been changed meanwhile.
            TooManyAttempts: he tried too often.
        """
        throttle.check(self.standing.held_until, now=now)
        if self.known is None or not self.good:
            user_id = self.known.user_id if self.known else None
            trace = throttle.failure(
                self.standing.counted, user_id=user_id, address=self.address, now=now
            )
            raise WrongPassword("This is not your password.", aftermath=[trace])
        user = queries.lock_with_credential(session, self.known.user_id)
        kept = user.credential if user is not None else None
        if user is None or kept is None or kept.hashed != self.known.password:
            raise WrongPassword("Your password was changed meanwhile.")
        return user


def check_own_password(
    database: Database,
    passwords: Passwords,
    *,
    user_id: int,
    password: str,
    address: str,
    now: datetime,
) -> OwnProof:
    """Check the password of a signed-in person once more, before something that matters."""

    def look(session: Session) -> tuple[queries.Known | None, Standing]:
        known = queries.known_by_id(session, user_id)
        name = known.username if known else ""
        return known, throttle.standing(session, name=name, address=address, now=now)

    known, standing = database.read(look)
    held = standing.held_until is not None
    good = not held and passwords.verify(password, known.password if known else None)[0]
    return OwnProof(known, good, standing, address)


def check_open(mode: RegistrationMode) -> None:
    """Let somebody register by himself.

    Raises:
        RegistrationClosed: this lab invites people, or takes none.
    """
    if mode is RegistrationMode.INVITATION:
        raise RegistrationClosed("People come by invitation here: ask an admin for one.")
    if mode is RegistrationMode.CLOSED:
        raise RegistrationClosed("Nobody can register here.")


def register_person(
    session: Session, *, newcomer: Newcomer, public_url: str, now: datetime
) -> User:
    """Make an account for a newcomer, and have him confirm the address he gave.

    Raises:
        Taken: another account has the username or the e-mail address.
    """
    body = newcomer.registration
    name = body.display_name or body.username
    user = User.named(body.username, email=body.email, display_name=name, now=now)
    _add(session, user, newcomer.password, role=NEWCOMER, now=now)
    if user.email is not None:
        ask_to_confirm(session, user, user.email, public_url=public_url, now=now)
    return user


def ask_to_confirm(
    session: Session, user: User, address: str, *, public_url: str, now: datetime
) -> None:
    """Mail a link to an address that shall be the person's."""
    purpose = Purpose.CONFIRM_EMAIL
    secret, expires_at = links.issue(
        session, purpose=purpose, user_id=user.id, address=address, now=now
    )
    letter = letters.confirm_email(
        to=address, name=user.username, link=url(public_url, purpose, secret), expires_at=expires_at
    )
    mails.add(session, letter)


def create_first_admin(
    session: Session, *, username: str, password: Hashed, now: datetime
) -> User | None:
    """Make the account that can give roles to others, if there is no account at all."""
    roles.lock_authority(session)
    if queries.anybody(session):
        return None
    user = User.named(username, email=None, display_name=username, now=now)
    return _add(session, user, password, role=SUPER_ADMIN, now=now)


def flush_unique(session: Session) -> None:
    """Write what was changed of a person.

    Raises:
        Taken: another account has the username, the address or the Discord id.
    """
    try:
        session.flush()
    except IntegrityError as error:
        constraint = str(error.orig).rpartition("users")[2]  # what stands before may be a value
        field = next((name for name in _UNIQUE if name in constraint), None)
        if field is None:
            raise
        raise Taken.field(field) from error


def announce(session: Session, user: User) -> None:
    """Tell other services that a person is new or changed."""
    outbox.add_state(session, USER_CHANGED, id=user.id, version=user.version)


def _add(session: Session, user: User, password: Hashed, *, role: str, now: datetime) -> User:
    wanted: dict[Role, Sites] = dict.fromkeys(roles.named(session, [role]), "*")
    return add_account(session, user, password, wanted=wanted, now=now)


def add_account(
    session: Session, user: User, password: Hashed, *, wanted: Mapping[Role, Sites], now: datetime
) -> User:
    """Add a person with these roles, and tell the others.

    Raises:
        Taken: another account has the username or the e-mail address.
    """
    user.assign(wanted)
    user.set_password(password, now)
    session.add(user)
    flush_unique(session)
    announce(session, user)
    audit.record(session, "auth.user.register", target=f"user/{user.id}", after=user.state())
    return user
