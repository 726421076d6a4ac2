"""`user create|disable|reset-password`."""

import secrets
import sys
from typing import Annotated

import typer
from pydantic import SecretStr
from sqlalchemy.orm import Session

from labwright_auth.accounts import queries as accounts
from labwright_auth.accounts.models import User
from labwright_auth.accounts.rules import PasswordPolicy
from labwright_auth.accounts.schemas import Registration
from labwright_auth.accounts.service import add_account
from labwright_auth.app import create_passwords
from labwright_auth.cli.operator import Operator, operator
from labwright_auth.passwords.service import set_password
from labwright_auth.people.service import disable_person
from labwright_auth.roles import queries as roles
from labwright_auth.roles.rules import NEWCOMER
from labwright_auth.roles.service import check_named
from labwright_chassis import clock
from labwright_chassis.errors import NotFound

Name = Annotated[str, typer.Argument(help="Username, or e-mail address of an account.")]
FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]


def commands() -> typer.Typer:
    """The group `user`."""
    group = typer.Typer(help="People's accounts.", no_args_is_help=True)
    group.command()(create)
    group.command()(disable)
    group.command("reset-password")(reset_password)
    return group


def create(
    username: Annotated[str, typer.Argument(help="3 to 50 of A-Z a-z 0-9 . _ -")],
    email: Annotated[str | None, typer.Option(help="His e-mail address.")] = None,
    display_name: Annotated[str | None, typer.Option(help="How others see him.")] = None,
    role: Annotated[list[str] | None, typer.Option(help="May be repeated.")] = None,
    password_stdin: FromInput = False,
) -> None:
    """Make an account; prints its password unless one is given."""
    with operator() as by:
        password = _password(by, username, email, given=password_stdin)
        body = Registration(
            username=username,
            email=email,
            display_name=display_name,
            password=SecretStr(password),
        )
        hashed = create_passwords(by.settings).hash(password)
        names = role or [NEWCOMER]

        def make(session: Session) -> User:
            roles.lock_authority(session)
            found = roles.named(session, names)
            check_named(names, found, kind="role", at="/roles")
            shown = body.display_name or body.username
            now = clock.now()
            user = User.named(body.username, email=body.email, display_name=shown, now=now)
            return add_account(session, user, hashed, wanted=dict.fromkeys(found, "*"), now=now)

        made = by.database.unit(make, origin=by.origin)
        typer.echo(f"{made.username} is person {made.id}", err=True)
        _show(password, given=password_stdin)


def disable(name: Name) -> None:
    """Disable an account and end its sessions; the last Super Admin stays."""
    with operator() as by:

        def do(session: Session) -> None:
            person = _found(session, name)
            disable_person(session, user_id=person.id, now=clock.now())

        by.database.unit(do, origin=by.origin)
        typer.echo(f"{name} is disabled", err=True)


def reset_password(name: Name, password_stdin: FromInput = False) -> None:
    """Set a new password and end all sessions; prints the password unless one is given."""
    with operator() as by:
        present = by.database.read(lambda session: _found(session, name))
        password = _password(by, present.username, present.email, given=password_stdin)
        hashed = create_passwords(by.settings).hash(password)
        by.database.unit(
            lambda session: set_password(
                session, user_id=present.id, password=hashed, now=clock.now()
            ),
            origin=by.origin,
        )
        typer.echo(f"{present.username} has a new password", err=True)
        _show(password, given=password_stdin)


def _found(session: Session, name: str) -> User:
    found = accounts.by_name(session, name)
    if found is None:
        raise NotFound(f"Nobody is called {name}.")
    return found


def _password(by: Operator, username: str, email: str | None, *, given: bool) -> str:
    if not given:
        return secrets.token_urlsafe(18)
    password = sys.stdin.readline().rstrip("\r\n")
    PasswordPolicy(by.settings.password_least).check(password, username=username, email=email)
    return password


def _show(password: str, *, given: bool) -> None:
    if not given:
        typer.echo(password)
