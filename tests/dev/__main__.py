"""`make dev`: every process on its own, with the sample lab, until Ctrl-C."""

import os
import shlex
import signal
import threading
from pathlib import Path

from labwright_chassis.testing.servers import broker_server, database_server
from labwright_standalone import sample_lab
from tests.dev.processes import ADMIN, SERVICES, Platform, platform


def main() -> None:
    """Find or start the servers, run everything, say where it is."""
    folder = Path(os.environ.get("DATA_DIR", "var")).resolve() / "dev"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        database_server(data_dir=folder) as database,
        broker_server(data_dir=folder) as broker,
    ):
        databases = {s: database.create_database(f"labwright_{s}", keep=True) for s in SERVICES}
        port = int(os.environ.get("PORT", "8080"))
        apps = {"GATEWAY_WEB_DIR": str(Path("web/dist").resolve())}
        with platform(databases, broker.url(), folder, port=port, extra=apps) as running:
            environment = _write_environment(running, folder)
            sample_lab.load(running.address, username=ADMIN[0], password=ADMIN[1])
            print(f"Labwright is ready at {running.address}")
            print(f"  sign in as {ADMIN[0]}, password {ADMIN[1]!r}")
            print(f"  for commands of the services: set -a; . {environment}; set +a")
            print(f"  processes: {', '.join(running.processes)}; logs in {folder}", flush=True)
            _wait_for_a_signal()


def _write_environment(running: Platform, folder: Path) -> Path:
    """What every process is told, for a shell to read; only its owner may."""
    own = {
        name: value for name, value in running.environment.items() if os.environ.get(name) != value
    }
    file = folder / "environment"
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}={shlex.quote(value)}\n" for name, value in own.items()))
    return file


def _wait_for_a_signal() -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    while not stop.wait(1):
        pass


main()
