"""Arguments and options that several commands take."""

from typing import Annotated

import typer

from labwright_cli.services import ServiceName

Service = Annotated[ServiceName, typer.Argument(help="The service.")]
Services = Annotated[list[ServiceName] | None, typer.Argument(help="Services; all if none.")]
SomeServices = Annotated[
    list[ServiceName] | None, typer.Option("--service", help="Only this service; may be repeated.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Reason = Annotated[str, typer.Option(help="Why; kept in the audit log.")]
All = Annotated[bool, typer.Option("--all", help="All of them.")]


def one_or_all(number: int | None, *, all: bool) -> None:
    """Have either a number or `--all`.

    Raises:
        typer.BadParameter: both or neither are given.
    """
    if (number is None) != all:
        raise typer.BadParameter("Name one by its number, or say --all.")
