"""A tiny service that owns things, and a tiny one that keeps copies of them."""

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

import aio_pika
import sqlalchemy as sa
from aio_pika.abc import AbstractChannel
from sqlalchemy.orm import Session

from labwright_chassis import clock, outbox, projection, tables
from labwright_chassis.clients import PeerClient
from labwright_chassis.columns import BigId, create_metadata
from labwright_chassis.db import Database
from labwright_chassis.metrics import Metrics
from labwright_chassis.worker import EventRouter, Received, Rendered, SnapshotSource
from labwright_chassis.worker.amqp import declare_exchange
from labwright_chassis.worker.app import Worker, WorkerParts
from labwright_chassis.worker.copies import Copy
from labwright_chassis.worker.relay import Outgoing
from labwright_contracts import catalogue
from labwright_contracts.base import Contract
from labwright_contracts.catalogue import EventType
from labwright_contracts.envelope import Envelope
from labwright_contracts.snapshots import SnapshotRow

OpenDatabase = Callable[[str], Database]

CHANGED = "shop.thing.changed.v1"
SOLD = "shop.thing.sold.v1"
BROKEN = "shop.broken.changed.v1"
KEPT = "shop.thing.kept.v1"

METADATA = create_metadata()
tables.add_to(METADATA, mail=True)

things = sa.Table(
    "things",
    METADATA,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("version", BigId, nullable=False, server_default="1"),
    sqlite_autoincrement=True,
)

