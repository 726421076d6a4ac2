"""Each process by itself: how soon it is ready, its memory, what it uses while nobody asks."""

import time

import httpx2

from bench import usage
from bench.figures import Figure
from bench.stand import Stand
from tests.dev.processes import Process, wait_until_ready

LIMIT_SECONDS = 180


def measure(stand: Stand) -> list[Figure]:
    """Memory after what was measured before, and rest; then starts, one process after another."""
    stand.calm()
    processes = stand.platform.processes
    figures = [*_idle(stand), *_worked(stand)]
    for name, process in processes.items():
        starts, fresh = [], []
        for _ in range(stand.scale.rounds):
            starts.append(_start(stand, name, process))
            fresh.append(usage.memory(stand.pid(name)))
        figures += [
            Figure(f"{name}: start to ready", starts, "s"),
            Figure(f"{name}: memory after start, RSS", [m.rss for m in fresh], "MB"),
            Figure(f"{name}: memory after start, PSS", [m.pss for m in fresh], "MB"),
        ]
    wait_until_ready(stand.platform)
    return figures


def _idle(stand: Stand) -> list[Figure]:
    names = list(stand.platform.processes)
    shares: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(stand.scale.rounds):
        before = {name: usage.cpu_seconds(stand.pid(name)) for name in names}
        started = time.monotonic()
        time.sleep(stand.scale.idle_seconds)
        elapsed = time.monotonic() - started
        for name in names:
            used = usage.cpu_seconds(stand.pid(name)) - before[name]
            shares[name].append(used / elapsed * 100)
    return [Figure(f"{name}: idle", values, "% of a core") for name, values in shares.items()]


def _worked(stand: Stand) -> list[Figure]:
    """Memory at the end of the run: one look, since it is the whole run that made it."""
    found = {name: usage.memory(stand.pid(name)) for name in stand.platform.processes}
    return [
        Figure(f"{name}: memory after the measurements before, PSS", [memory.pss], "MB")
        for name, memory in found.items()
    ]


def _start(stand: Stand, name: str, process: Process) -> float:
    process.stop()
    started = time.monotonic()
    process.start()
    address = _address(stand, name)
    while not _is_ready(address):
        process.check()
        if time.monotonic() - started > LIMIT_SECONDS:
            raise TimeoutError(f"{name} is not ready after {LIMIT_SECONDS} s")
        time.sleep(0.01)
    return time.monotonic() - started


def _address(stand: Stand, name: str) -> str:
    if name == "gateway":
        return stand.platform.address
    service, _, kind = name.partition(" ")
    if kind == "api":
        return stand.address(service)
    port = stand.platform.environment[f"{service.upper()}_WORKER_PORT"]
    return f"http://127.0.0.1:{port}"


def _is_ready(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/readyz", timeout=2, trust_env=False).status_code == 200
    except httpx2.HTTPError:
        return False
