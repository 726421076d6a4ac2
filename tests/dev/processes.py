"""Starts gateway, three APIs and three workers as processes of their own."""

import base64
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from labwright_chassis.testing.servers.processes import die_with_parent, free_port

SERVICES = ("auth", "inventory", "scheduler")
ADMIN = ("admin", "a long first password")
START_LIMIT_SECONDS = 240


@dataclass(slots=True)
class Process:
    """One process of the platform, its environment and its log."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    running: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it."""
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", *self.command],
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,  # noqa: PLW1509  one system call, no lock in it
            )

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Send a signal and wait for the end."""
        if self.running is not None and self.running.poll() is None:
            self.running.send_signal(number)
            self.running.wait(30)
        self.running = None

    def kill(self) -> None:
        """End it without any grace."""
        self.stop(signal.SIGKILL)

    def check(self) -> None:
        """Raise with the end of its log when it has ended by itself."""
        if self.running is not None and self.running.poll() is not None:
            raise RuntimeError(
                f"{self.name} ended with {self.running.returncode}:\n{self.log.read_text()[-3000:]}"
            )


@dataclass(slots=True)
class Platform:
    """All processes, and where the gateway listens."""

    address: str
    environment: dict[str, str]
    processes: dict[str, Process] = field(default_factory=dict)

    def database_url(self, service: str) -> str:
        """The database of a service, with its own user."""
        return self.environment[f"{service.upper()}_DATABASE_URL"]

    def command(self, service: str, *words: str) -> str:
        """Run a command of a service's command line to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", f"labwright_{service}", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if done.returncode:
            raise RuntimeError(f"{service} {' '.join(words)}: {done.stdout}{done.stderr}"[-3000:])
        return done.stdout


@contextmanager
def platform(
    databases: Mapping[str, str],
    amqp_url: str,
    folder: Path,
    *,
    port: int = 0,
    extra: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
) -> Iterator[Platform]:
    """Migrate, start everything but `without`, wait until the gateway is ready; stop at the end.

    `databases` are URLs by service, `folder` takes secrets and logs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    environment = _environment(databases, amqp_url, folder, port) | dict(extra or {})
    made = Platform(f"http://127.0.0.1:{environment['GATEWAY_PORT']}", environment)
    for service in SERVICES:
        made.command(service, "migrate")
    commands = {f"{s} {kind}": [f"labwright_{s}", kind] for s in SERVICES for kind in _KINDS}
    commands["gateway"] = ["labwright_gateway"]
    with ExitStack() as stack:
        for name, command in commands.items():
            log = folder / f"{name.replace(' ', '-')}.log"
            process = made.processes[name] = Process(name, command, environment, log)
            stack.callback(process.stop)
            if name not in without:
                process.start()
        if not without:
            wait_until_ready(made)
        yield made


def wait_until_ready(running: Platform) -> None:
    """Wait until gateway and workers say that they are ready."""
    environment = running.environment
    addresses = [running.address] + [
        f"http://127.0.0.1:{environment[f'{s.upper()}_WORKER_PORT']}" for s in SERVICES
    ]
    for address in addresses:
        wait_until_one_is_ready(address, running.processes.values())


def wait_until_one_is_ready(address: str, processes: Iterable[Process]) -> None:
    """Wait until it says so there, while these run."""
    until = time.monotonic() + START_LIMIT_SECONDS
    while not _answers(f"{address}/readyz"):
        for process in processes:
            process.check()
        if time.monotonic() > until:
            raise TimeoutError(f"{address} is not ready: {_words(address)}")
        time.sleep(0.05)


_KINDS = ("api", "worker")
_RATES = ("SIGN_IN", "READ", "WRITE", "SEARCH", "REFUSED")


def _environment(
    databases: Mapping[str, str], amqp_url: str, folder: Path, port: int
) -> dict[str, str]:
    ports = free_ports(2 + 3 * len(SERVICES))
    secrets_dir = folder / "secrets"
    secrets_dir.mkdir(exist_ok=True)
    own = {
        "GATEWAY_PORT": str(port or ports.pop()),
        "GATEWAY_INTERNAL_PORT": str(ports.pop()),
        "GATEWAY_AMQP_URL": amqp_url,
        # Tests and benchmarks come from one address, all at once.
        **dict.fromkeys([f"GATEWAY_RATE_{kind}" for kind in _RATES], ""),
        "GATEWAY_SERVICE_SECRET_FILE": str(_secret(secrets_dir / "gateway")),
        "AUTH_REGISTRATION": "open",
        "AUTH_SERVICE_SECRETS_DIR": str(secrets_dir),
        "AUTH_MASTER_KEY_FILE": str(_secret(secrets_dir / "master-key")),
        "INVENTORY_MASTER_KEY_FILE": str(_secret(folder / "inventory-master-key")),
        "SCHEDULER_MASTER_KEY_FILE": str(_secret(folder / "scheduler-master-key")),
        "AUTH_DATA_DIR": str(folder),
        **dict.fromkeys(
            ("AUTH_SMTP_URL", "SCHEDULER_SMTP_URL"), (folder / "mail").resolve().as_uri()
        ),
        "LABWRIGHT_ADMIN_USERNAME": ADMIN[0],
        "LABWRIGHT_ADMIN_PASSWORD": ADMIN[1],
    }
    address = f"http://127.0.0.1:{own['GATEWAY_PORT']}"
    own |= {f"{service.upper()}_PUBLIC_URL": address for service in SERVICES}
    for service in SERVICES:
        name = service.upper()
        own |= {
            f"{name}_DATABASE_URL": databases[service],
            f"{name}_AMQP_URL": amqp_url,
            f"{name}_SERVICE_SECRET_FILE": str(_secret(secrets_dir / service)),
            f"{name}_PORT": str(ports.pop()),
            f"{name}_INTERNAL_PORT": str(ports.pop()),
            f"{name}_WORKER_PORT": str(ports.pop()),
        }
    for service in SERVICES:
        address = f"http://127.0.0.1:{own[f'{service.upper()}_PORT']}"
        internal = f"http://127.0.0.1:{own[f'{service.upper()}_INTERNAL_PORT']}"
        for asker in (*SERVICES, "gateway"):
            own[f"{asker.upper()}_{service.upper()}_URL"] = address
            own[f"{asker.upper()}_{service.upper()}_INTERNAL_URL"] = internal
    return {**os.environ, **own}


def _secret(file: Path) -> Path:
    if not file.exists():
        file.write_text(base64.b64encode(secrets.token_bytes(32)).decode())
        file.chmod(0o600)
    return file


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody listens on now."""
    ports: set[int] = set()
    while len(ports) < count:
        ports.add(free_port())
    return list(ports)


def _answers(url: str) -> bool:
    try:
        return httpx2.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx2.HTTPError:
        return False


def _words(address: str) -> str:
    try:
        return httpx2.get(f"{address}/readyz", timeout=2, trust_env=False).text
    except httpx2.HTTPError as error:
        return repr(error)
