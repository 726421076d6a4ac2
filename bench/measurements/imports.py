"""Changing every device of the lab by one file: how long, and what memory it takes."""

import time

from bench import lab, usage
from bench.figures import Figure, at_most
from bench.stand import Stand


def measure(stand: Stand) -> list[Figure]:
    """Each round gives every device another model: an event each."""
    pid = stand.pid("inventory api")
    took, grown = [], []
    with stand.person() as admin:
        for number in range(stand.scale.rounds):
            stand.calm()
            before = usage.memory(pid).rss
            usage.forget_peak(pid)
            started = time.perf_counter()
            lab.import_devices(admin, range(len(stand.devices)), model=f"Model {number}")
            took.append(time.perf_counter() - started)
            grown.append(usage.peak_rss(pid) - before)
    stand.calm()
    rows = f"{len(stand.devices):,} rows"
    return [
        Figure(f"import that changes {rows}", took, "s", at_most(60, "s")),
        Figure(f"import that changes {rows}: memory of inventory at its peak", grown, "MB more"),
    ]
