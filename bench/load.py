"""HTTP load from `wrk`, a native program, so that what asks is never slower than what answers."""

import json
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from labwright_chassis.testing.servers import install

_LIMIT_SECONDS = 60
_PATIENCE_SECONDS = 16
_MARK = "RESULT "
_REPORT = f"""
done = function(summary, latency, requests)
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    '\\n{_MARK}{{"requests":%d,"seconds":%f,"p50_ms":%f,"p99_ms":%f,"refused":%d,"lost":%d}}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, errors.status, lost))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What a load saw: answers, its length, and latencies of single requests."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    refused: int
    lost: int

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds


def run(
    url: str,
    *,
    connections: int,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    script: Callable[[], str] | None = None,
) -> Load:
    """Ask as fast as answers come, over this many kept connections.

    `script` gives Lua that defines `request`. `seconds` below one count as one; where nothing was
    answered in that time, it is tried for longer, with a script of its own.

    Raises:
        ServerUnavailable: wrk is not there and cannot be installed.
        RuntimeError: an answer from 400 on, a lost connection, or no answer at all.
    """
    options = [f"-H{name}: {value}" for name, value in (headers or {}).items()]
    while True:
        load = _run(
            [f"-c{connections}", *options, url], max(1, round(seconds)), script() if script else ""
        )
        if load.refused or load.lost or (not load.requests and seconds >= _PATIENCE_SECONDS):
            raise RuntimeError(f"{url} did not answer well: {load}")
        if load.requests:
            return load
        seconds = 2 * max(1, seconds)


def _run(options: Sequence[str], seconds: int, script: str) -> Load:
    program = install.program("wrk", package="wrk")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script + _REPORT)
        file.flush()
        done = subprocess.run(
            [program, "-t1", f"-d{seconds}s", "--timeout=20s", f"-s{file.name}", *options],
            capture_output=True,
            text=True,
            timeout=seconds + _LIMIT_SECONDS,
            check=False,
        )
    if done.returncode or _MARK not in done.stdout:
        raise RuntimeError(f"wrk {options[-1]}: {done.stdout}{done.stderr}")
    return Load(**json.loads(done.stdout.rsplit(_MARK, 1)[1]))
