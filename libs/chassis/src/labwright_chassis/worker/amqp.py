"""RabbitMQ: topology, sending with confirms, and consuming with growing delays and dead letters.

For a queue `scheduler.projection` there are `scheduler.projection.retry.1` and so on, whose
messages come back after their delay, and `scheduler.projection.dead`. Sending and consuming use
connections of their own, since a client library caches what it declares by value.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractRobustConnection
from aio_pika.exceptions import DeliveryError
from faststream import AckPolicy
from faststream.rabbit import Channel, QueueType, RabbitBroker, RabbitQueue
from faststream.rabbit.message import RabbitMessage

from labwright_chassis import clock, logs
from labwright_chassis.db import Database
from labwright_chassis.metrics import Metrics
from labwright_chassis.worker import failures
from labwright_chassis.worker.batcher import Batcher
from labwright_chassis.worker.events import EventRouter, Received, Undecodable
from labwright_chassis.worker.relay import Outgoing
from labwright_contracts import catalogue

T = TypeVar("T")

_CONFIRM_SECONDS = 10
_DELIVERY_LIMIT = 20
_AWAY_SECONDS = 1
_UNSETTLED_SECONDS = 1
_ATTEMPT = "x-attempt"


class AmqpPublisher:
    """Publishes to the service's topic exchange; a message counts once it is confirmed."""

    def __init__(self, url: str, service: str) -> None:
        self._url = url
        self._exchange_name = catalogue.exchange(service)
        self._connection: AbstractRobustConnection | None = None
        self._exchange: aio_pika.abc.AbstractExchange | None = None
        self._opening = asyncio.Lock()

    @property
    def connected(self) -> bool:
        """Whether the broker can be reached now."""
        return self._connection is not None and self._connection.connected.is_set()

    async def open(self) -> None:
        """Connect, waiting for the broker."""
        await patiently(self._ready)

    async def publish(self, messages: Sequence[Outgoing]) -> Sequence[bool]:
        """Send all at once on one channel, which keeps their order.

        Raises:
            aio_pika.exceptions.AMQPError, OSError: no broker can be reached.
        """
        exchange = await self._ready()
        # A blocked broker (memory alarm) leaves a publish pending without end.
        async with asyncio.timeout(_CONFIRM_SECONDS):
            results = await asyncio.gather(
                *(
                    exchange.publish(_message(m), m.envelope.type, mandatory=_must_arrive(m))
                    for m in messages
                ),
                return_exceptions=True,
            )
        for result in results:
            # A message that the broker will not take is one failure; anything else is the broker's.
            if isinstance(result, BaseException) and not isinstance(result, DeliveryError):
                raise result
        return [not isinstance(result, BaseException) for result in results]

    async def close(self) -> None:
        """Close the connection, if there is one."""
        if self._connection is not None:
            await self._connection.close()

    async def _ready(self) -> aio_pika.abc.AbstractExchange:
        async with self._opening:
            if self._connection is None:
                self._connection = await aio_pika.connect_robust(self._url, reconnect_interval=1)
            if self._exchange is None:
                channel = await self._connection.channel(
                    publisher_confirms=True, on_return_raises=True
                )
                self._exchange = await declare_exchange(channel, self._exchange_name)
            return self._exchange


