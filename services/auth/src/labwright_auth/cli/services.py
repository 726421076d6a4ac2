"""`service list|rotate|finish`."""

from typing import Annotated

import typer

from labwright_auth.cli.operator import Operator, operator
from labwright_auth.keys.adapters import SecretFiles
from labwright_chassis import audit

Service = Annotated[str, typer.Argument(help="gateway, inventory, ...")]


def commands() -> typer.Typer:
    """The group `service`."""
    group = typer.Typer(help="Services that prove themselves by a secret.", no_args_is_help=True)
    group.command("list")(show)
    group.command()(rotate)
    group.command()(finish)
    return group


def show() -> None:
    """Show the services, since when each has its secret, and whether the former one still holds."""
    with operator() as by:
        for one in SecretFiles(by.settings.service_secrets_dir).known():
            former = ", the former one still holds" if one.previous_holds else ""
            typer.echo(f"{one.id}: secret of {one.secret_set_at:%F %T} UTC{former}")


def rotate(service: Service) -> None:
    """Write a new secret; give it to the service, restart that, then `finish`."""
    with operator() as by:
        file = SecretFiles(by.settings.service_secrets_dir).exchange(service)
        _record(by, "auth.service.rotate", service)
        typer.echo(f"{service}: its new secret is in {file}; the former one still holds")


def finish(service: Service) -> None:
    """Let the former secret of a service no longer hold."""
    with operator() as by:
        SecretFiles(by.settings.service_secrets_dir).finish(service)
        _record(by, "auth.service.finish_rotation", service)
        typer.echo(f"{service}: only its present secret holds")


def _record(by: Operator, action: str, service: str) -> None:
    by.database.unit(
        lambda session: audit.record(session, action, target=f"service/{service}"),
        origin=by.origin,
    )
