"""More gateway processes, beside the platform's, with a difference that is measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2

from bench.stand import Stand
from labwright_chassis.testing.servers.processes import free_port
from tests.dev.processes import Process
from tests.journeys.person import eventually


@dataclass(frozen=True, slots=True)
class Gateway:
    """Its address and its process."""

    address: str
    pid: int


@contextmanager
def gateway(stand: Stand, **settings: str) -> Iterator[Gateway]:
    """A gateway as the platform's, with some `GATEWAY_*` settings of its own."""
    own = {f"GATEWAY_{name.upper()}": value for name, value in settings.items()}
    port, internal = free_port(), free_port()
    own |= {"GATEWAY_PORT": str(port), "GATEWAY_INTERNAL_PORT": str(internal)}
    log = stand.folder / f"gateway-{port}.log"
    environment = stand.platform.environment | own
    process = Process("gateway", ["labwright_gateway"], environment, log)
    process.start()
    try:
        address = f"http://127.0.0.1:{port}"
        eventually(lambda: _answers(process, address))
        assert process.running is not None
        yield Gateway(address, process.running.pid)
    finally:
        process.stop()


def _answers(process: Process, address: str) -> bool:
    # Not whether it is ready: that takes every service, and one may be meant to hang.
    process.check()
    try:
        return httpx2.get(f"{address}/livez", timeout=2, trust_env=False).status_code == 200
    except httpx2.HTTPError:
        return False
