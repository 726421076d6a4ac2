"""The floor of what inventory does with many devices: the same rows by bare SQL."""

import time
from collections.abc import Callable
from typing import Any

from bench import bare_reads, databases

_PAGE = "SELECT id FROM devices WHERE removed_at IS NULL{} ORDER BY name_key, id LIMIT 50"
_COUNT = "SELECT COUNT(*) AS count FROM devices WHERE removed_at IS NULL{}"
_TEXTS = ("name", "oi_id", "serial_number", "hostname", "model")
_COLUMNS = (
    "oi_id, name, device_type_id, manufacturer_id, model, site_id, status, site_key, name_key,"
    " oi_id_key, version, created_at, updated_at"
)


def filtered(status: str) -> Callable[[Any], Any]:
    """The first page of devices of a status."""
    return _page(" AND status = %s", (status,))


def searched(text: str) -> Callable[[Any], Any]:
    """The first page of devices with a text in one of five columns."""
    either = " OR ".join(f"LOWER({name}) LIKE %s" for name in _TEXTS)
    return _page(f" AND ({either})", (f"%{text}%",) * len(_TEXTS))


def insert_seconds(url: str, rows: int) -> float:
    """How long it takes to write so many rows like those of `devices`, in one transaction."""
    databases.rows(url, "CREATE TABLE IF NOT EXISTS bare_devices LIKE devices")
    values = [(f"OI-{n}", f"BENCH-{n}", f"bench-{n}", f"oi-{n}") for n in range(rows)]
    statement = (
        f"INSERT INTO bare_devices ({_COLUMNS}) VALUES (%s, %s, 1, 1, 'Model A', 1, 'active', 1,"
        " %s, %s, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))"
    )
    started = time.perf_counter()
    with databases.transaction(url) as cursor:
        cursor.executemany(statement, values)
    took = time.perf_counter() - started
    databases.rows(url, "DROP TABLE bare_devices")
    return took


def _page(condition: str, values: tuple[Any, ...]) -> Callable[[Any], Any]:
    def read(cursor: Any) -> Any:
        cursor.execute(_PAGE.format(condition), values)
        ids = [row["id"] for row in cursor.fetchall()]
        found = bare_reads.with_references(cursor, ids) if ids else []
        cursor.execute(_COUNT.format(condition), values)
        return {"count": cursor.fetchone()["count"], "results": found}

    return read
