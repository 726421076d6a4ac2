"""Brings dead letters from the broker into the service's database, and requeued ones back.

A message is kept before it is acknowledged, and handed back before that is noted: what a crash in
between repeats is known by its name, or borne by the consumer.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from sqlalchemy import Row

from labwright_chassis import clock, logs
from labwright_chassis.db import Database
from labwright_chassis.dead_letters import queries, service
from labwright_chassis.dead_letters.content import Content
from labwright_chassis.dead_letters.service import Death, Failure
from labwright_chassis.errors import Unavailable
from labwright_chassis.leases import Lease
from labwright_chassis.worker import failures
from labwright_chassis.worker.relay import pause

_LOOK_SECONDS = 0.5
_AWAY_SECONDS = 2.0
_CONFIRM_SECONDS = 10
_BATCH = 100
_LEASE = timedelta(seconds=30)

HandBack = Callable[[Row[Any]], Awaitable[None]]
"""Puts a dead letter where its consumer takes it from; raises when that is not certain."""


class Requeuer:
    """Hands the requeued letters of a queue back, in one worker at a time."""

    def __init__(self, queue: str, database: Database) -> None:
        self._queue = queue
        self._database = database
        self._lease = Lease(f"dead-letters:{queue}"[:80], _LEASE)

    async def run(self, hand_back: HandBack, stop: asyncio.Event) -> None:
        """Hand back until stopped; a failure only delays."""
        while not stop.is_set():
            wait = _LOOK_SECONDS
            try:
                await self.work(hand_back)
            except Exception as error:
                _say_that_they_wait(self._queue, error)
                wait = _AWAY_SECONDS
            await pause(stop, wait)
        await self.release()

    async def work(self, hand_back: HandBack) -> None:
        """Hand back what waits now."""
        for letter in await asyncio.to_thread(self._waiting):
            note = partial(service.mark_returned, letter=letter)
            try:
                await hand_back(letter)
            except (TypeError, ValueError) as error:  # this one alone: no message can be made of it
                note = partial(service.keep, death=_not_handed_back(letter, error))
            await asyncio.to_thread(self._database.unit, note)

    async def release(self) -> None:
        """Let another worker take over at once."""
        with contextlib.suppress(Unavailable):  # then the lease runs out by itself
            await asyncio.to_thread(self._lease.release, self._database)

    def _waiting(self) -> Sequence[Row[Any]]:
        found = self._database.read(lambda s: queries.requeued(s, self._queue, limit=_BATCH))
        return found if found and self._lease.hold(self._database) else []


class AmqpDeadLetters:
    """Looks into the dead letters of a queue, on a connection of its own."""

    def __init__(self, url: str, queue: str, database: Database) -> None:
        self._url = url
        self._queue = queue
        self._database = database
        self._requeuer = Requeuer(queue, database)

    async def run(self, stop: asyncio.Event) -> None:
        """Keep and hand back until stopped; a missing broker, queue or database only delays."""
        while not stop.is_set():
            try:
                async with asyncio.timeout(_CONFIRM_SECONDS):
                    connection = await aio_pika.connect(self._url)
                async with connection:
                    await self._work(connection, stop)
            except Exception as error:
                _say_that_they_wait(self._queue, error)
                await pause(stop, _AWAY_SECONDS)
        await self._requeuer.release()

    async def _work(self, connection: aio_pika.abc.AbstractConnection, stop: asyncio.Event) -> None:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        letters = await channel.get_queue(f"{self._queue}.dead", ensure=False)
        while not stop.is_set():
            while not stop.is_set() and (message := await letters.get(fail=False)) is not None:
                await self._keep(message)
            await self._requeuer.work(partial(self._publish, channel))
            await pause(stop, _LOOK_SECONDS)

    async def _keep(self, message: AbstractIncomingMessage) -> None:
        death = failures.death_of(self._queue, message.headers, message.body, at=clock.now())
        await asyncio.to_thread(self._database.unit, partial(service.keep, death=death))
        await message.ack()

    async def _publish(self, channel: AbstractChannel, letter: Row[Any]) -> None:
        message = aio_pika.Message(
            letter.body,
            headers=Content(letter.headers, letter.body).to_headers(),
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            content_type="application/json",
        )
        async with asyncio.timeout(_CONFIRM_SECONDS):
            await channel.default_exchange.publish(message, self._queue)


def _not_handed_back(letter: Row[Any], error: Exception) -> Death:
    failure = Failure(clock.now(), f"cannot be handed back: {error!r}")
    return Death(uuid4().hex, letter.queue, Content(letter.headers, letter.body), [failure])


def _say_that_they_wait(queue: str, error: Exception) -> None:
    logs.get(__name__).warning("dead letters wait", queue=queue, reason=repr(error)[:300])
