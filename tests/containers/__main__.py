"""Starts both servers through the engine's socket, and runs some of the chassis' tests on them."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.containers import engine, images
from deploy.containers.commands import ROOT
from deploy.containers.engine import Engine, EngineUnavailable
from labwright_chassis.testing.servers import broker_server, database_server
from tests.journeys.person import eventually

SUITES = ("test_unit.py", "test_inbox.py", "test_consuming.py", "test_outbox_relay.py")
TESTS = [f"libs/chassis/tests/{name}" for name in SUITES]
IMAGES = {
    "TEST_MARIADB_IMAGE": "localhost/labwright-mariadb:latest",
    "TEST_RABBITMQ_IMAGE": "localhost/labwright-rabbitmq:latest",
}
MADE_BY_TESTS = "--filter=label=org.testcontainers=true"
# Ours would be used before any container.
GIVEN = ("TEST_MYSQL_URL", "TEST_AMQP_URL")


def main() -> int:
    """Pytest's exit status, 1 if no containers served; 0 without an engine, which is said."""
    try:
        found = engine.find()
        images.build_servers(found)
    except EngineUnavailable as error:
        print(f"No containers for tests: {error}.")
        return 0
    for name in GIVEN:
        os.environ.pop(name, None)
    with _socket(found) as variables:
        os.environ.update(variables)
        with database_server(), broker_server():
            serving = found.run("ps", "--format={{.Image}}").split()
        print(f"Served by containers of {found.program}: {', '.join(serving)}", flush=True)
        if len(serving) < 2:
            return 1
        command = [sys.executable, "-m", "pytest", "-q", *TESTS]
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        # A keeper ends after its owner, and needs the engine to remove its container.
        eventually(lambda: not found.run("ps", "-q", MADE_BY_TESTS), seconds=120)
    return status


@contextmanager
def _socket(found: Engine) -> Iterator[dict[str, str]]:
    """What the tests are told so that they find the engine; podman listens only meanwhile."""
    if found.program == "docker":
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="labwright-engine-") as folder:
        socket = Path(folder, "podman.sock")
        command = ["podman", "system", "service", "--time=0", f"unix://{socket}"]
        service = subprocess.Popen(command, env=dict(found.environment))
        try:
            eventually(socket.exists, seconds=60)
            yield {"DOCKER_HOST": f"unix://{socket}", **IMAGES}
        finally:
            service.terminate()
            service.wait(30)


if __name__ == "__main__":
    sys.exit(main())
