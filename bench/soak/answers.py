"""How requests were answered: by kind, status and time."""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx2

from bench.figures import percentile

LOST = 599
"""Stands for a request without an answer."""


@dataclass(slots=True)
class Answers:
    """Latencies in milliseconds and statuses of what was asked, in all and since the last look."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    _fresh: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def noted(self, kind: str, ask: Callable[[], httpx2.Response]) -> httpx2.Response:
        """The answer; a lost connection or a time-out reads as status `LOST`."""
        started = time.perf_counter()
        try:
            answer = ask()
        except httpx2.HTTPError as error:
            answer = httpx2.Response(LOST, text=repr(error))
        taken = (time.perf_counter() - started) * 1000
        with self._lock:
            self.statuses[kind, answer.status_code] += 1
            self._fresh[kind].append(taken)
        return answer

    def latencies(self) -> dict[str, dict[str, float]]:
        """Percentiles since this was asked the last time, by kind."""
        with self._lock:
            fresh, self._fresh = self._fresh, defaultdict(list)
        return {
            kind: {
                "count": len(taken),
                **{f"p{part}_ms": percentile(taken, part / 100) for part in (50, 95, 99)},
            }
            for kind, taken in sorted(fresh.items())
        }
