"""All commands together."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr
from pydantic_settings import SettingsError

from labwright_cli import shown
from labwright_cli.commands import auth, events, inventory, relay, services
from labwright_cli.settings import CliSettings

GROUPS = {"events": events.create, "inventory": inventory.create, "relay": relay.create}
"""Command groups by name; each module of `commands` makes one."""


def create_cli() -> typer.Typer:
    """The `labwright` command."""
    cli = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
    cli.callback()(_configure)
    for name, create in GROUPS.items():
        cli.add_typer(create(), name=name)
    auth.add_to(cli)
    services.add_to(cli)
    return cli


def _configure(
    context: typer.Context,
    url: Annotated[str, typer.Option(help="Where the lab is, else LABWRIGHT_URL.")] = "",
    token: Annotated[str, typer.Option(help="Who asks, else LABWRIGHT_TOKEN.")] = "",
    data_dir: Annotated[
        Path | None,
        typer.Option(help="A standalone lab's DATA_DIR for the services' own commands."),
    ] = None,
) -> None:
    """Look after a lab.

    Signs in by LABWRIGHT_TOKEN, or by LABWRIGHT_USERNAME and LABWRIGHT_PASSWORD; each may end in
    _FILE and name a file. The groups of auth and `migrate` and `resync` run the services' own
    commands, in this environment or on a standalone lab's LABWRIGHT_DATA_DIR.
    """
    given: dict[str, object] = {"url": url} if url else {}
    if data_dir is not None:
        given["data_dir"] = data_dir
    if token:
        given["token"] = SecretStr(token)
    try:
        context.obj = CliSettings(**given)  # type: ignore[arg-type]
    except SettingsError as error:  # a file that a _FILE variable names
        shown.complain(str(error.__cause__ or error))
        raise typer.Exit(2) from error
