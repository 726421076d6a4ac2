"""`labwright user|token|audit|keys|service`: auth's own groups, by its own command."""

import typer

from labwright_cli.services import ServiceName, run

GROUPS = {
    "user": "Make, disable and let in people.",
    "token": "Make, list and revoke personal tokens.",
    "audit": "Verify and export the collected audit log.",
    "keys": "See and rotate the keys that access tokens are signed with.",
    "service": "See and rotate the secrets that services prove themselves by.",
}
"""By name; what each holds, `--help` of the group tells."""

# Every word behind the group's name is auth's to read, `--help` included.
_PASSED_ON = {
    "allow_extra_args": True,
    "ignore_unknown_options": True,
    "help_option_names": list[str](),
}


def add_to(cli: typer.Typer) -> None:
    """Add the groups."""
    for name, words in GROUPS.items():
        cli.command(name, help=words, context_settings=_PASSED_ON)(_pass_on)


def _pass_on(context: typer.Context) -> None:
    name = context.info_name or ""
    raise typer.Exit(run(context.obj, ServiceName.AUTH, name, *context.args))
