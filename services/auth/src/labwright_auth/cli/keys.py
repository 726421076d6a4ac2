"""`keys list|rotate`."""

from datetime import timedelta

import typer

from labwright_auth.cli.operator import operator
from labwright_auth.keys import queries
from labwright_auth.keys.service import rotate_keys
from labwright_chassis import clock


def commands() -> typer.Typer:
    """The group `keys`."""
    group = typer.Typer(help="Keys that access tokens are signed with.", no_args_is_help=True)
    group.command("list")(show)
    group.command()(rotate)
    return group


def show() -> None:
    """Show the published keys and when each signs."""
    with operator() as by:
        now = clock.now()
        for key in by.database.read(lambda session: queries.published(session, now)):
            until = f" until {key.retired_at:%F %T}" if key.retired_at else ""
            mark = "*" if key.signs(now) else " "
            typer.echo(f"{mark} {key.kid} signs from {key.activates_at:%F %T}{until} UTC")


def rotate() -> None:
    """Make the next key; it signs once every verifier has had the time to learn of it."""
    with operator() as by:
        lead = timedelta(seconds=by.settings.jwks_seconds)
        following = by.database.unit(
            lambda session: rotate_keys(session, by.master, lead=lead, now=clock.now()),
            origin=by.origin,
        )
        typer.echo(f"{following.kid} signs from {following.activates_at:%F %T} UTC on")
