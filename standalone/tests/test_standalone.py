"""The whole platform in one process, started and started again on one folder."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from labwright_chassis.testing.servers.processes import die_with_parent
from labwright_standalone.data_dir import DataDir
from tests.journeys.person import Person, eventually

ADMIN = ("admin", "a long first password")
# Far more than a start takes: machines that run tests have other things to do.
START_SECONDS = 180


@contextmanager
def lab(folder: Path) -> Iterator[Person]:
    """A standalone process on that folder, and its admin, signed in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "LABWRIGHT_SAMPLE": "no",
        "LABWRIGHT_ADMIN_USERNAME": ADMIN[0],
        "LABWRIGHT_ADMIN_PASSWORD": ADMIN[1],
    }
    command = [sys.executable, "-m", "labwright_standalone"]
    process = subprocess.Popen(
        command,
        env=os.environ | settings,
        preexec_fn=die_with_parent,  # noqa: PLW1509  one system call, no lock in it
    )
    try:
        with Person(f"http://127.0.0.1:{port}") as admin:
            eventually(lambda: is_ready(admin, process), seconds=START_SECONDS)
            yield admin.sign_in(*ADMIN)
    finally:
        process.terminate()
        assert process.wait(60) == 0


def is_ready(admin: Person, process: "subprocess.Popen[bytes]") -> bool:
    assert process.poll() is None
    try:
        return admin.get("/readyz").status_code == 200
    except httpx2.TransportError:
        return False


def test_a_scheduler_that_lost_its_database_learns_of_the_devices_again(tmp_path: Path) -> None:
    with lab(tmp_path) as admin:
        device = admin.make_device(admin.make_type())
    for file in tmp_path.glob("scheduler.sqlite3*"):
        file.unlink()
    with lab(tmp_path) as admin:
        path = f"/api/v1/scheduler/devices/{device}"
        eventually(lambda: admin.get(path).status_code == 200)


def test_only_its_owner_may_look_into_the_folder_of_a_lab(tmp_path: Path) -> None:
    folder = DataDir(tmp_path / "new").root
    assert folder.stat().st_mode & 0o777 == 0o700
