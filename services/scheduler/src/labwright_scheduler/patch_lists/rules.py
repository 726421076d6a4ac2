"""Which device or port a pasted name means: exactly, else nearly. Values only.

A line names a device, or a device and one of its ports behind `:`, `/` or a space, or a port whose
name only one device has. Nearly is by the normalised edit distance (Levenshtein), of 100.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz, process, utils

from labwright_chassis.columns import normalised

NEAR, FAINT, APART = 80.0, 65.0, 4.0
"""Scores from which a name is corrected or proposed, and by how much it must lead the others."""

MOST_CANDIDATES = 5
_BEHIND = re.compile(r"\s*[:/]\s*|\s+")
_MOST_SPLITS = 8


class Outcome(StrEnum):
    """What became of a line."""

    EXACT = "exact"
    CORRECTED = "corrected"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


Ports = Mapping[int, Sequence[tuple[int, str]]]
"""Number and name of ports, by device."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A device, or a port of it, that a line may mean."""

    device_id: int
    name: str
    score: float
    port_id: int | None = None
    port_name: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What a line means; one candidate where it is exact or corrected."""

    text: str
    outcome: Outcome
    candidates: tuple[Candidate, ...] = ()


class Directory:
    """The names of devices: `names` has number and name, other names of the same device too."""

    def __init__(self, names: Sequence[tuple[int, str]]) -> None:
        self._exact: dict[str, dict[int, str]] = {}
        for id, name in names:
            self._exact.setdefault(normalised(name), {})[id] = name
        self._names = names
        self._plain = [utils.default_process(name) for _, name in names]

    def exact(self, text: str) -> list[Candidate]:
        """Devices of that very name, but for case."""
        found = self._exact.get(normalised(text), {})
        return [Candidate(id, name, 100.0) for id, name in found.items()]

    def near(self, text: str) -> list[Candidate]:
        """Devices of such a name, the nearest first."""
        found: dict[int, Candidate] = {}
        plain = utils.default_process(text)
        for _, score, place in process.extract(
            plain, self._plain, scorer=fuzz.ratio, score_cutoff=FAINT, limit=2 * MOST_CANDIDATES
        ):
            id, name = self._names[place]
            found.setdefault(id, Candidate(id, name, score))
        return list(found.values())


def by_device(text: str, directory: Directory) -> list[tuple[Candidate, str]]:
    """The devices that a line may name, each with what stands behind the name.

    Exact names go first, and among those the longest.
    """
    parts = list(_splits(text))
    for name, rest in parts:
        if found := directory.exact(name):
            return [(each, rest) for each in found]
    near = [(each, rest) for name, rest in parts for each in directory.near(name)]
    return sorted(near, key=lambda each: (-each[0].score, bool(each[1])))


def resolved(text: str, meant: Sequence[tuple[Candidate, str]], ports: Ports) -> Line:
    """What a line means, of the devices that it may name and their ports."""
    found: dict[tuple[int, int | None], Candidate] = {}
    for device, rest in meant:
        for each in _with_port(device, rest, ports):
            key = (each.device_id, each.port_id)
            if key not in found or found[key].score < each.score:
                found[key] = each
    ordered = sorted(found.values(), key=lambda each: (-each.score, each.name, each.device_id))
    return _decided(text, ordered[:MOST_CANDIDATES])


def by_port(text: str, named: Sequence[Candidate]) -> Line:
    """What a line means that names a port alone: `named` are the ports of that name."""
    return _decided(text, named[:MOST_CANDIDATES])


def _splits(text: str) -> Iterator[tuple[str, str]]:
    yield text, ""
    for match in list(_BEHIND.finditer(text))[: -_MOST_SPLITS - 1 : -1]:
        if match.start() and match.end() < len(text):
            yield text[: match.start()], text[match.end() :]


def _with_port(device: Candidate, rest: str, ports: Ports) -> list[Candidate]:
    if not rest:
        return [device]
    known = ports.get(device.device_id, ())
    exact = [port for port in known if normalised(port[1]) == normalised(rest)]
    if exact:
        return [replace(device, port_id=id, port_name=name) for id, name in exact]
    near = process.extract(
        utils.default_process(rest),
        [utils.default_process(name) for _, name in known],
        scorer=fuzz.ratio,
        score_cutoff=FAINT,
        limit=MOST_CANDIDATES,
    )
    return [
        replace(
            device,
            score=min(device.score, score),
            port_id=known[place][0],
            port_name=known[place][1],
        )
        for _, score, place in near
    ]


def _decided(text: str, candidates: Sequence[Candidate]) -> Line:
    """Exact or corrected where one candidate leads clearly, ambiguous where some are left."""
    if not candidates:
        return Line(text, Outcome.UNKNOWN)
    first = candidates[0]
    second = candidates[1].score if len(candidates) > 1 else 0.0
    if first.score == 100.0 and second < 100.0:
        outcome = Outcome.EXACT if _is_written_so(text, first) else Outcome.CORRECTED
        return Line(text, outcome, (first,))
    # ROADM-7 is no slip of the pen for ROADM-17: numbers are not corrected.
    if first.score >= NEAR and first.score - second >= APART and _same_numbers(text, first):
        return Line(text, Outcome.CORRECTED, (first,))
    return Line(text, Outcome.AMBIGUOUS, tuple(candidates))


def _is_written_so(text: str, candidate: Candidate) -> bool:
    written = {normalised(part) for split in _splits(text) for part in split}
    return normalised(candidate.port_name or candidate.name) in written


def _same_numbers(text: str, candidate: Candidate) -> bool:
    return _numbers(text) == _numbers(f"{candidate.name} {candidate.port_name or ''}")


def _numbers(text: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d{1,18}", text, re.ASCII)]
