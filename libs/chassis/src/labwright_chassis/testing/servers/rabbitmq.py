"""A private RabbitMQ on loopback, from installed binaries, with a port mapper of its own."""

import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from labwright_chassis.testing.servers import install, processes
from labwright_chassis.testing.servers.errors import ServerControlError

USER = "labwright"
AMQP_HEADER = b"AMQP\x00\x00\x09\x01"
METHOD_FRAME = b"\x01"
EVALUATION_LIMIT_SECONDS = 60
# A busy machine lets the first handshake between two Erlang nodes fail now and then.
NOT_CONNECTED = "failed to connect to node"
CONNECT_PAUSES_SECONDS = (0.2, 1, 5, 0)


class PrivateRabbitMQ:
    """One node; `folder` holds what ends with it, `data` queues, messages and the password."""

    def __init__(self, *, folder: Path, data: Path) -> None:
        self.host = "127.0.0.1"
        self.port = processes.free_port()
        self.user = USER
        self.password = processes.durable_secret(data / "password")
        # The data know their node by name, so the name follows from their place.
        self._node = f"labwright-{hashlib.sha256(bytes(data)).hexdigest()[:12]}@localhost"
        self._cookie = secrets.token_hex(16)
        self._folder = folder
        self._environment = self._settings(data)
        self._ports = self._process("epmd", [install.program("epmd"), "-address", "127.0.0.1"])
        self._broker = self._process("rabbitmq-server", [install.program("rabbitmq-server")])

    @property
    def commands(self) -> Mapping[str, Callable[[str], None]]:
        return {
            "start": lambda _: self._start_broker(),
            "stop": lambda _: self._broker.stop(),
            "kill": lambda _: self._broker.stop(abruptly=True),
            "add_vhost": self._add_vhost,
            "delete_vhost": self._delete_vhost,
        }

    def start(self) -> None:
        """Start the port mapper and the node; raises ServerUnavailable."""
        cookie = self._folder / ".erlang.cookie"
        cookie.write_text(self._cookie)
        cookie.chmod(0o400)
        (self._folder / "enabled_plugins").write_text("[].\n")
        (self._folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.1 = 127.0.0.1:{self.port}\n"
            f"default_user = {self.user}\n"
            f"default_pass = {self.password}\n"
            "log.console = true\n"
            "log.file = false\n"
        )
        port = int(self._environment["ERL_EPMD_PORT"])
        self._ports.start(lambda: port_answers(self.host, port))
        self._start_broker()

    def close(self, *, abruptly: bool) -> None:
        self._broker.stop(abruptly=abruptly)
        self._ports.stop(abruptly=True)

    def _start_broker(self) -> None:
        self._broker.start(lambda: accepts(self.host, self.port))

    def _process(self, name: str, command: list[str]) -> processes.ServerProcess:
        return processes.ServerProcess(
            name=name,
            command=command,
            log=self._folder / f"{name}.log",
            environment=self._environment,
        )

    def _settings(self, data: Path) -> dict[str, str]:
        folder = self._folder
        return {
            "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "ERL_CRASH_DUMP_SECONDS": "0",
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(processes.free_port()),
            "RABBITMQ_NODENAME": self._node,
            "RABBITMQ_DIST_PORT": str(processes.free_port()),
            "RABBITMQ_MNESIA_BASE": str(data),
            "RABBITMQ_LOG_BASE": str(folder),
            "RABBITMQ_PID_FILE": str(folder / "rabbitmq.pid"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "generated"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            # Files that are not there, so that those under /etc are not read.
            "RABBITMQ_CONF_ENV_FILE": str(folder / "none-env.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "none.config"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"
            ),
            # Makes the script become the server instead of its parent: signals arrive.
            "RUNNING_UNDER_SYSTEMD": "true",
        }

    def _add_vhost(self, name: str) -> None:
        user, everything = f'<<"{self.user}">>', '<<".*">>'
        self._evaluate(
            f'ok = rabbit_vhost:add(<<"{name}">>, {user}),'
            f"ok = rabbit_auth_backend_internal:set_permissions({user}, "
            f'<<"{name}">>, {everything}, {everything}, {everything}, {user}).'
        )

    def _delete_vhost(self, name: str) -> None:
        self._evaluate(f'ok = rabbit_vhost:delete(<<"{name}">>, <<"{self.user}">>).')

    def _evaluate(self, expression: str) -> None:
        """Evaluate an Erlang expression whose value is ok: 20 ms by erl_call, 2 s without."""
        caller = shutil.which("erl_call", path=self._environment["PATH"])
        if caller is not None:
            command = [caller, "-r", "-c", self._cookie, "-sname", self._node, "-e"]
            entered = f"{expression}\n"
        else:
            command = [install.program("rabbitmqctl"), "eval", expression]
            entered = ""
        for pause in CONNECT_PAUSES_SECONDS:
            done = self._call(command, entered)
            if NOT_CONNECTED not in done.stderr:
                break
            time.sleep(pause)
        if done.stdout.strip() not in ("{ok, ok}", "ok"):
            raise ServerControlError(f"the broker answered {done.stdout}{done.stderr}")

    def _call(self, command: list[str], entered: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            input=entered,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=EVALUATION_LIMIT_SECONDS,
            check=False,
        )


def accepts(host: str, port: int) -> bool:
    """Whether an AMQP 0-9-1 greeting is answered by Connection.Start (method frame first)."""
    try:
        with socket.create_connection((host, port), timeout=2) as connection:
            connection.sendall(AMQP_HEADER)
            return connection.recv(1) == METHOD_FRAME
    except OSError:
        return False


def port_answers(host: str, port: int) -> bool:
    """Whether anybody accepts TCP connections there."""
    try:
        with socket.create_connection((host, port), timeout=2):
            return True
    except OSError:
        return False
