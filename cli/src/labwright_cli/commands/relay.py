"""`labwright relay`: events that wait to be sent."""

from typing import Annotated, Any

import typer

from labwright_cli import shown
from labwright_cli.commands.words import (
    All,
    AsJson,
    Reason,
    Service,
    SomeServices,
    one_or_all,
)
from labwright_cli.door import Door
from labwright_cli.services import ServiceName

_SHOWN_ROWS = 20


def create() -> typer.Typer:
    """The group."""
    group = typer.Typer(no_args_is_help=True, help="Events that wait to be sent.")
    group.command()(status)
    group.command()(retry)
    group.command()(drop)
    return group


def status(context: typer.Context, service: SomeServices = None, json: AsJson = False) -> None:
    """Show how much waits in each service, for how long, and what fails for which reason."""
    found: list[dict[str, Any]] = []
    with Door(context.obj) as door:
        for name in service or ServiceName:
            backlog = door.get(_path(name, "relay"))
            failing = door.get(_path(name, "unsent"), failing=True, limit=_SHOWN_ROWS)
            found.append({"service": str(name), **backlog, "rows": failing["results"]})
    if json:
        shown.as_json(found)
        return
    shown.table(
        ("service", "unsent", "failing", "oldest (s)", "sent by"),
        [
            (s["service"], s["depth"], s["failing"], round(s["lag_seconds"]), s["holder"] or "-")
            for s in found
        ],
    )
    rows = [_row(s["service"], row) for s in found for row in s["rows"]]
    if rows:
        shown.line("")
        shown.table(("service", "row", "type", "subject", "attempts", "next", "reason"), rows)


def retry(
    context: typer.Context,
    service: Service,
    row: Annotated[int | None, typer.Argument(help="The number of the row.")] = None,
    all: All = False,
) -> None:
    """Send an event now, or all that were put off."""
    one_or_all(row, all=all)
    with Door(context.obj) as door:
        if row is None:
            retried = door.post(_path(service, "unsent/retry"))["retried"]
        else:
            door.post(_path(service, f"unsent/{row}/retry"))
            retried = 1
    shown.line(f"{service}: {retried} tried now")


def drop(
    context: typer.Context,
    service: Service,
    row: Annotated[int, typer.Argument(help="The number of the row.")],
    reason: Reason,
) -> None:
    """Never send an event."""
    with Door(context.obj) as door:
        door.post(_path(service, f"unsent/{row}/drop"), {"reason": reason})
    shown.line(f"{service} {row}: dropped")


def _path(service: ServiceName, rest: str) -> str:
    return f"/api/v1/{service}/events/{rest}"


def _row(service: str, row: dict[str, Any]) -> tuple[Any, ...]:
    told = (row["id"], row["type"], row["subject"], row["attempts"])
    return (service, *told, shown.moment(row["retry_at"]), row["last_error"])