class AmqpConsumer:
    """Feeds one queue's events to its router, in batches, and says what became of each."""

    def __init__(
        self,
        url: str,
        router: EventRouter,
        database: Database,
        metrics: Metrics,
        *,
        prefetch: int = 200,
        retry_delays: Sequence[float] = (1, 5, 30, 120, 600),
    ) -> None:
        self._url = url
        self._router = router
        self._database = database
        self._metrics = metrics
        self._prefetch = prefetch
        self._delays = retry_delays
        self._batcher: Batcher[Received[Any]] = Batcher(self._apply, linger=router.linger)
        self._connection: AbstractRobustConnection | None = None
        self._channel: AbstractChannel | None = None
        self._consuming = False
        self._log = logs.get(__name__).bind(queue=router.queue)

    @property
    def connected(self) -> bool:
        """Whether events arrive here now."""
        return (
            self._consuming and self._connection is not None and self._connection.connected.is_set()
        )

    async def declare(self) -> None:
        """Declare and bind the queues, waiting for the broker: events are kept from here on."""
        self._connection = await patiently(
            lambda: aio_pika.connect_robust(self._url, reconnect_interval=1)
        )
        self._channel = await self._connection.channel(
            publisher_confirms=True, on_return_raises=True
        )
        await declare_queues(self._channel, self._router, self._delays)

    async def close(self) -> None:
        """Close the connection, if there is one."""
        if self._connection is not None:
            await self._connection.close()

    async def run(self, stop: asyncio.Event) -> None:
        """Consume until stopped; handlers under way are finished."""
        broker = RabbitBroker(
            self._url,
            default_channel=Channel(prefetch_count=self._prefetch),
            graceful_timeout=15,
            reconnect_interval=1,
            fail_fast=False,
            logger=None,
            # The router decodes: what would be injected and validated here cost half of an event.
            apply_types=False,
        )
        queue = RabbitQueue(
            self._router.queue, durable=True, queue_type=QueueType.QUORUM, declare=False
        )

        @broker.subscriber(queue, ack_policy=AckPolicy.MANUAL, decoder=_whole)
        async def take(message: RabbitMessage) -> None:
            await self._take(message)

        flushing = asyncio.create_task(self._batcher.run())
        try:
            self._consuming = await unless_stopped(broker.start(), stop)
            await stop.wait()
        finally:
            self._consuming = False
            await broker.stop()
            flushing.cancel()

    async def _take(self, message: RabbitMessage) -> None:
        # It keeps what it was decoded to, here itself: a circle that waited for the collector.
        message.clear_cache()
        try:
            await self._handle(message)
        except Exception as error:
            # Neither acknowledged nor put aside: it comes again, a limited number of times.
            self._log.error("event not settled", reason=repr(error)[:300])
            await asyncio.sleep(_UNSETTLED_SECONDS)
            await message.nack(requeue=True)

    async def _handle(self, message: RabbitMessage) -> None:
        try:
            event = self._router.decode(message.headers, message.body)
            await self._batcher.add(event)
        except Undecodable as error:
            await self._move(message, f"{self._router.queue}.dead", str(error), "dead")
        except Exception as error:
            await self._retry_or_bury(message, error)
        else:
            lag = (clock.now() - event.envelope.time).total_seconds()
            self._metrics.event_lag.labels(self._router.queue).observe(max(0, lag))
            self._metrics.events_handled.labels(self._router.queue, "done").inc()
            await message.ack()

    async def _retry_or_bury(self, message: RabbitMessage, error: Exception) -> None:
        attempt = int(message.headers.get(_ATTEMPT, 0)) + 1
        reason = f"{type(error).__name__}: {error}"
        if attempt <= len(self._delays):
            queue = f"{self._router.queue}.retry.{attempt}"
            delay = self._delays[attempt - 1]
            await self._move(message, queue, reason, "retried", attempt, delay)
        else:
            await self._move(message, f"{self._router.queue}.dead", reason, "dead", attempt)

    async def _move(
        self,
        message: RabbitMessage,
        queue: str,
        reason: str,
        outcome: str,
        attempt: int = 0,
        delay: float | None = None,
    ) -> None:
        self._log.warning("event put aside", to=queue, reason=reason[:300], attempt=attempt)
        assert self._channel is not None
        # The broker's own headers (x-death, x-delivery-count) tell of the delivery that ends here.
        headers = {k: v for k, v in message.headers.items() if not k.startswith("x-")}
        history = failures.added(message.headers, reason, at=clock.now())
        copy = aio_pika.Message(
            message.body,
            headers={**headers, _ATTEMPT: attempt, **history},
            expiration=delay,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            message_id=message.message_id,
            content_type=message.content_type,
        )
        async with asyncio.timeout(_CONFIRM_SECONDS):
            await self._channel.default_exchange.publish(copy, queue)
        self._metrics.events_handled.labels(self._router.queue, outcome).inc()
        await message.ack()

    async def _apply(self, events: Sequence[Received[Any]]) -> None:
        await asyncio.to_thread(self._router.apply, self._database, events)


async def declare_exchange(channel: AbstractChannel, name: str) -> aio_pika.abc.AbstractExchange:
    """The durable topic exchange of a publishing service."""
    return await channel.declare_exchange(name, aio_pika.ExchangeType.TOPIC, durable=True)


async def declare_queues(
    channel: AbstractChannel, router: EventRouter, delays: Sequence[float]
) -> None:
    """The queue of a router, bound; a retry queue for each of `delays`; its dead letters."""
    name = router.queue
    to_main: dict[str, Any] = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": name}
    to_dead: dict[str, Any] = {
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": f"{name}.dead",
    }
    quorum: dict[str, Any] = {"x-queue-type": "quorum"}
    safe = {"x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}
    await channel.declare_queue(f"{name}.dead", durable=True, arguments=quorum)
    for number in range(1, len(delays) + 1):
        # Each message says how long it waits: a queue's arguments cannot change with the settings.
        await channel.declare_queue(
            f"{name}.retry.{number}", durable=True, arguments=quorum | to_main | safe
        )
    limit = {"x-delivery-limit": _DELIVERY_LIMIT}
    queue = await channel.declare_queue(
        name, durable=True, arguments=quorum | to_dead | safe | limit
    )
    for publisher, types in router.bindings.items():
        exchange = await declare_exchange(channel, catalogue.exchange(publisher))
        for event_type in types:
            await queue.bind(exchange, event_type)


async def unless_stopped(work: Awaitable[Any], stop: asyncio.Event) -> bool:
    """Await the work, or give it up when stopped first; whether it was done."""
    working = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            await working
        return working.done()
    finally:
        working.cancel()
        stopping.cancel()


async def patiently(connect: Callable[[], Awaitable[T]]) -> T:
    """What `connect` gives, once there is a broker."""
    while True:
        try:
            return await connect()
        except (OSError, aio_pika.exceptions.AMQPError) as error:
            logs.get(__name__).warning("waiting for the broker", reason=repr(error)[:200])
            await asyncio.sleep(_AWAY_SECONDS)


def _must_arrive(outgoing: Outgoing) -> bool:
    known = catalogue.BY_TYPE.get(outgoing.envelope.type)
    return known is not None and known.must_arrive


async def _whole(message: RabbitMessage) -> RabbitMessage:
    return message


def _message(outgoing: Outgoing) -> aio_pika.Message:
    return aio_pika.Message(
        outgoing.body,
        headers=dict(outgoing.envelope.to_headers()),
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        message_id=str(outgoing.envelope.id),
        content_type="application/json",
    )
