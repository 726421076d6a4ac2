"""The folder that holds everything of one lab: databases, secrets, sockets."""

import base64
import fcntl
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SERVICES = ("auth", "inventory", "scheduler", "gateway")

_LONGEST_SOCKET_PATH = 100


class InUse(Exception):
    """Another process runs on this folder."""


class DataDir:
    """Paths and secrets below one folder; what is missing is made at first use."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        # The databases hold password hashes.
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.secrets = self.root / "secrets"
        self.secrets.mkdir(mode=0o700, exist_ok=True)

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Keep the folder for this process.

        Raises:
            InUse: another one has it.
        """
        with (self.root / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise InUse(f"Labwright runs already on {self.root}.") from error
            yield

    @contextmanager
    def sockets(self) -> Iterator[None]:
        """Make room for the Unix sockets, whose paths must be short: else it is elsewhere."""
        room = self.root / "run"
        if room.is_symlink():  # left by a process that was killed
            room.unlink()
        if len(str(room)) + len("/scheduler.internal.sock") <= _LONGEST_SOCKET_PATH:
            room.mkdir(mode=0o700, exist_ok=True)
            yield
            return
        with tempfile.TemporaryDirectory(prefix="labwright-") as elsewhere:
            room.symlink_to(elsewhere)
            try:
                yield
            finally:
                room.unlink()

    def socket(self, *names: str) -> Path:
        """Where a service listens, or with a second name its internal API."""
        return (self.root / "run").resolve() / f"{'.'.join(names)}.sock"

    def address(self, *names: str) -> str:
        """The same as the address of a service."""
        return f"unix:{self.socket(*names)}"

    def database_url(self, service: str) -> str:
        """A file for each service's database: SQLite has one writer a file."""
        return f"sqlite:///{self.root / service}.sqlite3"

    def service_secret(self, service: str) -> str:
        """The secret by which a service proves itself to auth."""
        return self._secret(self.secrets / service, lambda: secrets.token_urlsafe(32))

    def master_key(self) -> str:
        """The key that seals auth's secrets: 32 bytes in base64."""
        return self._secret(
            self.secrets / "master-key", lambda: base64.b64encode(os.urandom(32)).decode()
        )

    def inventory_master_key(self) -> str:
        """The key that seals inventory's secrets: 32 bytes in base64."""
        # Not among the secrets: a file there is a service's, named after it.
        return self._secret(
            self.root / "inventory-master-key", lambda: base64.b64encode(os.urandom(32)).decode()
        )

    def scheduler_master_key(self) -> str:
        """The key that seals the scheduler's secrets: 32 bytes in base64."""
        return self._secret(
            self.root / "scheduler-master-key", lambda: base64.b64encode(os.urandom(32)).decode()
        )

    def environment_of(self, service: str) -> dict[str, str]:
        """What a service's own command needs to work on this folder, also while the lab runs."""
        prefix = service.upper()
        internal = {
            f"{prefix}_{name.upper()}_INTERNAL_URL": self.address(name, "internal")
            for name in SERVICES
        }
        return internal | {
            f"{prefix}_DATABASE_URL": self.database_url(service),
            f"{prefix}_AUTH_URL": self.address("auth"),
            f"{prefix}_SERVICE_SECRET": self.service_secret(service),
            "AUTH_MASTER_KEY": self.master_key(),
            "INVENTORY_MASTER_KEY": self.inventory_master_key(),
            "SCHEDULER_MASTER_KEY": self.scheduler_master_key(),
            "AUTH_DATA_DIR": str(self.root),
            "AUTH_SERVICE_SECRETS_DIR": str(self.secrets),
        }

    def _secret(self, file: Path, make: Callable[[], str]) -> str:
        if not file.exists():
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
                opened.write(make())
        return file.read_text(encoding="utf-8")
