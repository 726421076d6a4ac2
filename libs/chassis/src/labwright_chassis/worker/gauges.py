"""What waits and what died, measured by the database: every worker of a service shows the same."""

import asyncio

from sqlalchemy.orm import Session

from labwright_chassis import clock, logs, unsent
from labwright_chassis.db import Database
from labwright_chassis.dead_letters import queries
from labwright_chassis.metrics import Metrics
from labwright_chassis.unsent import Backlog
from labwright_chassis.worker.relay import pause

_EVERY_SECONDS = 2.0


class Gauges:
    """Sets depth, failing rows and lag of the outbox, and open dead letters by queue."""

    def __init__(self, database: Database, metrics: Metrics) -> None:
        self._database = database
        self._metrics = metrics
        self._backlog: Backlog | None = None
        self._dead: dict[str, int] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Measure until stopped; a database that is away leaves the last values."""
        while not stop.is_set():
            try:
                await asyncio.to_thread(self._database.read, self.measure)
            except Exception as error:
                logs.get(__name__).warning("not measured", reason=repr(error)[:300])
            await pause(stop, _EVERY_SECONDS)

    def measure(self, session: Session) -> None:
        """Measure once."""
        backlog = self._backlog = unsent.backlog(session, now=clock.now())
        self._metrics.outbox_depth.set(backlog.depth)
        self._metrics.outbox_failing.set(backlog.failing)
        self._metrics.outbox_lag.set(backlog.lag_seconds)
        dead = queries.open_by_queue(session)
        for queue in self._dead.keys() - dead.keys():
            self._metrics.dead_letters.labels(queue).set(0)
        for queue, count in dead.items():
            self._metrics.dead_letters.labels(queue).set(count)
        self._dead = dead

    def relay(self) -> str:
        """What waits to be sent, in words."""
        found = self._backlog
        if found is None or not found.depth:
            return "ok"
        return f"{found.depth} unsent, {found.failing} failing, oldest {found.lag_seconds:.0f} s"

    def dead_letters(self) -> str:
        """How many dead letters are open, in words."""
        return f"{sum(self._dead.values())} open" if self._dead else "ok"
