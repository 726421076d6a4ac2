"""Where one process spends its time during a measurement, by py-spy."""

import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STACKS_PER_SECOND = 200
SHOWN = 30
_END_SECONDS = 60
_LINE = re.compile(r":\d+\)$")


@dataclass(frozen=True, slots=True)
class Line:
    """A function, and the parts (0 to 1) of all samples in which it ran itself or was below."""

    function: str
    itself: float
    below: float


@contextmanager
def recording(pid: int, folded: Path) -> Iterator[None]:
    """Record the stacks of a process into a file of folded stacks, as flame graphs are made of.

    Samples are of threads that hold the interpreter; those that wait, or are in a system call or a
    library that lets others run, do not count. Without root the kernel must allow tracing
    (`kernel.yama.ptrace_scope` 0).
    """
    folded.parent.mkdir(parents=True, exist_ok=True)
    program = Path(sys.executable).parent / "py-spy"
    options = ["--format", "raw", "--rate", str(STACKS_PER_SECOND), "--gil", "--nonblocking"]
    recorder = subprocess.Popen(
        [program, "record", *options, "--pid", str(pid), "--output", str(folded)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        yield
    finally:
        recorder.send_signal(signal.SIGINT)
        _, words = recorder.communicate(timeout=_END_SECONDS)
    if not folded.exists():
        raise RuntimeError(f"py-spy recorded nothing: {words.decode()}")


def heaviest(folded: Path) -> list[Line]:
    """The functions in which most time passes, first those with most of it in themselves."""
    itself: Counter[str] = Counter()
    below: Counter[str] = Counter()
    total = 0
    for line in folded.read_text(encoding="utf-8").splitlines():
        stack, _, count = line.rpartition(" ")
        frames = [_LINE.sub(")", frame) for frame in stack.split(";")]
        total += int(count)
        itself[frames[-1]] += int(count)
        for frame in set(frames):
            below[frame] += int(count)
    return [
        Line(frame, count / total, below[frame] / total)
        for frame, count in itself.most_common(SHOWN)
    ]


def table(folded: Path) -> str:
    """The same in Markdown."""
    rows = [
        f"| {line.itself:6.1%} | {line.below:6.1%} | `{line.function}` |"
        for line in heaviest(folded)
    ]
    return "\n".join(["| itself | with what it calls | function |", "|---|---|---|", *rows])
