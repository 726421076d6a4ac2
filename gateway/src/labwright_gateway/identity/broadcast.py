"""Hears auth's revocations from the broker."""

import asyncio
from collections.abc import Callable

import aio_pika
from aio_pika.abc import AbstractIncomingMessage
from pydantic import ValidationError

from labwright_chassis import logs
from labwright_contracts import catalogue
from labwright_contracts.auth import SessionRevoked

_PAUSE_SECONDS = 1
_CONNECT_SECONDS = 5
_HEARTBEAT_SECONDS = 10


class RevocationListener:
    """Hands each `auth.session.revoked` to `revoke`, by a queue that lives as long as it does.

    Nothing says what was missed while there was no queue, so `missed` is called once each new
    queue is bound. `connected` tells whether one is.
    """

    def __init__(
        self,
        url: str,
        *,
        revoke: Callable[[SessionRevoked], None],
        missed: Callable[[], None],
    ) -> None:
        self._url = url
        self._revoke = revoke
        self._missed = missed
        self._log = logs.get(__name__)
        self.connected = False

    async def run(self) -> None:
        """Listen until cancelled; a missing broker is tried again each second."""
        while True:
            try:
                await self._listen()
            except asyncio.CancelledError:
                # The client library cancels what waits on a channel that goes down.
                if _asked_to_stop():
                    raise
            except Exception as error:
                # Whatever a broken broker makes the library raise, listening goes on.
                self._log.warning("no revocations from the broker", reason=repr(error))
            finally:
                self.connected = False
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _listen(self) -> None:
        # Not connect_robust: it would not tell when the queue is bound again.
        connection = await aio_pika.connect(
            self._url, timeout=_CONNECT_SECONDS, heartbeat=_HEARTBEAT_SECONDS
        )
        async with connection:
            lost = asyncio.Event()
            connection.close_callbacks.add(lambda *_: lost.set())
            channel = await connection.channel()
            channel.close_callbacks.add(lambda *_: lost.set())
            exchange = await channel.declare_exchange(
                catalogue.exchange("auth"), aio_pika.ExchangeType.TOPIC, durable=True
            )
            queue = await channel.declare_queue(exclusive=True, auto_delete=True)
            await queue.bind(exchange, catalogue.SESSION_REVOKED)
            await queue.consume(self._take, no_ack=True)
            self._missed()
            self.connected = True
            self._log.info("listening for revocations")
            await lost.wait()

    async def _take(self, message: AbstractIncomingMessage) -> None:
        try:
            self._revoke(SessionRevoked.model_validate_json(message.body))
        except ValidationError as error:
            self._log.error("a revocation cannot be read", errors=error.error_count())
            # Whoever was meant is forgotten together with everybody.
            self._missed()


def _asked_to_stop() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
