"""Starts the standalone form as a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx2

from labwright_chassis.testing.servers.processes import die_with_parent
from tests.dev.processes import ADMIN, START_LIMIT_SECONDS, free_ports


@contextmanager
def standalone(folder: Path, *, extra: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a lab without sample in `folder`, from its start to its orderly end."""
    port = free_ports(1)[0]
    environment = {
        **os.environ,
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "LABWRIGHT_SAMPLE": "no",
        "LABWRIGHT_ADMIN_USERNAME": ADMIN[0],
        "LABWRIGHT_ADMIN_PASSWORD": ADMIN[1],
        **(extra or {}),
    }
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "labwright_standalone"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            preexec_fn=die_with_parent,  # noqa: PLW1509  one system call, no lock in it
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process, log)
        yield address
    finally:
        process.terminate()
        status = process.wait(60)
    assert status == 0, log.read_text()[-3000:]


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_LIMIT_SECONDS
    while True:
        try:
            if httpx2.get(f"{address}/readyz", trust_env=False).status_code == 200:
                return
        except httpx2.HTTPError:
            pass
        assert process.poll() is None, log.read_text()[-3000:]
        assert time.monotonic() < until, log.read_text()[-3000:]
        time.sleep(0.05)
