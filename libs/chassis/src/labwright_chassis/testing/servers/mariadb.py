"""A private MariaDB on loopback, from installed binaries."""

import os
import secrets
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pymysql

from labwright_chassis.testing.servers import install, processes
from labwright_chassis.testing.servers.errors import ServerUnavailable

ADMIN = "labwright_admin"
INSTALL_LIMIT_SECONDS = 60


class PrivateMariaDB:
    """One server process; `folder` holds what ends with it, `data` the databases.

    Tuned for tests: a commit survives the death of the process, not that of the machine.
    """

    def __init__(self, *, folder: Path, data: Path) -> None:
        self.host = "127.0.0.1"
        self.port = processes.free_port()
        self.user = ADMIN
        self.password = secrets.token_hex(16)
        self._server = install.program("mariadbd")
        self._installer = install.program("mariadb-install-db")
        self._folder = folder
        self._data = data
        self._process = processes.ServerProcess(
            name="mariadbd",
            command=self._command(),
            log=folder / "mariadb.log",
            environment=os.environ,
        )

    @property
    def commands(self) -> Mapping[str, Callable[[str], None]]:
        return {
            "start": lambda _: self.start(),
            "stop": lambda _: self._process.stop(),
            "kill": lambda _: self._process.stop(abruptly=True),
        }

    def start(self) -> None:
        """Lay out the data folder where it is new, then start; raises ServerUnavailable."""
        if not (self._data / "mysql").exists():
            self._lay_out()
        (self._folder / "admin.sql").write_text(
            f"CREATE OR REPLACE USER '{ADMIN}'@'%' IDENTIFIED BY '{self.password}';\n"
            f"GRANT ALL ON *.* TO '{ADMIN}'@'%' WITH GRANT OPTION;\n"
        )
        self._process.start(lambda: accepts(self.host, self.port, self.user, self.password))

    def close(self, *, abruptly: bool) -> None:
        self._process.stop(abruptly=abruptly)

    def _lay_out(self) -> None:
        self._data.mkdir(parents=True, exist_ok=True)
        laid_out = subprocess.run(
            [
                self._installer,
                "--no-defaults",
                f"--datadir={self._data}",
                # In a shared folder two servers that have the same process id, each in its own
                # container, would take each other's temporary tables.
                f"--tmpdir={self._folder}",
                "--auth-root-authentication-method=socket",
                "--skip-test-db",
                *_user_option(),
            ],
            capture_output=True,
            text=True,
            timeout=INSTALL_LIMIT_SECONDS,
            check=False,
        )
        if laid_out.returncode != 0:
            raise ServerUnavailable(f"mariadb-install-db: {laid_out.stdout}{laid_out.stderr}")

    def _command(self) -> list[str]:
        return [
            self._server,
            "--no-defaults",
            *_user_option(),
            f"--datadir={self._data}",
            f"--tmpdir={self._folder}",
            f"--socket={self._folder / 'mariadb.sock'}",
            f"--pid-file={self._folder / 'mariadb.pid'}",
            f"--init-file={self._folder / 'admin.sql'}",
            f"--port={self.port}",
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            "--max-connections=400",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_general_ci",
            "--innodb-buffer-pool-size=128M",
            "--innodb-flush-log-at-trx-commit=2",
            # It outlives a kill, not a power cut: waiting for the disk takes longer than the tests.
            "--debug-no-sync",
            "--innodb-flush-method=nosync",
        ]


def accepts(host: str, port: int, user: str, password: str) -> bool:
    """Whether this user can sign in now."""
    try:
        connection = pymysql.connect(
            host=host, port=port, user=user, password=password, connect_timeout=2
        )
    except (pymysql.MySQLError, OSError):
        return False
    connection.close()
    return True


def _user_option() -> list[str]:
    return ["--user=root"] if os.geteuid() == 0 else []
