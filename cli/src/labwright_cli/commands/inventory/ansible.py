"""`labwright inventory ansible`: what `ansible-inventory -i` asks of a script."""

from typing import Annotated

import typer

from labwright_cli import shown
from labwright_cli.commands.inventory.filters import Filters, parameters
from labwright_cli.door import Door

_PATH = "/api/v1/inventory/devices/ansible-inventory"


def add_to(group: typer.Typer) -> None:
    """Add the command."""
    group.command("ansible")(ansible)


def ansible(
    context: typer.Context,
    *,
    list_all: Annotated[bool, typer.Option("--list", help="Groups, hosts, variables.")] = False,
    host: Annotated[str, typer.Option(help="The variables of this host.")] = "",
    filter: Filters = None,
) -> None:
    """Print an Ansible inventory as JSON, as a script of its own for `ansible-inventory -i`."""
    if list_all == bool(host):
        raise typer.BadParameter("say --list or --host")
    with Door(context.obj) as door:
        found = door.get(_PATH, **parameters(filter))
    shown.as_json(found["_meta"]["hostvars"].get(host, {}) if host else found)
