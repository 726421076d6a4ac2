"""Sends what the outbox holds: at least once, in order for each object, confirmed.

A row stays until the broker has confirmed it, whatever happens in between. The lease only saves
double work: two relays at once would send twice, which every consumer bears.
"""

import asyncio
import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Row, delete, or_, select, update
from sqlalchemy.orm import Session

from labwright_chassis import clock, leases, logs, outbox
from labwright_chassis.db import Database, insert_new, rows_changed
from labwright_chassis.errors import Unavailable
from labwright_chassis.metrics import Metrics
from labwright_chassis.tables import counters
from labwright_chassis.tables import outbox as table
from labwright_chassis.worker.snapshots import Rendered, SnapshotSource, render_each
from labwright_contracts.envelope import Envelope

BATCH = 200
_IDLE_SECONDS = 0.1
_BUSY_SECONDS = 0.01
_LEASE = timedelta(seconds=10)
_KEEP_SENT = timedelta(days=3)
_LONGEST_WAIT_SECONDS = 10.0
_LONGEST_ROW_WAIT_SECONDS = 600
_LONGEST_REASON = 500
_NOT_TAKEN = "not taken: refused by the broker, without a queue, or failed in a consumer"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message, and the outbox rows that it settles."""

    envelope: Envelope
    body: bytes
    rows: tuple[int, ...]


class Publisher(Protocol):
    """Where events go. Answers for each message whether it is safely there."""

    async def publish(self, messages: Sequence[Outgoing]) -> Sequence[bool]: ...


class Relay:
    """The one sender of a service. `sources` render the state that pointer rows point at."""

    def __init__(
        self,
        service: str,
        database: Database,
        publisher: Publisher,
        sources: dict[str, SnapshotSource],
        metrics: Metrics,
    ) -> None:
        self._service = service
        self._database = database
        self._publisher = publisher
        self._sources = sources
        self._metrics = metrics
        self._lease = leases.Lease("relay", _LEASE)
        self._unrendered: dict[int, str] = {}
        self._log = logs.get(__name__)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until stopped; a missing broker or database only delays."""
        wait = _BUSY_SECONDS
        failures = 0
        while not stop.is_set():
            try:
                sent = await self.send_batch()
                failures = 0
                wait = _BUSY_SECONDS if sent else min(wait * 1.5, _IDLE_SECONDS)
            except Exception as error:
                failures += 1
                wait = min(0.1 * 2 ** min(failures, 10), _LONGEST_WAIT_SECONDS)
                self._metrics.send_failures.inc()
                self._log.warning("events wait", reason=repr(error)[:300], retry_in=wait)
            if wait > 0:
                await pause(stop, wait)
        with contextlib.suppress(Unavailable):  # then the lease runs out by itself
            await asyncio.to_thread(self._lease.release, self._database)

    async def send_batch(self) -> int:
        """Send what waits, at most `BATCH` rows; how many rows were settled."""
        waiting, messages = await asyncio.to_thread(self._collect)
        if not waiting:
            return 0
        confirmed = await self._publisher.publish(messages) if messages else []
        done = [row for m, ok in zip(messages, confirmed, strict=True) if ok for row in m.rows]
        failed = sorted(set(waiting).difference(done))
        reasons = {row: self._unrendered.get(row, _NOT_TAKEN) for row in failed}
        await asyncio.to_thread(self._database.unit, lambda s: _settle(s, done, failed, reasons))
        self._metrics.events_sent.inc(len(done))
        self._metrics.send_failures.inc(len(failed))
        return len(done)

    def _collect(self) -> tuple[list[int], list[Outgoing]]:
        """The rows to settle, and the messages made of those that could be rendered."""
        if not self._lease.hold(self._database):
            return [], []
        return self._database.read(self._render)

    def _render(self, session: Session) -> tuple[list[int], list[Outgoing]]:
        now = clock.now()
        due = or_(table.c.retry_at.is_(None), table.c.retry_at <= now)
        waiting = table.c.sent_at.is_(None)
        rows = session.execute(
            select(table).where(waiting, due).order_by(table.c.id).limit(BATCH)
        ).all()
        self._unrendered = {}
        if not rows:
            return [], []
        epoch = outbox.epoch(session)
        messages = [self._fact(row, epoch) for row in rows if row.payload is not None]
        for aggregate in {row.aggregate for row in rows if row.payload is None}:
            pointers = [r for r in rows if r.payload is None and r.aggregate == aggregate]
            messages += self._states(session, aggregate, pointers, epoch)
        messages.sort(key=lambda message: message.rows[-1])
        return [row.id for row in rows], messages

    def _fact(self, row: Row[Any], epoch: int) -> Outgoing:
        body = json.dumps(row.payload, separators=(",", ":")).encode()
        return Outgoing(self._envelope(row, row.type, row.version, epoch), body, (row.id,))

    def _states(
        self, session: Session, aggregate: str, rows: Sequence[Row[Any]], epoch: int
    ) -> list[Outgoing]:
        source = self._sources.get(aggregate)
        if source is None:
            self._unrendered |= {row.id: f"nothing here renders {aggregate}" for row in rows}
            return []
        pointers: dict[int, list[Row[Any]]] = {}
        for row in rows:
            pointers.setdefault(int(row.aggregate_id), []).append(row)
        rendered, failed = render_each(source, session, sorted(pointers))
        for id in pointers.keys() - rendered.keys():
            reason = f"not rendered: {failed.get(id, 'it is not there')}"
            self._unrendered |= {row.id: reason for row in pointers[id]}
        return [
            self._state(same, rendered[id], epoch)
            for id, same in pointers.items()
            if id in rendered
        ]

    def _state(self, rows: Sequence[Row[Any]], state: Rendered, epoch: int) -> Outgoing:
        """One message for all pointers to the same object, in the name of the last."""
        envelope = self._envelope(rows[-1], state.event_type, state.version, epoch)
        body = state.body.model_dump_json().encode()
        return Outgoing(envelope, body, tuple(row.id for row in rows))

    def _envelope(self, row: Row[Any], event_type: str, version: int, epoch: int) -> Envelope:
        return Envelope(
            id=UUID(str(row.event_id)),
            source=f"/{self._service}",
            type=event_type,
            subject=f"{row.aggregate}/{row.aggregate_id}",
            time=row.created_at,
            dataschema=f"/schemas/{event_type}.json",
            epoch=epoch,
            aggregateversion=version,
            org=row.org,
            actor=row.actor,
            requestid=row.request_id,
            traceparent=row.traceparent,
        )


