"""`labwright events`: events that a service could not handle."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from labwright_chassis import clock
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

Number = Annotated[int, typer.Argument(help="The dead letter's number.")]
Queue = Annotated[list[str] | None, typer.Option(help="Only of this queue; may be repeated.")]
Type = Annotated[list[str] | None, typer.Option(help="Only of this type; may be repeated.")]

_COLUMNS = ("service", "id", "state", "type", "subject", "queue", "died", "attempts", "reason")
_LONGEST_REASON = 60


def create() -> typer.Typer:
    """The group."""
    group = typer.Typer(no_args_is_help=True, help="Events that could not be handled.")
    group.command("list")(list_letters)
    group.command()(show)
    group.command()(requeue)
    group.command()(drop)
    return group


def list_letters(
    context: typer.Context,
    *,
    service: SomeServices = None,
    state: Annotated[list[str] | None, typer.Option(help="open, requeued, ...")] = None,
    queue: Queue = None,
    type: Type = None,
    older_than: Annotated[float | None, typer.Option(help="Hours since it died.")] = None,
    ordering: Annotated[str | None, typer.Option(help="e.g. occurred_at or -id")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="At most so many a service.")] = 50,
    json: AsJson = False,
) -> None:
    """List dead letters, newest death first."""
    before = None
    if older_than is not None:
        before = (clock.now() - timedelta(hours=older_than)).isoformat()
    found: list[dict[str, Any]] = []
    with Door(context.obj) as door:
        for name in service or ServiceName:
            page = door.get(
                _path(name),
                state=state,
                queue=queue,
                type=type,
                died_at__lt=before,
                ordering=ordering,
                limit=limit,
            )
            found += [{"service": str(name), **row} for row in page["results"]]
    if json:
        shown.as_json(found)
    else:
        shown.table(_COLUMNS, [_row(letter) for letter in found])


def show(context: typer.Context, service: Service, number: Number, json: AsJson = False) -> None:
    """Show a dead letter with headers, body and history."""
    with Door(context.obj) as door:
        letter = door.get(_path(service, number))
    if json:
        shown.as_json(letter)
        return
    names = ("queue", "type", "subject", "state", "attempts", "reason")
    shown.fields({name: letter[name] for name in names} | {"event of": letter["occurred_at"]})
    shown.line("\nheaders")
    shown.table(("name", "value"), sorted(letter["headers"].items()))
    shown.line(f"\nbody ({letter['body_encoding']})\n{letter['body']}\n\nhistory")
    steps = [(shown.moment(s["at"]), s["step"], s["actor"], s["words"]) for s in letter["history"]]
    shown.table(("at", "what", "by", "words"), steps)


def requeue(
    context: typer.Context,
    service: Service,
    number: Annotated[int | None, typer.Argument(help="The dead letter's number.")] = None,
    all: All = False,
    queue: Queue = None,
    type: Type = None,
) -> None:
    """Have a dead letter handled again, or all open ones that match."""
    one_or_all(number, all=all)
    with Door(context.obj) as door:
        if number is not None:
            letter = door.post(_path(service, number, "requeue"))
            shown.line(f"{service} {number}: {letter['state']}")
            return
        matching = {"queue": queue or [], "type": type or []}
        left, requeued, too_old = True, 0, 0
        while left:
            answer = door.post(_path(service, "requeue"), matching)
            left, too_old = answer["left"], answer["too_old"]
            requeued += answer["requeued"]
    shown.line(f"{service}: {requeued} requeued, {too_old} too old")


def drop(context: typer.Context, service: Service, number: Number, reason: Reason) -> None:
    """Give a dead letter up."""
    with Door(context.obj) as door:
        letter = door.post(_path(service, number, "drop"), {"reason": reason})
    shown.line(f"{service} {number}: {letter['state']}")


def _path(service: ServiceName, *parts: object) -> str:
    return "/".join([f"/api/v1/{service}/events/dead-letters", *map(str, parts)])


def _row(letter: dict[str, Any]) -> tuple[Any, ...]:
    shortened = {
        "died": shown.moment(letter["died_at"]),
        "reason": letter["reason"].partition("\n")[0][:_LONGEST_REASON],
    }
    return tuple({**letter, **shortened}[column] for column in _COLUMNS)
