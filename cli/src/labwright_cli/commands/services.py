"""`labwright status|migrate|resync|seed`: the services as a whole."""

from collections.abc import Mapping
from typing import Any

import httpx2
import typer

from labwright_cli import shown
from labwright_cli.commands.words import AsJson, Services, SomeServices
from labwright_cli.door import NOT_ALLOWED, UNREACHABLE, Door, Failed, code_of, words_of
from labwright_cli.services import ServiceName, run_each
from labwright_standalone import sample_lab

_COLUMNS = ("service", "ready", "schema", "unsent", "failing", "oldest (s)", "dead", "copies")


def add_to(cli: typer.Typer) -> None:
    """Add the commands that belong to no group."""
    for command in (status, migrate, resync, seed):
        cli.command()(command)


def status(context: typer.Context, service: SomeServices = None, json: AsJson = False) -> None:
    """Show how each service is; exit 1 unless all are ready with a schema not behind."""
    with Door(context.obj) as door:
        found = {str(name): _look(door, name) for name in service or ServiceName}
    if json:
        shown.as_json(found)
    else:
        shown.table(_COLUMNS, [_row(name, told) for name, told in found.items()])
    if not all(told.get("ready") for told in found.values()):
        raise typer.Exit(1)


def migrate(context: typer.Context, services: Services = None) -> None:
    """Bring the schemas up to date, by the services' own command in this environment."""
    raise typer.Exit(run_each(context.obj, services or [], "migrate"))


def resync(context: typer.Context, services: Services = None) -> None:
    """Build the copies anew, by the services' own command in this environment."""
    raise typer.Exit(run_each(context.obj, services or [], "resync"))


def seed(context: typer.Context) -> None:
    """Put the sample lab in, through the public API; what is there is left as it is."""
    with Door(context.obj) as door:
        try:
            made = sample_lab.fill(door.client)
        except httpx2.HTTPStatusError as error:
            raise Failed(words_of(error.response), code_of(error.response)) from error
    shown.line(f"{made} devices made")


def _look(door: Door, service: ServiceName) -> Mapping[str, Any]:
    """A service's state; one that is away hides no other."""
    try:
        told: Mapping[str, Any] = door.get(f"/api/v1/{service}/status")
    except Failed as failed:
        if failed.exit_code in (NOT_ALLOWED, UNREACHABLE):
            raise
        return {"ready": False, "error": failed.words}
    return told


def _row(name: str, told: Mapping[str, Any]) -> tuple[Any, ...]:
    if "error" in told:
        return (name, "away", told["error"], *[""] * (len(_COLUMNS) - 3))
    relay = told["relay"] or {}
    return (
        name,
        "yes" if told["ready"] else "no",
        told["database"]["state"],
        relay.get("depth", "-"),
        relay.get("failing", "-"),
        round(relay["lag_seconds"]) if relay else "-",
        (told["dead_letters"] or {}).get("open", "-"),
        ", ".join(_copy(copy) for copy in told["copies"] or []) or "-",
    )


def _copy(copy: Mapping[str, Any]) -> str:
    if copy["compared_at"] is None:
        return f"{copy['name']}: not compared yet"
    return f"{copy['name']}: {copy['behind']} behind, {copy['ahead']} ahead"
