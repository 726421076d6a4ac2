"""Delivery within one process: the same relay, the same envelopes, the same consumer functions."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy import Row

from labwright_chassis import clock, logs
from labwright_chassis.db import Database
from labwright_chassis.dead_letters import service
from labwright_chassis.dead_letters.content import Content
from labwright_chassis.dead_letters.service import Death, Failure
from labwright_chassis.errors import Unavailable
from labwright_chassis.worker.dead_letters import Requeuer
from labwright_chassis.worker.events import EventRouter, Received, Undecodable
from labwright_chassis.worker.relay import Outgoing

ATTEMPTS = 6
"""How often an event is tried before it is dead, by the relay's growing delays."""

_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class LocalConsumer:
    """A router, the database that its handlers write to, and what failed so far, by event."""

    router: EventRouter
    database: Database
    failures: dict[str, list[Failure]] = field(default_factory=dict)

    def take(self, messages: Sequence[Outgoing]) -> list[bool]:
        """Apply what this consumer is bound to; false where a message must come again."""
        ok = [True] * len(messages)
        events: dict[int, Received[Any]] = {}
        for n, message in enumerate(messages):
            if self.router.takes(message.envelope):
                try:
                    events[n] = self.router.decode(message.envelope.to_headers(), message.body)
                except Undecodable as error:
                    ok[n] = self._failed(_content(message), error, bury=True)
        if len(events) > 1 and self._applied(list(events.values())):
            return ok
        for n, event in events.items():
            ok[n] = self._apply(event, _content(messages[n]))
        return ok

    async def hand_back(self, letter: Row[Any]) -> None:
        """Apply a requeued letter; it dies again at once if it fails again."""
        content = Content(letter.headers, letter.body)
        await asyncio.to_thread(self._apply_again, content)

    async def run_requeuer(self, stop: asyncio.Event) -> None:
        """Hand requeued letters back until stopped."""
        await Requeuer(self.router.queue, self.database).run(self.hand_back, stop)

    def _apply_again(self, content: Content) -> None:
        try:
            event = self.router.decode(content.to_headers(), content.body)
            self.router.apply(self.database, [event])
        except Unavailable:
            raise
        except Exception as error:
            self._failed(content, error, bury=True)

    def _applied(self, events: list[Received[Any]]) -> bool:
        try:
            self.router.apply(self.database, events)
        except Exception:  # each by itself then says why
            return False
        return True

    def _apply(self, event: Received[Any], content: Content) -> bool:
        try:
            self.router.apply(self.database, [event])
        except Unavailable as error:  # not the event's fault
            _note(self.router.queue, error)
            return False
        except Exception as error:
            return self._failed(content, error)
        self.failures.pop(content.key, None)
        return True

    def _failed(self, content: Content, error: Exception, *, bury: bool = False) -> bool:
        """Remember the failure; true once the event is among the dead letters."""
        _note(self.router.queue, error)
        told = self.failures.setdefault(content.key, [])
        told.append(Failure(clock.now(), f"{type(error).__name__}: {error}"))
        if not bury and len(told) < ATTEMPTS:
            while len(self.failures) > _REMEMBERED:
                self.failures.pop(next(iter(self.failures)))
            return False
        death = Death(uuid4().hex, self.router.queue, content, told)
        self.database.unit(lambda session: service.keep(session, death))
        del self.failures[content.key]
        return True


class LocalPublisher:
    """Hands events to every consumer in the process; one counts once all took or buried it."""

    def __init__(self, consumers: Sequence[LocalConsumer]) -> None:
        self._consumers = consumers

    async def publish(self, messages: Sequence[Outgoing]) -> Sequence[bool]:
        """Deliver; a message that any consumer failed on is false, and comes again."""
        return await asyncio.to_thread(self._deliver, messages)

    def _deliver(self, messages: Sequence[Outgoing]) -> list[bool]:
        taken = [consumer.take(messages) for consumer in self._consumers]
        return [all(of_one) for of_one in zip(*taken, strict=True)] or [True] * len(messages)


def _content(message: Outgoing) -> Content:
    return Content.of(message.envelope.to_headers(), message.body)


def _note(queue: str, error: Exception) -> None:
    logs.get(__name__).warning("event not applied", queue=queue, reason=repr(error)[:300])