def prune(session: Session) -> None:
    """Forget events sent days ago."""
    session.execute(delete(table).where(table.c.sent_at < clock.now() - _KEEP_SENT))


def _settle(
    session: Session,
    done: list[int],
    failed: list[int],
    reasons: Mapping[int, str] | None = None,
) -> None:
    now = clock.now()
    # Another relay, whose lease ran out unnoticed, may have settled some of them.
    open_rows = (
        select(table.c.id, table.c.attempts)
        .where(table.c.id.in_([*done, *failed]), table.c.sent_at.is_(None))
        .order_by(table.c.id)
        .with_for_update()
    )
    attempts: dict[int, int] = dict(session.execute(open_rows).all())
    sent = sorted(attempts.keys() & set(done))
    if sent:
        _number(session, sent, now)
    for id in attempts.keys() & set(failed):
        wait = timedelta(seconds=min(2 ** min(attempts[id], 20), _LONGEST_ROW_WAIT_SECONDS))
        reason = (reasons or {}).get(id, _NOT_TAKEN)[:_LONGEST_REASON]
        session.execute(
            update(table)
            .where(table.c.id == id)
            .values(attempts=attempts[id] + 1, retry_at=now + wait, last_error=reason)
        )


def _number(session: Session, sent: Sequence[int], now: datetime) -> None:
    """Give these rows, in id order, the next positions: a statement for each run of ids."""
    first = _advance_position(session, len(sent)) - len(sent) + 1
    for shift, run in groupby(enumerate(sent, first), key=lambda pair: pair[0] - pair[1]):
        session.execute(
            update(table)
            .where(table.c.id.in_([id for _, id in run]))
            .values(sent_at=now, position=table.c.id + shift)
        )


def _advance_position(session: Session, count: int) -> int:
    row = counters.c.name == "position"
    advance = update(counters).where(row).values(value=counters.c.value + count)
    if rows_changed(session, advance) == 0:
        insert_new(session, counters, {"name": "position", "value": 0})
        session.execute(advance)
    last: int = session.execute(select(counters.c.value).where(row)).scalar_one()
    return last


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait for some seconds, or until stopped."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
