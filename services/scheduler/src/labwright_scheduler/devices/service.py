"""Following inventory: the projection of devices, and what a change does to bookings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis import clock, projection
from labwright_chassis.columns import normalised
from labwright_contracts.inventory import DeviceSnapshot
from labwright_scheduler.calendar import queries as calendar_queries
from labwright_scheduler.calendar import service as calendar
from labwright_scheduler.devices import queries
from labwright_scheduler.devices.models import Device

Row = Mapping[str, Any]


def follow(session: Session, rows: Sequence[Row], *, resync: bool = False) -> dict[int, Device]:
    """Take over device rows that are news, under the devices' locks; those of them that may bear
    more or less than before.

    A device that can no longer bear what was promised of it has that recorded in the same
    transaction: nothing here takes a booking away. What a device bears is read again after the
    write, since a row that was unknown before may have met one that arrived in between.
    """
    latest = projection.newest(rows)
    ids = [row["id"] for row in latest]
    calendar_queries.lock_closures(session)
    before = {id: _judged_by(device) for id, device in queries.lock(session, ids).items()}
    projection.upsert(session, Device.__table__, latest, resync=resync)  # type: ignore[arg-type]
    present = queries.lock(session, ids)
    changed = {id: d for id, d in present.items() if before.get(id) != _judged_by(d)}
    if changed:
        assess(session, list(changed.values()), now=clock.database_now(session))
    return changed


def end(session: Session, device_ids: Sequence[int], *, epoch: int) -> None:
    """Treat devices as removed that inventory lost when it was restored from a backup."""
    table, now = Device.__table__, clock.database_now(session)
    follow(session, projection.as_ended(session, table, device_ids, epoch=epoch, now=now))  # type: ignore[arg-type]


def assess(session: Session, devices: Sequence[Device], *, now: datetime) -> None:
    """See whether locked devices still bear what stands in their calendars."""
    ids = [device.id for device in devices]
    places = [device.place for device in devices]
    blocks = calendar_queries.blocks(session, places, now=now, start=now)
    concerned = calendar_queries.busy(session, ids, now=now)
    concerned |= set(calendar_queries.overcommitted(session, ids))
    for device in devices:
        if device.id in concerned:
            standing = blocks.get(device.id, ())
            capacity, cause = device.bears(in_window=any(b.running for b in standing))
            calendar.assess(
                session,
                device.id,
                capacity=capacity,
                cause=cause,
                blocks=standing,
                now=now,
            )
    if concerned:
        queries.touch(session, sorted(concerned))


def _judged_by(device: Device) -> tuple[object, ...]:
    """What decides how much a device can bear, and when."""
    return (device.bears(), device.place)


def row_of(snapshot: DeviceSnapshot, *, epoch: int, version: int) -> Row:
    """The table row that a snapshot at (epoch, version) stands for."""
    site = snapshot.site
    return {
        "id": snapshot.id,
        "epoch": epoch,
        "version": version,
        "name": snapshot.name,
        "oi_id": snapshot.oi_id,
        "type_id": snapshot.type.id,
        "type_name": snapshot.type.name,
        "category": snapshot.type.category,
        "manufacturer": snapshot.manufacturer,
        "model": snapshot.model,
        "site_id": site.id if site else None,
        "site_name": site.name if site else None,
        "time_zone": site.time_zone if site else None,
        "rack_id": snapshot.rack.id if snapshot.rack else None,
        "rack_name": snapshot.rack.name if snapshot.rack else None,
        "u_position": snapshot.u_position,
        "steward_id": snapshot.steward_id,
        "status": snapshot.status,
        "schedulable": snapshot.schedulable,
        "capacity": snapshot.capacity,
        "polatis_name": snapshot.polatis_name,
        "tags": list(snapshot.tags),
        "tag_keys": "|" + "".join(f"{normalised(tag)}|" for tag in snapshot.tags),
        "ports": [port.model_dump(mode="json") for port in snapshot.ports],
        "links": [link.model_dump(mode="json") for link in snapshot.links],
        "removed_at": snapshot.removed_at,
    }
