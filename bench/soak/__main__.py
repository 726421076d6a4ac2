"""`make soak MINUTES=30`: writes soak.json and its section of bench/README.md."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from bench.report import HERE, write_section
from bench.scale import FULL
from bench.soak.people import KINDS, People
from bench.soak.run import soak
from bench.soak.samples import Sample
from bench.soak.verdict import Finding, judge
from bench.stand import stand

DEVICES = 2000
SHORTEST_PUBLISHED = 30


def main(
    minutes: Annotated[float, typer.Option(help="How long.")] = 30,
    every: Annotated[float, typer.Option(help="Seconds between two looks.")] = 60,
) -> None:
    """Work for so long, then judge; fails where a finding is bad. Short ones are only printed."""
    with stand(replace(FULL, name="soak", devices=DEVICES)) as standing:
        people, seen = soak(standing, minutes=minutes, every_seconds=every)
        findings = judge(standing, people, seen)
    text = _section(minutes, people, seen, findings)
    print(text)
    if minutes >= SHORTEST_PUBLISHED:
        record = json.dumps(_record(minutes, people, seen, findings), indent=1)
        (HERE / "soak.json").write_text(record + "\n", encoding="utf-8")
        write_section("soak", text)
    sys.exit(not all(finding.good for finding in findings))


def _record(
    minutes: float, people: People, seen: Sequence[Sample], findings: Sequence[Finding]
) -> dict[str, Any]:
    statuses = people.answers.statuses
    return {
        "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}",
        "minutes": minutes,
        "cores": os.cpu_count(),
        "load_at_end": os.getloadavg()[2],
        "rates_per_second": {kind.name: kind.rate for kind in KINDS},
        "answers": {f"{name} {status}": n for (name, status), n in sorted(statuses.items())},
        "findings": [asdict(finding) for finding in findings],
        "samples": [asdict(sample) for sample in seen],
    }


def _section(
    minutes: float, people: People, seen: Sequence[Sample], findings: Sequence[Finding]
) -> str:
    bad = sum(not finding.good for finding in findings)
    verdict = f"{bad} of {len(findings)} findings are bad" if bad else "every finding is good"
    head = (
        f"{datetime.now(UTC):%Y-%m-%d}, {minutes:g} minutes at"
        f" {sum(kind.rate for kind in KINDS):.1f} deeds a second on {os.cpu_count()} shared cores,"
        f" {people.answers.statuses.total():,} requests: {verdict}."
    )
    rows = [
        f"| {finding.question} | {'yes' if finding.good else '**no**'} | {finding.found} |"
        for finding in findings
    ]
    return "\n".join(
        [head, "", "| is it so? | | found |", "|---|---|---|", *rows, "", *_latencies(seen)]
    )


def _latencies(seen: Sequence[Sample]) -> list[str]:
    """The worst look of each kind: what a person would have complained about."""
    names = sorted({name for sample in seen for name in sample.latencies})
    rows = []
    for name in names:
        looks = [sample.latencies[name] for sample in seen if name in sample.latencies]
        count = sum(int(look["count"]) for look in looks)
        parts = [f"{max(look[part] for look in looks):.0f}" for part in _PARTS]
        rows.append(f"| {name} | {count:,} | {' | '.join(parts)} |")
    waiting = max(sum(sample.queues.values()) for sample in seen)
    unsent = max(sum(sample.outboxes.values()) for sample in seen)
    return [
        "| request | answers | p50 of the worst look, ms | p95 | p99 |",
        "|---|---|---|---|---|",
        *rows,
        "",
        f"At the worst look {waiting} messages waited in queues and {unsent} events in outboxes.",
    ]


_PARTS = ("p50_ms", "p95_ms", "p99_ms")

app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
app.command()(main)
app()
