"""What was measured, as JSON and as the table of bench/README.md."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.figures import Figure
from bench.scale import Scale

HERE = Path(__file__).parent
README, JSON = HERE / "README.md", HERE / "figures.json"
_HEAD = "| what | median | range of rounds | target | reached? |\n|---|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Report:
    """One run: figures by measurement, what is missing, how long each took in seconds."""

    scale: Scale
    figures: Mapping[str, Sequence[Figure]]
    missing: Sequence[str]
    took: Mapping[str, float]

    def table(self) -> str:
        """All of it in Markdown."""
        parts = [_head(self.as_json()["run"])]
        for name, figures in self.figures.items():
            parts += [f"**{name.capitalize()}**", _HEAD + "\n" + _rows(figures)]
        parts += [f"Not measured: {reason}" for reason in self.missing]
        return "\n\n".join(parts)

    def as_json(self) -> dict[str, Any]:
        """All of it for programs."""
        return {
            "run": {
                "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}",
                "scale": self.scale.name,
                "devices": self.scale.devices,
                "rounds": self.scale.rounds,
                "machine": platform.machine(),
                "cores": os.cpu_count(),
                "python": platform.python_version(),
                "load_before": os.getloadavg()[2],
            },
            "seconds": {name: round(seconds, 1) for name, seconds in self.took.items()},
            "missing": list(self.missing),
            "figures": {
                name: [figure.as_json() for figure in figures]
                for name, figures in self.figures.items()
            },
        }

    def publish(self) -> None:
        """Replace the figures of the repository by these."""
        JSON.write_text(json.dumps(self.as_json(), indent=2) + "\n", encoding="utf-8")
        write_section("figures", self.table())

    def publish_apart(self, name: str, table: str) -> None:
        """Replace what the repository says of a measurement that is run by itself."""
        text = json.dumps(self.as_json(), indent=2) + "\n"
        (HERE / f"{name}.json").write_text(text, encoding="utf-8")
        write_section(name, _head(self.as_json()["run"]) + "\n\n" + table)


def write_section(name: str, text: str) -> None:
    """Replace what stands between the marks of this name in the README."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    page = README.read_text(encoding="utf-8")
    before, after = page.split(begin)[0], page.split(end)[1]
    README.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def _rows(figures: Sequence[Figure]) -> str:
    return "\n".join(figure.row() for figure in figures)


def _head(run: Mapping[str, Any]) -> str:
    return (
        f"Measured {run['at']} ({run['scale']}) on {run['machine']} with {run['cores']} shared"
        f" cores, Python {run['python']}, {run['devices']:,} devices, {run['rounds']} rounds; load"
        f" of the machine over the last quarter of an hour: {run['load_before']:.1f}."
    )
