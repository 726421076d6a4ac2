"""`labwright inventory`: what the lab owns, from and to files; labels, and Ansible.

Each module adds its commands to the group.
"""

import typer

from labwright_cli.commands.inventory import ansible, exporting, importing, labels, types

_PARTS = (importing, exporting, types, labels, ansible)


def create() -> typer.Typer:
    """The group."""
    group = typer.Typer(no_args_is_help=True, help="What the lab owns: files, labels, Ansible.")
    for part in _PARTS:
        part.add_to(group)
    return group
