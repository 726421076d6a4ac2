"""The re-creation of the former system with the same rows as the platform, running."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
from sqlalchemy import create_engine, insert

from bench import databases, legacy
from bench.stand import Stand
from labwright_chassis.testing.servers.processes import ServerProcess, free_port

_COPIED: tuple[tuple[str, type[legacy.Base], str], ...] = (
    (
        "scheduler",
        legacy.OldDevice,
        "SELECT id, type_name AS deviceType, name AS deviceName FROM devices",
    ),
    (
        "scheduler",
        legacy.User,
        "SELECT DISTINCT owner_id AS id, CONCAT('person ', owner_id) AS username FROM bookings",
    ),
    (
        "scheduler",
        legacy.Booking,
        (
            "SELECT s.id AS booking_id, s.device_id, b.owner_id AS user_id, b.uid AS"
            " grouped_booking_id, s.start_at AS start_time, s.end_at AS end_time,"
            " IF(s.state = 'COMPLETED', 'EXPIRED', s.state) AS status, b.title AS comment"
            " FROM slots s JOIN bookings b ON b.id = s.booking_id"
        ),
    ),
    ("inventory", legacy.DeviceType, "SELECT id, name FROM device_types"),
    ("inventory", legacy.Manufacturer, "SELECT id, name FROM manufacturers"),
    ("inventory", legacy.Site, "SELECT id, name FROM sites"),
    ("inventory", legacy.Tag, "SELECT id, name FROM tags"),
    (
        "inventory",
        legacy.Device,
        (
            "SELECT id, oi_id, name, device_type_id, manufacturer_id, site_id, model, status,"
            " created_at FROM devices"
        ),
    ),
    ("inventory", legacy.DeviceTag, "SELECT device_id, tag_id FROM device_tags"),
)


@contextmanager
def running(stand: Stand) -> Iterator[str]:
    """Its address, over a database of its own with a copy of what the platform has now."""
    url = stand.spare_database
    _copy(stand, url)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = ServerProcess(
        name="the former system",
        command=[sys.executable, "-m", "bench.legacy", url, str(port)],
        log=stand.folder / "legacy.log",
        environment=os.environ,
    )
    process.start(lambda: _answers(address))
    try:
        yield address
    finally:
        process.stop()


def _copy(stand: Stand, url: str) -> None:
    engine = create_engine(url)
    legacy.Base.metadata.drop_all(engine)
    legacy.Base.metadata.create_all(engine)
    with engine.begin() as connection:
        for service, model, statement in _COPIED:
            found = databases.named_rows(stand.platform.database_url(service), statement)
            rows: list[dict[str, Any]] = [dict(row) for row in found]
            if model is legacy.Booking:
                rows = [row | {"collaborators": None} for row in rows]
            connection.execute(insert(model), rows)
    engine.dispose()


def _answers(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/docs", timeout=2, trust_env=False).status_code == 200
    except httpx2.HTTPError:
        return False
