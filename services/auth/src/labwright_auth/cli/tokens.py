"""`token create`."""

from datetime import timedelta
from typing import Annotated

import typer
from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from labwright_auth.accounts import queries as accounts
from labwright_auth.cli.operator import operator
from labwright_auth.roles import queries as roles
from labwright_auth.tokens.rules import TokenSecret
from labwright_auth.tokens.schemas import TokenIn
from labwright_auth.tokens.service import create_token
from labwright_chassis import clock
from labwright_chassis.errors import NotFound


def commands() -> typer.Typer:
    """The group `token`."""
    group = typer.Typer(help="Personal tokens.", no_args_is_help=True)
    group.callback()(_group)
    group.command()(create)
    return group


def _group() -> None:
    """Personal tokens."""


def create(
    owner: Annotated[str, typer.Argument(help="Username, or e-mail address.")],
    name: Annotated[str, typer.Option(help="What it is for.")],
    permission: Annotated[list[str], typer.Option(help="May be repeated; the owner's own only.")],
    days: Annotated[int, typer.Option(help="How long it holds.")] = 90,
    address: Annotated[list[str] | None, typer.Option(help="From where alone; repeatable.")] = None,
) -> None:
    """Make a token for somebody; prints it, once."""
    with operator() as by:
        now = clock.now()
        body = TypeAdapter(TokenIn).validate_python(
            {
                "name": name,
                "permissions": permission,
                "expires_at": now + timedelta(days=days),
                "addresses": address or None,
            }
        )

        def make(session: Session) -> TokenSecret:
            user = accounts.by_name(session, owner)
            if user is None or not user.active:
                raise NotFound(f"Nobody active is called {owner}.")
            own = roles.held_by(session, user.id)
            return create_token(session, user_id=user.id, own=own, body=body, now=now)[1]

        typer.echo(by.database.unit(make, origin=by.origin).text)
