"""Figures of several rounds, what each should reach, and whether it does."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Target:
    """A bound: values up to `value` are good, or with `least` those from `value` on."""

    value: float
    unit: str
    least: bool = False

    def __str__(self) -> str:
        return f"at {'least' if self.least else 'most'} {self.value:g} {self.unit}"

    def holds(self, value: float) -> bool:
        """Whether a value is good."""
        return value >= self.value if self.least else value <= self.value

    def distance(self, value: float) -> float:
        """By which factor a value that is not good misses it."""
        better, worse = (self.value, value) if self.least else (value, self.value)
        return better / worse if worse > 0 else float("inf")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing: its rounds, their unit, and what it should reach."""

    name: str
    rounds: Sequence[float]
    unit: str
    target: Target | None = None

    @property
    def median(self) -> float:
        """What to quote."""
        return statistics.median(self.rounds)

    @property
    def verdict(self) -> str:
        """Whether the target is reached, without flattery; empty if there is none."""
        if self.target is None:
            return ""
        good = sum(self.target.holds(value) for value in self.rounds)
        if self.target.holds(self.median):
            every = good == len(self.rounds)
            return "reached" if every else f"reached at the median, in {good} of {len(self.rounds)}"
        return f"missed by a factor of {number(self.target.distance(self.median))}"

    def row(self) -> str:
        """A line of the Markdown table."""
        spread = f"{number(min(self.rounds))} to {number(max(self.rounds))}"
        target = str(self.target) if self.target else ""
        return (
            f"| {self.name} | {number(self.median)} {self.unit} | {spread} "
            f"| {target} | {self.verdict} |"
        )

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "name": self.name,
            "unit": self.unit,
            "median": self.median,
            "rounds": list(self.rounds),
            "target": str(self.target) if self.target else None,
            "verdict": self.verdict or None,
        }


def at_most(value: float, unit: str) -> Target:
    """A target from above."""
    return Target(value, unit)


def at_least(value: float, unit: str) -> Target:
    """A target from below."""
    return Target(value, unit, least=True)


def ratio(
    name: str, over: Sequence[float], under: Sequence[float], target: Target | None = None
) -> Figure:
    """Rounds of one thing over rounds of another that were taken in turn."""
    return Figure(name, [o / u for o, u in zip(over, under, strict=True)], "x", target)


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which `part` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part * (len(ordered) - 1)))]


def number(value: float) -> str:
    """Three digits or so that say something."""
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
