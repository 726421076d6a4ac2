"""A private nginx: as the floor of a proxy, and as the cheapest service to put behind one."""

import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from labwright_chassis.testing.servers import install
from labwright_chassis.testing.servers.processes import ServerProcess, free_port

FIXED_ANSWER = '{"id": 1, "name": "BENCH-1", "status": "active"}'
LARGE_PATH = "/api/v1/scheduler/large"
_FIXED = f"default_type application/json; return 200 '{FIXED_ANSWER}';"
_PROXY = 'proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection "";'


@dataclass(frozen=True, slots=True)
class Nginx:
    """Its address and its only process."""

    address: str
    pid: int


@contextmanager
def fixed_answers(folder: Path, *, large_bytes: int = 0) -> Iterator[Nginx]:
    """Answers everything with a small fixed object, `LARGE_PATH` with that many zeros."""
    own = folder / "fixed"
    own.mkdir(parents=True, exist_ok=True)
    with (own / "large").open("wb") as large:
        large.truncate(large_bytes)
    more = f"location = {LARGE_PATH} {{ alias {own / 'large'}; }}"
    with _nginx(own, _FIXED, beside=more) as running:
        yield running


@contextmanager
def proxy(folder: Path, service: str) -> Iterator[Nginx]:
    """Passes everything on to a service at `http://host:port` over kept connections."""
    host = service.removeprefix("http://")
    upstream = f"upstream service {{ server {host}; keepalive 64; keepalive_requests 100000000; }}"
    with _nginx(folder / f"proxy-{host.replace(':', '-')}", _PROXY, before=upstream) as running:
        yield running


@contextmanager
def _nginx(folder: Path, location: str, *, before: str = "", beside: str = "") -> Iterator[Nginx]:
    program = install.program("nginx", package="nginx-light")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    served = f"location / {{ {location} }} {beside}"
    (folder / "nginx.conf").write_text(_configuration(folder, port, before, served))
    process = ServerProcess(
        name="nginx",
        command=[program, "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")],
        log=folder / "nginx.log",
        environment=os.environ,
    )
    address = f"http://127.0.0.1:{port}"
    process.start(lambda: _answers(address))
    try:
        yield Nginx(address, int((folder / "nginx.pid").read_text()))
    finally:
        process.stop()


def _configuration(folder: Path, port: int, before: str, served: str) -> str:
    # One process, as the gateway is one; no limit after which connections are made anew.
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{kind}_temp_path {folder / 'temp'};" for kind in kinds)
    return f"""
daemon off; master_process off;
pid {folder / "nginx.pid"}; error_log {folder / "error.log"};
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 100000000; {places}
  {before}
  server {{ listen 127.0.0.1:{port}; {served} }}
}}
"""


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
