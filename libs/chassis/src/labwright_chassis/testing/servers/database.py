"""A MariaDB or MySQL server, and the databases tests make on it."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self
from urllib.parse import quote, unquote, urlsplit

import pymysql
from pymysql.cursors import Cursor

from labwright_chassis.testing.servers import keeping
from labwright_chassis.testing.servers.errors import ServerControlError

URL_VARIABLE = "TEST_MYSQL_URL"
NO_SUCH_THREAD = 1094


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """A server and its administrator.

    `control` is the socket of the keeper that runs it, None for a server given by environment;
    a `shared` one serves several tests at a time and cannot be restarted.
    """

    host: str
    port: int
    admin_user: str
    admin_password: str = field(repr=False)
    control: str | None = None
    shared: bool = False

    @classmethod
    def from_url(cls, url: str) -> Self:
        """The server behind an administrator's URL, `mysql+pymysql://user:password@host:port`."""
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "127.0.0.1",
            port=parts.port or 3306,
            admin_user=unquote(parts.username or "root"),
            admin_password=unquote(parts.password or ""),
        )

    @property
    def admin_url(self) -> str:
        """SQLAlchemy URL of the administrator, without a database."""
        return self._url(self.admin_user, self.admin_password, "")

    def create_database(self, name: str, *, keep: bool = False) -> str:
        """Create a database with a user of its own, who sees nothing else; returns its URL.

        `name`, also the user's, is 1 to 32 of a-z, A-Z, 0-9 and _ (ValueError otherwise).
        Raises pymysql.ProgrammingError when it exists; with `keep` an existing one stays as it
        is and its user gets a new password.
        """
        _check_name(name)
        password = secrets.token_hex(12)
        # In GRANT, and only there, an unescaped _ stands for any character.
        pattern = name.replace("_", r"\_")
        with self._administration() as cursor:
            cursor.execute(
                f"CREATE DATABASE {'IF NOT EXISTS ' if keep else ''}`{name}`"
                " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
            )
            # An anonymous 'localhost' account, where there is one, would win over '%'.
            for user in (f"'{name}'@'%'", f"'{name}'@'localhost'"):
                cursor.execute(f"DROP USER IF EXISTS {user}")
                cursor.execute(f"CREATE USER {user} IDENTIFIED BY '{password}'")
                cursor.execute(f"GRANT ALL ON `{pattern}`.* TO {user}")
        return self._url(name, password, name)

    def drop_database(self, name: str) -> None:
        """Drop a database and its user; connections that are still open are closed first."""
        _check_name(name)
        with self._administration() as cursor:
            cursor.execute(f"DROP USER IF EXISTS '{name}'@'%', '{name}'@'localhost'")
            _close_connections(cursor, user=name)
            cursor.execute(f"DROP DATABASE IF EXISTS `{name}`")

    def restart(self, *, abruptly: bool = False) -> None:
        """Stop the server and start it on the same port; `abruptly` kills it instead.

        Raises ServerControlError on a server that is given, shared or a container.
        """
        if self.control is None or self.shared:
            raise ServerControlError(
                "only a database server of one's own can be restarted:"
                " open database_server(private=True)"
            )
        keeping.ask(self.control, "kill" if abruptly else "stop")
        keeping.ask(self.control, "start")

    @contextmanager
    def _administration(self) -> Iterator[Cursor]:
        connection = pymysql.connect(
            host=self.host,
            port=self.port,
            user=self.admin_user,
            password=self.admin_password,
            autocommit=True,
            connect_timeout=10,
            init_command="SET SESSION lock_wait_timeout = 30",
        )
        with closing(connection), connection.cursor() as cursor:
            yield cursor

    def _url(self, user: str, password: str, database: str) -> str:
        login = f"{quote(user, safe='')}:{quote(password, safe='')}"
        return f"mysql+pymysql://{login}@{self.host}:{self.port}/{database}?charset=utf8mb4"


class MakeDatabase(Protocol):
    """Creates an empty database whose name begins with `prefix`; returns its SQLAlchemy URL."""

    def __call__(self, prefix: str = "test") -> str: ...


@contextmanager
def database_server(
    *, data_dir: Path | None = None, private: bool = False
) -> Iterator[DatabaseServer]:
    """A database server for the length of the context.

    `data_dir` keeps the data for the next time. `private` passes over the environment and
    containers, for tests that restart the server. Raises ServerUnavailable.
    """
    given = os.environ.get(URL_VARIABLE)
    if given and not private:
        yield DatabaseServer.from_url(given)
        return
    with keeping.kept(keeping.Kind.DATABASE, data_dir=data_dir, private=private) as address:
        yield at(address)


def at(address: keeping.Address, *, shared: bool = False) -> DatabaseServer:
    """The server a keeper has reported."""
    return DatabaseServer(
        host=address.host,
        port=address.port,
        admin_user=address.user,
        admin_password=address.password,
        control=address.control,
        shared=shared,
    )


def _check_name(name: str) -> None:
    if not re.fullmatch(r"\w{1,32}", name, re.ASCII):
        raise ValueError(f"'{name}' is no database name: 1 to 32 letters, digits or _")


def _close_connections(cursor: Cursor, *, user: str) -> None:
    cursor.execute("SELECT id FROM information_schema.processlist WHERE user = %s", (user,))
    for (connection_id,) in cursor.fetchall():
        try:
            cursor.execute(f"KILL {connection_id}")
        except pymysql.MySQLError as error:
            if error.args[0] != NO_SUCH_THREAD:
                raise
