"""Finding out what pasted names mean."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from labwright_chassis.columns import normalised
from labwright_chassis.errors import Malformed
from labwright_scheduler.patch_lists import queries, rules
from labwright_scheduler.patch_lists.rules import Candidate, Directory, Line, Outcome
from labwright_scheduler.patch_lists.schemas import LONGEST_LINE, MOST_LINES


def resolve(session: Session, text: str) -> list[tuple[int, Line]]:
    """What each line means, with its number from 1: two statements, three if some stay unknown.

    Raises:
        Malformed: more lines, or a longer one, than are taken at once.
    """
    written = _lines(text)
    names = queries.names(session)
    directory = Directory(names)
    meant = {line: rules.by_device(line, directory) for line in set(written.values())}
    concerned = {each.device_id for found in meant.values() for each, rest in found if rest}
    ports = queries.ports(session, concerned) if concerned else {}
    found = {line: rules.resolved(line, meant[line], ports) for line in meant}
    left = [line for line, each in found.items() if each.outcome is Outcome.UNKNOWN]
    if left:
        found |= _by_port_alone(session, left, names)
    return [(number, found[line]) for number, line in written.items()]


def _lines(text: str) -> dict[int, str]:
    lines = {n: " ".join(line.split()) for n, line in enumerate(text.splitlines(), start=1)}
    lines = {n: line for n, line in lines.items() if line}
    if len(lines) > MOST_LINES:
        raise Malformed.at("/text", f"At most {MOST_LINES} lines are taken at once.", "too_long")
    for n, line in lines.items():
        if len(line) > LONGEST_LINE:
            raise Malformed.at("/text", f"Line {n} is too long to be a name.", "too_long")
    return lines


def _by_port_alone(
    session: Session, lines: Sequence[str], names: Sequence[tuple[int, str]]
) -> Mapping[str, Line]:
    """Lines that may name a port which only one device has, or a few have."""
    wanted: dict[str, list[Candidate]] = {normalised(line): [] for line in lines}
    called = dict(reversed(names))
    for device_id, ports in queries.all_ports(session).items():
        for port_id, name in ports:
            if (key := normalised(name)) in wanted:
                device = called.get(device_id, "")
                wanted[key].append(Candidate(device_id, device, 100.0, port_id, name))
    return {line: rules.by_port(line, wanted[normalised(line)]) for line in lines}
