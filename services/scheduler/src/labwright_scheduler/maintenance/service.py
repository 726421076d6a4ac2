"""Following inventory: maintenance windows, and what they do to bookings."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis import clock, projection
from labwright_contracts.inventory import MaintenanceSnapshot
from labwright_scheduler.bookings.service.room import appeared
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.calendar.models import MaintenanceWindow
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.devices import service as device_service

Row = Mapping[str, Any]


def follow(session: Session, rows: Sequence[Row], *, resync: bool = False) -> None:
    """Take over windows that are news, under their devices' locks.

    What was booked before stays and is recorded as overcommitted; what a window that ended or
    moved no longer hits is resolved.
    """
    latest = projection.newest(rows)
    calendar.lock_closures(session)
    # A window that moves to another device frees the one it was on.
    former = calendar.devices_in_maintenance(session, [row["id"] for row in latest])
    locked = devices.lock(session, sorted(former | {row["device_id"] for row in latest}))
    projection.upsert(session, MaintenanceWindow.__table__, latest, resync=resync)  # type: ignore[arg-type]
    if locked:
        now = clock.database_now(session)
        device_service.assess(session, list(locked.values()), now=now)
        devices.touch(session, sorted(locked))
        appeared(session, locked, sorted(locked), now=now)


def find_overrun(session: Session) -> list[int]:
    """Devices whose windows are over, the work not, and whose next bookings do not know it yet."""
    return calendar.overrun(session, now=clock.database_now(session))


def close_overrun(session: Session, device_id: int) -> None:
    """Record what a device can no longer bear since its window is over and the work is not."""
    calendar.lock_closures(session)
    locked = devices.lock(session, [device_id])
    device_service.assess(session, list(locked.values()), now=clock.database_now(session))


def end(session: Session, ids: Sequence[int], *, epoch: int) -> None:
    """Treat windows as cancelled that inventory lost when it was restored from a backup."""
    table, now = MaintenanceWindow.__table__, clock.database_now(session)
    follow(session, projection.as_ended(session, table, ids, epoch=epoch, now=now))  # type: ignore[arg-type]


def row_of(snapshot: MaintenanceSnapshot, *, epoch: int, version: int) -> Row:
    """The table row that a snapshot at (epoch, version) stands for."""
    return {
        "id": snapshot.id,
        "epoch": epoch,
        "version": version,
        "device_id": snapshot.device_id,
        "title": snapshot.title[:200],
        "state": snapshot.state,
        "start_at": snapshot.start,
        "end_at": snapshot.end,
        "removed_at": snapshot.removed_at,
    }