copies = sa.Table(
    "copies",
    METADATA,
    sa.Column("id", BigId, primary_key=True, autoincrement=False),
    sa.Column("epoch", BigId, nullable=False),
    sa.Column("version", BigId, nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("note", sa.String(80), nullable=False, default="", server_default=""),
)

sales = sa.Table(
    "sales",
    METADATA,
    sa.Column("number", BigId, primary_key=True, autoincrement=True),
    sa.Column("thing_id", BigId, nullable=False),
    sa.Column("actor", sa.String(80), nullable=False),
)


class ThingBody(Contract):
    id: int
    version: int
    name: str


class SoldBody(Contract):
    thing_id: int


EVENTS = (
    EventType(CHANGED, "state", ThingBody, ("shop",), ("mirror",), "for tests"),
    EventType(SOLD, "fact", SoldBody, ("shop",), ("mirror",), "for tests"),
    EventType(BROKEN, "state", ThingBody, ("shop",), ("mirror",), "for tests"),
    EventType(KEPT, "fact", SoldBody, ("shop",), ("mirror",), "for tests", must_arrive=True),
)


def render(session: Session, ids: Sequence[int]) -> Iterable[Rendered]:
    for row in session.execute(sa.select(things).where(things.c.id.in_(ids))):
        body = ThingBody(id=row.id, version=row.version, name=row.name)
        yield Rendered(id=row.id, version=row.version, event_type=CHANGED, body=body)


def break_down(session: Session, ids: Sequence[int]) -> Iterable[Rendered]:
    raise ValueError("cannot be rendered")


SOURCES = {
    "thing": SnapshotSource("thing", "things", things.c.id, things.c.version, render),
    "broken": SnapshotSource("broken", "broken", things.c.id, things.c.version, break_down),
}


def add_thing(session: Session, name: str) -> int:
    id: int = session.execute(sa.insert(things).values(name=name)).inserted_primary_key[0]
    outbox.add_state(session, CHANGED, id=id, version=1)
    return id


def rename_thing(session: Session, id: int, name: str) -> None:
    change = sa.update(things).where(things.c.id == id)
    session.execute(change.values(name=name, version=things.c.version + 1))
    version = session.scalar(sa.select(things.c.version).where(things.c.id == id)) or 0
    outbox.add_state(session, CHANGED, id=id, version=version)


def sell_thing(session: Session, id: int, *, as_event: str = SOLD) -> None:
    outbox.add_fact(session, as_event, subject=f"thing/{id}", body=SoldBody(thing_id=id))


def apply_rows(session: Session, rows: Sequence[SnapshotRow]) -> None:
    found = [{"id": r.id, "epoch": r.epoch, "version": r.version, **_data(r.data)} for r in rows]
    projection.upsert(session, copies, projection.newest(found), resync=True)


def _data(data: dict[str, Any]) -> dict[str, Any]:
    return {"name": data["name"]}


def end_rows(session: Session, ids: Sequence[int], epoch: int) -> None:
    ended = sa.update(copies).where(copies.c.id.in_(ids))
    session.execute(ended.values(note="ended", epoch=epoch, version=0))


COPY = Copy(plural="things", publisher="shop", table=copies, apply=apply_rows, end=end_rows)


def create_router(queue: str = "mirror.things") -> EventRouter:
    """Follows things, and counts sales once each; a sale of thing 13 always fails."""
    router = EventRouter(queue)

    @router.batch(CHANGED)
    def follow(session: Session, events: Sequence[Received[ThingBody]]) -> None:
        rows = [
            {
                "id": e.body.id,
                "epoch": e.envelope.epoch,
                "version": e.body.version,
                "name": e.body.name,
            }
            for e in events
        ]
        projection.upsert(session, copies, projection.newest(rows))

    @router.once(SOLD)
    def count_sale(session: Session, event: Received[SoldBody]) -> None:
        if event.body.thing_id == 13:
            raise ValueError("thirteen cannot be sold")
        row = {"thing_id": event.body.thing_id, "actor": event.envelope.actor}
        session.execute(sa.insert(sales).values(row))

    return router


@dataclass
class Shelf:
    """Stands where the broker stands: notes what the relay sends, and refuses on demand."""

    sent: list[Outgoing] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    away: bool = False

    async def publish(self, messages: Sequence[Outgoing]) -> Sequence[bool]:
        if self.away:
            raise ConnectionError("no broker")
        ok = [m.envelope.subject not in self.refused for m in messages]
        self.sent += [m for m, good in zip(messages, ok, strict=True) if good]
        return ok

    @property
    def subjects(self) -> list[str]:
        return [m.envelope.subject for m in self.sent]


def rows_of(database: Database, table: sa.Table) -> list[sa.Row[Any]]:
    statement = sa.select(table).order_by(*table.primary_key.columns)
    return database.read(lambda session: list(session.execute(statement).all()))


def names_of(database: Database, table: sa.Table) -> dict[int, str]:
    return {row.id: row.name for row in rows_of(database, table)}


def empty(database: Database) -> None:
    """As `METADATA` creates it; numbers begin at 1 again."""
    with database.engine.begin() as connection:
        for name in sa.inspect(connection).get_table_names():
            if name not in METADATA.tables:
                connection.exec_driver_sql(f"DROP TABLE {name}")
                continue
            connection.exec_driver_sql(f"DELETE FROM {name}")
            connection.exec_driver_sql(f"ALTER TABLE {name} AUTO_INCREMENT = 1")


def unsent(database: Database) -> int:
    waiting = sa.select(sa.func.count()).where(tables.outbox.c.sent_at.is_(None))
    return database.read(lambda session: session.scalar(waiting)) or 0


def under_way(database: Database, like: str) -> int:
    """How many such statements run on this MariaDB database now: they wait for a lock."""
    running = sa.text("SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE :like")
    return database.read(lambda session: session.scalar(running, {"like": like})) or 0


def wait_until(true: Callable[[], object], *, seconds: float = 60) -> None:
    """Wait for a condition in a thread's world."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "It never came true."
        threading.Event().wait(0.01)


async def eventually(true: Callable[[], object], *, seconds: float = 60) -> None:
    """Wait for a condition; it is asked in a thread."""
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(true):
            await asyncio.sleep(0.01)


@asynccontextmanager
async def running(*tasks: Callable[[asyncio.Event], Awaitable[None]]) -> AsyncIterator[None]:
    """Run tasks that take a stop event; they are stopped, and must end, at the end."""
    stop = asyncio.Event()
    started = [asyncio.ensure_future(task(stop)) for task in tasks]
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(60):
            await asyncio.gather(*started)


class Proxy:
    """Stands between a client and the broker, so that a test can cut the line."""

    def __init__(self, url: str) -> None:
        self._target = urlsplit(url)
        self._lines: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        assert self._server is not None
        port = self._server.sockets[0].getsockname()[1]
        login = self._target.netloc.rpartition("@")[0]
        return self._target._replace(netloc=f"{login}@127.0.0.1:{port}").geturl()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *exc: object) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()

    def cut(self) -> None:
        """Break every connection, as a pulled cable would."""
        for line in self._lines:
            line.transport.abort()
        self._lines.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        port = self._target.port or 5672
        there, back = await asyncio.open_connection(self._target.hostname, port)
        self._lines |= {writer, back}
        await asyncio.gather(_pass(reader, back), _pass(there, writer))


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


class Wire:
    """A bare AMQP client: sends what no relay would send."""

    def __init__(self, channel: AbstractChannel) -> None:
        self._channel = channel

    @classmethod
    @asynccontextmanager
    async def to(cls, url: str) -> AsyncIterator[Self]:
        connection = await aio_pika.connect(url)
        async with connection:
            yield cls(await connection.channel())

    async def send(self, *messages: tuple[Envelope, bytes]) -> None:
        exchange = await declare_exchange(self._channel, catalogue.exchange("shop"))
        for envelope, body in messages:
            message = aio_pika.Message(body, headers=dict(envelope.to_headers()))
            await exchange.publish(message, envelope.type)

    async def send_raw(self, body: bytes, headers: dict[str, Any], key: str = CHANGED) -> None:
        exchange = await declare_exchange(self._channel, catalogue.exchange("shop"))
        await exchange.publish(aio_pika.Message(body, headers=headers), key)

    async def delete(self, queue: str) -> None:
        await self._channel.queue_delete(queue)

    async def count(self, queue: str) -> int:
        declared = await self._channel.declare_queue(queue, passive=True)
        return declared.declaration_result.message_count or 0


def changed(id: int, version: int, name: str, *, epoch: int = 1) -> tuple[Envelope, bytes]:
    """An event as the relay sends it."""
    body = ThingBody(id=id, version=version, name=name)
    return _envelope(CHANGED, id, epoch, version), body.model_dump_json().encode()


def sold(id: int) -> tuple[Envelope, bytes]:
    return _envelope(SOLD, id, 1, 0), SoldBody(thing_id=id).model_dump_json().encode()


def _envelope(event_type: str, id: int, epoch: int, version: int) -> Envelope:
    return Envelope(
        id=outbox.uuid7(),
        source="/shop",
        type=event_type,
        subject=f"thing/{id}",
        time=clock.now(),
        epoch=epoch,
        aggregateversion=version,
        actor=f"user/{id}",
    )


async def ready(*workers: Worker) -> None:
    """Wait until the workers say that they can work."""
    for worker in workers:
        await eventually(lambda w=worker: w.readiness(lambda: "ok").look()[0])  # type: ignore[misc]


def create_worker(
    service: str,
    database: Database,
    url: str,
    *,
    metrics: Metrics | None = None,
    routers: Sequence[EventRouter] = (),
    copied: Sequence[tuple[Copy, PeerClient]] = (),
    retry_delays: Sequence[float] = (0.05, 0.2),
) -> Worker:
    parts = WorkerParts(
        service=service,
        database=database,
        metrics=metrics or Metrics(),
        sources=SOURCES,
        routers=routers,
        copies=copied,
    )
    return Worker(parts, url, prefetch=200, retry_delays=retry_delays)
