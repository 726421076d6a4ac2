"""`make bench`: measures, prints the table, and writes it into bench/README.md and figures.json."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bench import profile
from bench.figures import Figure
from bench.measurements import (
    booking,
    events,
    flow,
    footprint,
    gateway,
    growth,
    identity,
    imports,
    inventory,
    reads,
    signing_in,
)
from bench.report import Report
from bench.scale import FULL, LONG, QUICK, Scale
from bench.stand import Stand, stand
from labwright_chassis.testing.servers import ServerUnavailable

MEASUREMENTS: dict[str, Callable[[Stand], list[Figure]]] = {
    "gateway": gateway.measure,
    "identity": identity.measure,
    "signing_in": signing_in.measure,
    "booking": booking.measure,
    "reads": reads.measure,
    "imports": imports.measure,
    "inventory": inventory.measure,
    "events": events.measure,
    "flow": flow.measure,
    "footprint": footprint.measure,
    "growth": growth.measure,
}
APART = {"growth": growth.table}
"""As long as all others together: run only when named, and published by itself, as such a table."""
PROFILES = Path("var/profiles")


def main(
    quick: Annotated[bool, typer.Option(help="A small version, in three minutes.")] = False,
    long: Annotated[bool, typer.Option(help="Also a million bookings, five rounds.")] = False,
    only: Annotated[list[str] | None, typer.Option(help="Measure this; may be repeated.")] = None,
    profiled: Annotated[
        str, typer.Option("--profile", help="Record where this process spends its time.")
    ] = "",
    into: Annotated[Path | None, typer.Option(help="Write the figures there as JSON.")] = None,
) -> None:
    """Measure everything in one run, but growth, which is measured when it is named alone.

    Only a whole run replaces the published figures, and growth its own.
    """
    scale = QUICK if quick else LONG if long else FULL
    unknown = set(only or ()) - set(MEASUREMENTS)
    if unknown:
        raise typer.BadParameter(f"no {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}")
    names = [name for name in MEASUREMENTS if (name in only if only else name not in APART)]
    done = _measured(scale, names, profiled)
    print(done.table())
    if into is not None:
        into.write_text(json.dumps(done.as_json(), indent=2) + "\n", encoding="utf-8")
    if quick or profiled:
        return
    if not only:
        done.publish()
    elif len(names) == 1 and names[0] in APART:
        done.publish_apart(names[0], APART[names[0]](done.figures[names[0]]))


def _measured(scale: Scale, names: Sequence[str], profiled: str) -> Report:
    figures, took = {}, {}
    with stand(scale) as standing:
        for name in names:
            typer.echo(f"measuring {name} ...", err=True)
            started = time.perf_counter()
            try:
                with _profile(standing, profiled, name):
                    figures[name] = MEASUREMENTS[name](standing)
            except ServerUnavailable as error:
                standing.missing.append(f"{name}: {error}")
            took[name] = time.perf_counter() - started
        return Report(scale, figures, standing.missing, took)


@contextmanager
def _profile(standing: Stand, process: str, measurement: str) -> Iterator[None]:
    if not process:
        yield
        return
    folded = PROFILES / f"{process.replace(' ', '-')}-{measurement}.folded"
    with profile.recording(standing.pid(process), folded):
        yield
    print(f"{process} during {measurement}, stacks in {folded}:\n\n{profile.table(folded)}\n")


app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
app.command()(main)
app()
