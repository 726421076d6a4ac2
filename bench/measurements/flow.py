"""The gateway's memory: over many requests, and over one answer larger than it may ever hold."""

from contextlib import ExitStack
from http.client import HTTPConnection
from urllib.parse import urlsplit

from bench import load, nginx, usage
from bench.figures import Figure, at_most
from bench.gateways import Gateway, gateway
from bench.stand import Stand

REQUESTS = 100_000
LARGE_BYTES = 1 << 30
CONNECTIONS = 32
PIECE = 1 << 20


def measure(stand: Stand) -> list[Figure]:
    """Each once, on a fresh gateway: memory does not come back for a second round."""
    part = 10 if stand.scale.name == "quick" else 1
    requests, size = REQUESTS // part, LARGE_BYTES // part
    with ExitStack() as opened:
        service = opened.enter_context(nginx.fixed_answers(stand.folder, large_bytes=size))
        between = opened.enter_context(gateway(stand, scheduler_url=service.address))
        _ask(stand, between, requests // 10)
        warm = usage.memory(between.pid).pss
        _ask(stand, between, requests)
        grown = usage.memory(between.pid).pss - warm
        usage.forget_peak(between.pid)
        before = usage.memory(between.pid).rss
        received = _receive(stand, between)
        peak = usage.peak_rss(between.pid) - before
    assert received == size, f"{received} of {size} bytes came"
    many, much = f"{requests:,} requests", f"{size >> 20:,} MiB"
    return [
        Figure(f"gateway: memory more after {many}", [grown], "MB", at_most(5, "MB")),
        Figure(f"gateway: memory more while {much} pass", [peak], "MB", at_most(16, "MB")),
    ]


def _ask(stand: Stand, between: Gateway, requests: int) -> None:
    headers = {"Authorization": f"Bearer {stand.token}"}
    url = f"{between.address}/api/v1/scheduler/anything"
    while requests > 0:
        done = load.run(url, connections=CONNECTIONS, seconds=2, headers=headers)
        requests -= done.requests


def _receive(stand: Stand, between: Gateway) -> int:
    """How many bytes of the large answer come."""
    address = urlsplit(between.address)
    connection = HTTPConnection(address.hostname or "", address.port)
    headers = {"Authorization": f"Bearer {stand.token}"}
    connection.request("GET", nginx.LARGE_PATH, headers=headers)
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    received = 0
    while piece := answer.read(PIECE):
        received += len(piece)
    connection.close()
    return received
