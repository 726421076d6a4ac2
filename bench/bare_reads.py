"""The floor of each read: the same rows by as few statements as it takes, put into JSON."""

import json
import time
from collections.abc import Callable
from typing import Any

from pymysql.cursors import DictCursor

from bench import databases

_PAGE = 50


def median_ms(url: str, read: Callable[[Any], Any], seconds: float) -> float:
    """Half of the reads over one connection are as fast as this."""
    connection = databases.connect(url)
    connection.autocommit(True)
    taken = []
    until = time.perf_counter() + seconds
    with connection.cursor(DictCursor) as cursor:
        while (started := time.perf_counter()) < until:
            json.dumps(read(cursor), default=str)
            taken.append(time.perf_counter() - started)
    connection.close()
    return sorted(taken)[len(taken) // 2] * 1000


def devices(cursor: Any) -> Any:
    """The first page by name, with what the devices refer to, and how many there are."""
    cursor.execute(
        "SELECT id FROM devices WHERE removed_at IS NULL ORDER BY name_key, id LIMIT %s", (_PAGE,)
    )
    ids = [row["id"] for row in cursor.fetchall()]
    found = with_references(cursor, ids)
    cursor.execute("SELECT COUNT(*) AS count FROM devices WHERE removed_at IS NULL")
    return {"count": cursor.fetchone()["count"], "results": found}


def device(id: int) -> Callable[[Any], Any]:
    """One device with what it refers to."""
    return lambda cursor: with_references(cursor, [id])[0]


def bookings(condition: str, values: tuple[Any, ...]) -> Callable[[Any], Any]:
    """Bookings of a time or a person, with slots, names of devices and owners."""

    def read(cursor: Any) -> Any:
        cursor.execute(f"{_BOOKINGS} WHERE {condition} ORDER BY s.start_at, b.id", values)
        found: dict[int, dict[str, Any]] = {}
        for row in cursor.fetchall():
            slot = {name: row.pop(name) for name in _SLOT}
            found.setdefault(row["id"], row | {"slots": []})["slots"].append(slot)
        return {"count": len(found), "results": list(found.values())}

    return read


def with_references(cursor: Any, ids: list[int]) -> list[dict[str, Any]]:
    """Devices with type, maker, site and tags, in this order."""
    cursor.execute(
        "SELECT d.*, t.name AS type_name, t.category, m.name AS manufacturer_name,"
        " s.name AS site_name FROM devices d LEFT JOIN device_types t ON t.id = d.device_type_id"
        " LEFT JOIN manufacturers m ON m.id = d.manufacturer_id"
        " LEFT JOIN sites s ON s.id = d.site_id WHERE d.id IN %s",
        (ids,),
    )
    found = {row["id"]: row | {"tags": []} for row in cursor.fetchall()}
    cursor.execute(
        "SELECT l.device_id, t.id, t.name FROM device_tags l JOIN tags t ON t.id = l.tag_id"
        " WHERE l.device_id IN %s ORDER BY t.name_key",
        (ids,),
    )
    for row in cursor.fetchall():
        found[row["device_id"]]["tags"].append({"id": row["id"], "name": row["name"]})
    return [found[id] for id in ids]


_SLOT = ("slot_id", "device_id", "device_name", "start_at", "end_at", "state", "overcommitted")
_BOOKINGS = """
SELECT b.id, b.uid, b.version, b.title, b.message, b.held_until, b.created_at, b.updated_at,
       b.owner_id, p.username, p.display_name,
       s.id AS slot_id, s.device_id, d.name AS device_name, s.start_at, s.end_at, s.state,
       s.overcommitted
FROM slots s JOIN bookings b ON b.id = s.booking_id
LEFT JOIN devices d ON d.id = s.device_id LEFT JOIN people p ON p.id = b.owner_id
"""
