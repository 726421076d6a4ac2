"""Creates a service's worker: relay, consumers, copies and jobs in one process."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from labwright_chassis.api.health import Check, Readiness
from labwright_chassis.clients import PeerClient
from labwright_chassis.db import Database
from labwright_chassis.metrics import Metrics
from labwright_chassis.worker import jobs
from labwright_chassis.worker.amqp import AmqpConsumer, AmqpPublisher, unless_stopped
from labwright_chassis.worker.building import CopyBuilder
from labwright_chassis.worker.copies import Copy, Repair
from labwright_chassis.worker.dead_letters import AmqpDeadLetters
from labwright_chassis.worker.events import EventRouter
from labwright_chassis.worker.gauges import Gauges
from labwright_chassis.worker.jobs import Job
from labwright_chassis.worker.relay import Relay
from labwright_chassis.worker.snapshots import SnapshotSource


@dataclass(frozen=True, slots=True)
class WorkerParts:
    """What a service puts into its worker."""

    service: str
    database: Database
    metrics: Metrics
    sources: dict[str, SnapshotSource] = field(default_factory=dict)
    routers: Sequence[EventRouter] = ()
    copies: Sequence[tuple[Copy, PeerClient]] = ()
    jobs: Sequence[Job] = ()
    repair_every: timedelta = timedelta(minutes=5)

    def all_jobs(self) -> list[Job]:
        """The service's jobs, the repair of its copies, and housekeeping."""
        repairs = [
            Job(f"repair:{copy.plural}", self.repair_every, Repair(copy, peer))
            for copy, peer in self.copies
        ]
        return [*self.jobs, *repairs, *jobs.housekeeping()]


class Worker:
    """Declares and binds its queues, builds copies that never were built, then is ready."""

    def __init__(
        self, parts: WorkerParts, amqp_url: str, *, prefetch: int, retry_delays: Sequence[float]
    ) -> None:
        self._parts = parts
        self._publisher = AmqpPublisher(amqp_url, parts.service)
        self._relay = Relay(
            parts.service, parts.database, self._publisher, parts.sources, parts.metrics
        )
        self._consumers = [
            AmqpConsumer(
                amqp_url,
                router,
                parts.database,
                parts.metrics,
                prefetch=prefetch,
                retry_delays=retry_delays,
            )
            for router in parts.routers
        ]
        self._letters = [
            AmqpDeadLetters(amqp_url, router.queue, parts.database) for router in parts.routers
        ]
        self._gauges = Gauges(parts.database, parts.metrics)
        self._builder = CopyBuilder(parts.database, parts.copies)

    def readiness(self, database: Check) -> Readiness:
        """Ready with database, broker and complete copies; what waits or died is told only."""
        return Readiness(
            {"database": database, "broker": self._broker, "copies": self._copies},
            {"relay": self._gauges.relay, "dead_letters": self._gauges.dead_letters},
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Work until stopped."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(jobs.run(self._parts.all_jobs(), self._parts.database, stop))
            tasks.create_task(self._gauges.run(stop))
            tasks.create_task(self._exchange(stop))
        await self._publisher.close()
        for consumer in self._consumers:
            await consumer.close()

    async def _exchange(self, stop: asyncio.Event) -> None:
        if not await unless_stopped(self._declare(), stop):
            return
        async with asyncio.TaskGroup() as tasks:
            # Not earlier: a service's own queue would miss what is sent before it is bound.
            tasks.create_task(self._relay.run(stop))
            for consumer in self._consumers:
                tasks.create_task(consumer.run(stop))
            for letters in self._letters:
                tasks.create_task(letters.run(stop))
            tasks.create_task(self._builder.run(stop))

    async def _declare(self) -> None:
        declaring = [consumer.declare() for consumer in self._consumers]
        await asyncio.gather(self._publisher.open(), *declaring)

    def _broker(self) -> str:
        connected = [self._publisher.connected, *(c.connected for c in self._consumers)]
        return "ok" if all(connected) else "not connected"

    def _copies(self) -> str:
        return "ok" if self._builder.done else "being built"
