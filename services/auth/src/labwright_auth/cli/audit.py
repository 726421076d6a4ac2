"""`audit verify|export`."""

import sys
from typing import Annotated, Literal

import typer

from labwright_auth.audit import exporting, service, verification
from labwright_auth.audit.schemas import AuditExport
from labwright_auth.cli.operator import operator
from labwright_auth.keys.queries import read_statement


def commands() -> typer.Typer:
    """The group `audit`."""
    group = typer.Typer(help="The collected audit log.", no_args_is_help=True)
    group.command()(verify)
    group.command()(export)
    return group


def verify(
    after: Annotated[int, typer.Option(help="Begin behind this entry.")] = 0,
) -> None:
    """Prove that the log is what was collected; exit 1 and name the first entry that is not."""
    with operator() as by:
        found = verification.verify(by.database, read_statement, after=after)
    typer.echo(f"{found.checked} entries and {found.seals} signed heads agree, up to {found.upto}")
    if found.broken is not None:
        typer.echo(f"entry {found.broken.id}: {found.broken.reason}", err=True)
        raise typer.Exit(1)


def export(
    format: Annotated[Literal["csv", "jsonl"], typer.Option(help="How it is written.")] = "csv",
    since: Annotated[str | None, typer.Option(help="RFC 3339, with offset.")] = None,
    until: Annotated[str | None, typer.Option(help="RFC 3339, with offset.")] = None,
    service_name: Annotated[list[str] | None, typer.Option("--service")] = None,
) -> None:
    """Write entries to standard output; that they were taken is recorded."""
    with operator() as by:
        asked = AuditExport.model_validate(
            {
                "format": format,
                "service": service_name or [],
                "at__gte": since,
                "at__lt": until,
            }
        )
        upto = by.database.unit(
            lambda session: service.record_export(session, matching=asked, written=format),
            origin=by.origin,
        )
        for part in exporting.lines(by.database, asked, upto=upto):
            sys.stdout.write(part)
