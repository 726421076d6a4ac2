"""The floor of a booking: the same locks, check and rows over one connection, nothing around."""

import json
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from typing import Any

from bench import databases
from bench.slots import FreeSlots


def rate(url: str, slots: FreeSlots, people: Sequence[int], seconds: float) -> float:
    """Bookings a second that all people together make, each over a connection of its own."""
    connections = [databases.connect(url) for _ in people]
    first = slots.taken
    numbers = count(first)
    started = time.perf_counter()

    def work(client: int) -> None:
        connection = connections[client]
        while time.perf_counter() - started < seconds:
            with connection.cursor() as cursor:
                # The next number is one step of the interpreter: no two threads get the same.
                _book(cursor, people[client], *slots.at(next(numbers)))
            connection.commit()

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(work, range(len(people))))
    elapsed = time.perf_counter() - started
    for connection in connections:
        connection.close()
    made = next(numbers) - first
    slots.take(made)
    return made / elapsed


def _book(cursor: Any, person: int, device: int, start: Any, end: Any) -> None:
    start, end = start.replace(tzinfo=None), end.replace(tzinfo=None)
    cursor.execute("SELECT id FROM people WHERE id = %s FOR UPDATE", (person,))
    cursor.execute(
        "SELECT id, capacity, status, schedulable FROM devices WHERE id = %s FOR UPDATE", (device,)
    )
    assert cursor.fetchone()
    cursor.execute("SELECT UTC_TIMESTAMP(6)")
    now = cursor.fetchone()[0]
    cursor.execute(
        "SELECT start_at, end_at FROM slots WHERE occupies = 1 AND device_id = %s"
        " AND start_at > %s AND start_at < %s AND end_at > %s",
        (device, start - timedelta(days=31), end, start),
    )
    assert not cursor.fetchall()
    uid = uuid.uuid4().hex
    cursor.execute(
        "INSERT INTO bookings (uid, version, org, owner_id, title, created_at, updated_at)"
        " VALUES (%s, 1, 'default', %s, 'Experiment', %s, %s)",
        (uid, person, now, now),
    )
    cursor.execute(
        "INSERT INTO slots (booking_id, device_id, start_at, end_at, state, overcommitted)"
        " VALUES (%s, %s, %s, %s, 'CONFIRMED', 0)",
        (cursor.lastrowid, device, start, end),
    )
    cursor.execute(
        "UPDATE devices SET calendar_version = calendar_version + 1 WHERE id = %s", (device,)
    )
    told = json.dumps({"id": uid, "version": 1, "owner_id": person, "slots": []})
    # Written as sent: the floor sends no events.
    cursor.execute(
        "INSERT INTO outbox (event_id, type, aggregate, aggregate_id, version, payload, actor, org,"
        " request_id, traceparent, created_at, sent_at) VALUES"
        " (%s, 'bench', 'booking', %s, 1, %s, '', '', '', '', %s, %s)",
        (uuid.uuid4().hex, uid, told, now, now),
    )
