"""What a process has used, as the Linux kernel counts it."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Memory:
    """In MB: what is resident, and the same with shared pages divided among those who share."""

    rss: float
    pss: float


def cpu_seconds(pid: int) -> float:
    """User and system time of a process since its start, to a hundredth."""
    # The name in parentheses may hold spaces.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def thread_seconds(pid: int) -> float:
    """The same to the nanosecond, without threads that have ended: for what works in a loop."""
    total = 0
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with suppress(FileNotFoundError):
            total += int(thread.read_text().split()[0])
    return total / 1e9


def memory(pid: int) -> Memory:
    """Memory of a process now."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {name: int(rest.split()[0]) for name, _, rest in (x.partition(":") for x in lines)}
    return Memory(kilobytes["Rss"] / 1000, kilobytes["Pss"] / 1000)


def forget_peak(pid: int) -> None:
    """Let the peak of resident memory begin anew."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def peak_rss(pid: int) -> float:
    """The most MB that were resident since then."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1000
