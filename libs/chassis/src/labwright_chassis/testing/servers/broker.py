"""A RabbitMQ server, and the virtual hosts that keep tests apart on it."""

import base64
import os
import re
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import quote, unquote, urlsplit

from labwright_chassis.testing.servers import keeping
from labwright_chassis.testing.servers.errors import ServerControlError

URL_VARIABLE = "TEST_AMQP_URL"
MANAGEMENT_VARIABLE = "TEST_AMQP_MANAGEMENT_URL"


@dataclass(frozen=True, slots=True)
class BrokerServer:
    """A broker and a user with all rights.

    `control` is the socket of the keeper that runs it, None for a broker given by environment,
    whose virtual hosts are made at `management_url`. A `shared` one serves several tests at a
    time and cannot be stopped.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    control: str | None = None
    shared: bool = False
    management_url: str | None = None

    @classmethod
    def from_url(cls, url: str, *, management_url: str | None = None) -> Self:
        """The broker behind `amqp://user:password@host:port`."""
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "127.0.0.1",
            port=parts.port or 5672,
            user=unquote(parts.username or "guest"),
            password=unquote(parts.password or "guest"),
            management_url=management_url,
        )

    def url(self, vhost: str = "/") -> str:
        """AMQP URL of a virtual host."""
        login = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}"
        return f"amqp://{login}@{self.host}:{self.port}/{quote(vhost, safe='')}"

    def create_vhost(self, name: str) -> str:
        """Create a virtual host with all rights for our user; returns its URL.

        `name` is 1 to 64 of letters, digits, _, . and - (ValueError otherwise). Raises
        ServerControlError, also for a given broker without TEST_AMQP_MANAGEMENT_URL.
        """
        _check_name(name)
        if self.control is not None:
            keeping.ask(self.control, "add_vhost", name)
            return self.url(name)
        self._manage("PUT", f"vhosts/{name}")
        rights = b'{"configure": ".*", "write": ".*", "read": ".*"}'
        self._manage("PUT", f"permissions/{name}/{quote(self.user, safe='')}", rights)
        return self.url(name)

    def delete_vhost(self, name: str) -> None:
        """Delete a virtual host with all in it; its connections are closed by the broker."""
        _check_name(name)
        if self.control is not None:
            keeping.ask(self.control, "delete_vhost", name)
            return
        self._manage("DELETE", f"vhosts/{name}")

    def stop(self, *, abruptly: bool = False) -> None:
        """Stop the broker and keep its data; `abruptly` kills it instead.

        Raises ServerControlError on a broker that is given, shared or a container.
        """
        self._command("kill" if abruptly else "stop")

    def start(self) -> None:
        """Start the stopped broker on the same port and wait until it answers."""
        self._command("start")

    def _command(self, command: str) -> None:
        if self.control is None or self.shared:
            raise ServerControlError(
                "only a broker of one's own can be stopped: open broker_server(private=True)"
            )
        keeping.ask(self.control, command)

    def _manage(self, method: str, path: str, body: bytes = b"") -> None:
        if self.management_url is None:
            raise ServerControlError(
                f"virtual hosts on a given broker need {MANAGEMENT_VARIABLE}=http://host:15672"
            )
        login = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        request = urllib.request.Request(
            f"{self.management_url.rstrip('/')}/api/{path}",
            data=body,
            method=method,
            headers={"Authorization": f"Basic {login}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30):
                return
        except OSError as error:
            raise ServerControlError(f"{method} {path} at the broker: {error}") from error


@contextmanager
def broker_server(*, data_dir: Path | None = None, private: bool = False) -> Iterator[BrokerServer]:
    """A broker for the length of the context.

    `data_dir` keeps queues and messages for the next time. `private` passes over the
    environment and containers, for tests that stop the broker. Raises ServerUnavailable.
    """
    given = os.environ.get(URL_VARIABLE)
    if given and not private:
        management = os.environ.get(MANAGEMENT_VARIABLE)
        yield BrokerServer.from_url(given, management_url=management)
        return
    with keeping.kept(keeping.Kind.BROKER, data_dir=data_dir, private=private) as address:
        yield at(address)


def at(address: keeping.Address, *, shared: bool = False) -> BrokerServer:
    """The broker a keeper has reported."""
    return BrokerServer(
        host=address.host,
        port=address.port,
        user=address.user,
        password=address.password,
        control=address.control,
        shared=shared,
    )


def _check_name(name: str) -> None:
    if not re.fullmatch(r"[\w.-]{1,64}", name, re.ASCII):
        raise ValueError(f"'{name}' is no virtual host name: 1 to 64 letters, digits, _, . or -")
