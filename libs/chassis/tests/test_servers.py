"""The real servers of tests: isolation, sharing, control, and that none is left behind."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aio_pika
import pymysql
import pytest

from labwright_chassis.testing import servers
from labwright_chassis.testing.servers import (
    BrokerServer,
    DatabaseServer,
    MakeDatabase,
    ServerControlError,
    ServerUnavailable,
    containers,
    install,
    keeper,
    keeping,
    mariadb,
    rabbitmq,
)

pytest_plugins = ["labwright_chassis.testing.fixtures"]

SESSION = """
import json, os, time
from pathlib import Path
import pytest

pytest_plugins = ["labwright_chassis.testing.fixtures"]

@pytest.mark.parametrize("number", range(4))
def test_note_the_server(number, database_server, make_database):
    make_database()
    note = {"port": database_server.port, "control": database_server.control,
            "worker": os.environ.get("PYTEST_XDIST_WORKER")}
    Path(os.environ["NOTES"], f"{number}.json").write_text(json.dumps(note))
    time.sleep(float(os.environ.get("LINGER", "0.3")))
"""


@contextmanager
def connected(url: str, *, database: str | None = None) -> Iterator[pymysql.cursors.Cursor]:
    parts = urlsplit(url)
    connection = pymysql.connect(
        host=parts.hostname,
        port=parts.port or 0,
        user=parts.username,
        password=parts.password or "",
        database=database or parts.path.strip("/") or None,
        autocommit=True,
    )
    with closing(connection), connection.cursor() as cursor:
        yield cursor


def database_name(url: str) -> str:
    return urlsplit(url).path.strip("/")


def eventually(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.05)


def answers(port: int) -> bool:
    return rabbitmq.port_answers("127.0.0.1", port)


async def send_and_receive(url: str, text: str) -> str:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("letters", durable=True)
        await channel.default_exchange.publish(aio_pika.Message(text.encode()), "letters")
        message = await queue.get(timeout=60)
        await message.ack()
        return message.body.decode()


async def declare(url: str) -> None:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        await channel.declare_queue("letters", durable=True)


async def publish(url: str, text: str) -> None:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        message = aio_pika.Message(text.encode(), delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await channel.default_exchange.publish(message, "letters")


async def count_messages(url: str) -> int:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("letters", passive=True)
        return queue.declaration_result.message_count or 0


def test_a_database_user_reads_and_writes_its_own_database(make_database: MakeDatabase) -> None:
    with connected(make_database("inventory")) as cursor:
        cursor.execute("CREATE TABLE device (name VARCHAR(20))")
        cursor.execute("INSERT INTO device VALUES ('ROADM-7')")
        cursor.execute("SELECT name FROM device WHERE name = 'roadm-7'")
        assert cursor.fetchall() == ()  # utf8mb4_bin tells the cases apart


def test_a_database_user_cannot_read_anothers_tables(make_database: MakeDatabase) -> None:
    mine, theirs = make_database("auth"), make_database("inventory")
    with connected(theirs) as cursor:
        cursor.execute("CREATE TABLE device (name VARCHAR(20))")
    with connected(mine) as cursor:
        with pytest.raises(pymysql.err.OperationalError, match="denied"):
            cursor.execute(f"SELECT * FROM {database_name(theirs)}.device")
        cursor.execute("SHOW DATABASES")
        assert database_name(theirs) not in {name for (name,) in cursor.fetchall()}


def test_an_underscore_in_a_name_opens_no_other_database(database_server: DatabaseServer) -> None:
    mine = database_server.create_database("lab_a")
    database_server.create_database("labxa")
    try:
        with connected(mine) as cursor, pytest.raises(pymysql.err.OperationalError, match="denied"):
            cursor.execute("USE labxa")
    finally:
        database_server.drop_database("lab_a")
        database_server.drop_database("labxa")


def test_a_database_that_exists_is_refused_or_kept(database_server: DatabaseServer) -> None:
    with connected(database_server.create_database("twice")) as cursor:
        cursor.execute("CREATE TABLE kept (id INT)")
    try:
        with pytest.raises(pymysql.err.ProgrammingError, match="exists"):
            database_server.create_database("twice")
        with connected(database_server.create_database("twice", keep=True)) as cursor:
            assert cursor.execute("SHOW TABLES") == 1
    finally:
        database_server.drop_database("twice")


def test_a_database_in_use_can_be_dropped(database_server: DatabaseServer) -> None:
    with connected(database_server.create_database("in_use")) as cursor:
        cursor.execute("CREATE TABLE t (id INT) ENGINE=InnoDB")
        cursor.execute("BEGIN")
        cursor.execute("INSERT INTO t VALUES (1)")
        database_server.drop_database("in_use")
        with pytest.raises(pymysql.err.OperationalError):
            cursor.execute("SELECT 1")


@pytest.mark.parametrize("name", ["", "a-b", "a`b", "x" * 33, "ä"])
def test_a_name_that_would_need_quoting_is_refused(
    name: str, database_server: DatabaseServer
) -> None:
    with pytest.raises(ValueError, match="no database name"):
        database_server.create_database(name)


def test_a_message_comes_back_in_a_fresh_vhost(broker_vhost: str) -> None:
    assert asyncio.run(send_and_receive(broker_vhost, "hello")) == "hello"


def test_vhosts_do_not_see_each_others_queues(
    broker_vhost: str, broker_server: BrokerServer
) -> None:
    asyncio.run(publish(broker_vhost, "hello"))
    other = broker_server.create_vhost("other")
    try:
        with pytest.raises(aio_pika.exceptions.ChannelNotFoundEntity):
            asyncio.run(count_messages(other))
    finally:
        broker_server.delete_vhost("other")
    with pytest.raises(aio_pika.exceptions.AMQPError):
        asyncio.run(count_messages(other))


def test_a_vhost_that_is_not_there_cannot_be_deleted(broker_server: BrokerServer) -> None:
    with pytest.raises(ServerControlError, match="no_such_vhost"):
        broker_server.delete_vhost("nowhere")


def test_shared_servers_cannot_be_stopped(
    database_server: DatabaseServer, broker_server: BrokerServer
) -> None:
    with pytest.raises(ServerControlError, match=r"broker_server\(private=True\)"):
        broker_server.stop()
    with pytest.raises(ServerControlError, match=r"database_server\(private=True\)"):
        database_server.restart()


@pytest.mark.parametrize("abruptly", [False, True])
def test_a_private_broker_keeps_its_messages_over_a_stop(abruptly: bool) -> None:
    with servers.broker_server(private=True) as broker:
        url = broker.create_vhost("resilience")
        asyncio.run(declare(url))
        # A confirm speaks for the message alone: a new queue reaches the disk up to seconds later.
        broker.stop()
        broker.start()
        asyncio.run(publish(url, "still here"))
        broker.stop(abruptly=abruptly)
        assert not answers(broker.port)
        broker.start()
        assert asyncio.run(count_messages(url)) == 1
    assert not answers(broker.port)


@pytest.mark.parametrize("abruptly", [False, True])
def test_a_private_database_keeps_its_rows_over_a_restart(abruptly: bool) -> None:
    with servers.database_server(private=True) as server:
        url = server.create_database("resilience")
        with connected(url) as cursor:
            cursor.execute("CREATE TABLE t (id INT)")
            cursor.execute("INSERT INTO t VALUES (1)")
        server.restart(abruptly=abruptly)
        with connected(url) as cursor:
            assert cursor.execute("SELECT * FROM t") == 1
    assert not answers(server.port)


def test_given_servers_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_MYSQL_URL", "mysql+pymysql://root:p%40ss@db:3307")
    monkeypatch.setenv("TEST_AMQP_URL", "amqp://me:pw@mq:5673")
    with servers.database_server() as database, servers.broker_server() as broker:
        assert database == DatabaseServer("db", 3307, "root", "p@ss")
        assert broker.url("a/b") == "amqp://me:pw@mq:5673/a%2Fb"
        with pytest.raises(ServerControlError, match="TEST_AMQP_MANAGEMENT_URL"):
            broker.create_vhost("v")


class ContainerDouble:
    """Stands for DockerContainer, which asks for an engine as soon as it is made."""

    def __init__(self, image: str, **_: Any) -> None:
        self.image = image

    def __getattr__(self, name: str) -> Callable[..., "ContainerDouble"]:
        return lambda *_: self


def test_containers_come_before_private_servers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(containers, "can_run", lambda image: image == containers.DATABASE_IMAGE)
    monkeypatch.setattr(containers, "DockerContainer", ContainerDouble)

    def choose(kind: keeping.Kind, private: bool = False) -> object:
        return keeper.choose(kind, folder=tmp_path, data_dir=None, private=private)

    assert isinstance(choose(keeping.Kind.DATABASE), containers.MariaDBContainer)
    assert isinstance(choose(keeping.Kind.DATABASE, private=True), mariadb.PrivateMariaDB)
    assert isinstance(choose(keeping.Kind.BROKER), rabbitmq.PrivateRabbitMQ)


def test_without_an_engine_no_container_can_run() -> None:
    # In a process of its own, as in the keeper: docker's client leaks the socket of a failed ping.
    asked = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import {containers.__name__} as containers; print(containers.can_run('any'))",
        ],
        env={**os.environ, "DOCKER_HOST": "unix:///nonexistent/docker.sock"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout == "False\n"


def test_missing_programs_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "_find", lambda name: None)
    monkeypatch.setattr(install, "_can_install", lambda: False)
    with pytest.raises(ServerUnavailable, match="Install mariadb-server"):
        install.program("mariadbd")


def test_missing_programs_are_installed_without_starting_services(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    policy, ran = tmp_path / "policy-rc.d", []

    def apt_get(*arguments: str) -> None:
        ran.append((arguments[0], arguments[-1], policy.exists()))

    found = iter([None, "/usr/sbin/mariadbd"])
    monkeypatch.setattr(install, "_find", lambda name: next(found))
    monkeypatch.setattr(install, "_can_install", lambda: True)
    monkeypatch.setattr(install, "_apt_get", apt_get)
    monkeypatch.setattr(install, "SERVICE_POLICY", policy)
    assert install.program("mariadbd") == "/usr/sbin/mariadbd"
    assert ran == [("update", "update", True), ("install", "mariadb-server", True)]
    assert not policy.exists()


def test_a_failed_start_shows_the_servers_log(tmp_path: Path) -> None:
    damaged = tmp_path / "database" / "mysql"
    damaged.mkdir(parents=True)
    with (
        pytest.raises(ServerUnavailable, match=r"(?s)mariadbd ended with status 1.*ERROR"),
        servers.database_server(private=True, data_dir=tmp_path),
    ):
        pass


@contextmanager
def session(tmp_path: Path, *options: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    (tmp_path / "test_session.py").write_text(SESSION)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    with subprocess.Popen(
        [*command, f"--basetemp={tmp_path / 'base'}", "test_session.py"],
        cwd=tmp_path,
        env={**os.environ, "NOTES": str(tmp_path), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def notes(tmp_path: Path) -> list[dict[str, Any]]:
    return [json.loads(file.read_text()) for file in sorted(tmp_path.glob("*.json"))]


def test_workers_share_one_server_that_ends_with_them(tmp_path: Path) -> None:
    with session(tmp_path, "-n2") as running:
        assert running.wait(240) == 0
    written = notes(tmp_path)
    assert {note["worker"] for note in written} == {"gw0", "gw1"}
    assert len({note["port"] for note in written}) == 1
    eventually(lambda: not answers(written[0]["port"]))


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_session_leaves_no_server(
    tmp_path: Path, workers: str, number: signal.Signals
) -> None:
    with session(tmp_path, workers, LINGER="60") as running:
        eventually((tmp_path / "0.json").exists, seconds=180)
        [note, *_] = notes(tmp_path)
        assert answers(note["port"])
        running.send_signal(number)
    eventually(lambda: not answers(note["port"]))
    eventually(lambda: not Path(note["control"]).parent.exists())


def test_a_killed_keeper_leaves_no_server() -> None:
    address = keeping.launch(keeping.Kind.DATABASE, private=True)
    folder = Path(address.control).parent
    server = int((folder / "mariadb.pid").read_text())
    stat = Path(f"/proc/{server}/stat").read_text()
    os.kill(int(stat.rpartition(")")[2].split()[1]), signal.SIGKILL)
    eventually(lambda: not answers(address.port))
    shutil.rmtree(folder)  # nobody else is left to do it


def test_the_command_prints_two_urls_and_keeps_the_data(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "labwright_chassis.testing.servers", f"--data-dir={tmp_path}"]
    for keep in (False, True):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            database_url, broker_url = (running.stdout.readline().strip() for _ in range(2))
            url = DatabaseServer.from_url(database_url).create_database("dev", keep=keep)
            with connected(url) as cursor:
                cursor.execute("CREATE TABLE IF NOT EXISTS t (id INT)")
                cursor.execute("INSERT INTO t VALUES (1)")
                assert cursor.execute("SELECT * FROM t") == (2 if keep else 1)
            asyncio.run(declare(broker_url))
            asyncio.run(publish(broker_url, "kept"))
            assert asyncio.run(count_messages(broker_url)) == (2 if keep else 1)
            running.send_signal(signal.SIGINT)
        assert running.returncode == 0
        assert not answers(urlsplit(broker_url).port or 0)
