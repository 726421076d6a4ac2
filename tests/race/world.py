"""The field of the race: few devices, few hours, many processes."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from fastapi import FastAPI
from sqlalchemy.orm import Session

from labwright_chassis import audit, clock, logs
from labwright_chassis.db import Database
from labwright_chassis.testing.identities import Identities
from labwright_contracts.auth import UserSnapshot, UserStatus
from labwright_contracts.inventory import (
    DeviceSnapshot,
    DeviceStatus,
    DeviceTypeRef,
    MaintenanceState,
)
from labwright_scheduler.app import create_service
from labwright_scheduler.bookings import service as bookings
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.devices import service as devices
from labwright_scheduler.maintenance import service as maintenance
from labwright_scheduler.people import service as people
from labwright_scheduler.permissions import PERMISSIONS
from labwright_scheduler.settings import SchedulerSettings

CAPACITIES = {1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2}
HOURS = 12
BOOKINGS = "/api/v1/scheduler/bookings"
SERIES = "/api/v1/scheduler/recurrences"
PEOPLE = range(1, 41)
"""Ids of those who race, and of those who take the place of the killed."""

TOLD = "race.device.tell"
"""The audit action under which the race notes what inventory told of a device."""


@dataclass(frozen=True, slots=True)
class World:
    """Where the race runs and who signs its tokens."""

    database_url: str
    identities: Identities
    APPROVALS: ClassVar[str] = "/api/v1/scheduler/approvals"

    def prepare(self) -> None:
        """A migrated database with the devices in it."""
        database = Database(self.database_url)
        create_service().migrate(database, self._settings())
        rows = [_device(id, capacity) for id, capacity in CAPACITIES.items()]
        named = [_person(id) for id in PEOPLE]
        database.unit(lambda session: devices.follow(session, rows))
        database.unit(lambda session: people.follow(session, named))
        database.dispose()

    def create_api(self) -> FastAPI:
        """The real API; whoever is forked after it makes connections of his own with it.

        Made once, before the race: sixteen times at once takes as long as the race.
        """
        logs.configure("ERROR")
        identities = self.identities
        service = replace(create_service(), keys=lambda database, settings: identities.jwks())
        api, _ = service.create_apis(Database(self.database_url, pool_size=3), self._settings())
        return api

    def change_device(self, database: Database, chance: random.Random) -> None:
        """Tell the scheduler of another capacity or a maintenance, as inventory would.

        What was told is noted under the locks that it took, for whoever plays the race again.
        """
        id = chance.choice(sorted(CAPACITIES))
        database.unit(lambda session: _tell_device(session, id, chance))

    def headers(self, user_id: int) -> dict[str, str]:
        """A racer's token."""
        names = [permission.name for permission in PERMISSIONS]
        return self.identities.headers(
            names, audience="scheduler", user_id=user_id, expires_in=3600
        )

    def _settings(self) -> SchedulerSettings:
        return SchedulerSettings(database_url=self.database_url)


def wish(chance: random.Random) -> dict[str, Any]:
    """A request for one to three devices at hours that others want too."""
    slots = []
    for device in chance.sample(sorted(CAPACITIES), chance.randint(1, 3)):
        start = first_hour() + timedelta(hours=chance.randrange(HOURS))
        end = start + timedelta(hours=chance.randint(1, 3))
        slots.append({"device_id": device, "start": start.isoformat(), "end": end.isoformat()})
    return {"title": "race", "slots": slots}


def running(chance: random.Random) -> dict[str, Any]:
    """A request for a device from this minute on."""
    start = clock.now().replace(second=0, microsecond=0)
    end = start + timedelta(hours=chance.randint(1, 2))
    device = chance.choice(sorted(CAPACITIES))
    slot = {"device_id": device, "start": start.isoformat(), "end": end.isoformat()}
    return {"title": "race", "slots": [slot]}


def recurring(chance: random.Random) -> dict[str, Any]:
    """A wish that comes again on the next days, at the same hours."""
    return wish(chance) | {"rrule": f"FREQ=DAILY;COUNT={chance.randint(2, 4)}"}


def name_of(person_id: int) -> str:
    """A racer's username."""
    return f"racer{person_id}"


def _person(id: int) -> Any:
    name = name_of(id)
    snapshot = UserSnapshot(
        id=id, version=1, username=name, display_name=name, status=UserStatus.ACTIVE
    )
    return people.row_of(snapshot, epoch=1, version=1)


def _tell_device(session: Session, id: int, chance: random.Random) -> None:
    """Tell of a device. What is told is noted before what follows from it in the same change."""
    target = f"device/{id}"
    if chance.random() < 0.5:
        capacity = chance.randint(1, 2) if CAPACITIES[id] == 2 else 1
        audit.record(session, TOLD, target=target, after={"capacity": capacity})
        bookings.follow_devices(session, [_device(id, capacity, _newer(session))])
        return
    window = _window(session, id, chance)
    blocks = window["state"] == MaintenanceState.SCHEDULED
    time = [window["start_at"].isoformat(), window["end_at"].isoformat()] if blocks else None
    audit.record(session, TOLD, target=target, after={"window": window["id"], "time": time})
    maintenance.follow(session, [window])


def _window(session: Session, id: int, chance: random.Random) -> dict[str, Any]:
    """A window of an hour on a device, each number with a time of its own, that comes or goes."""
    hour = chance.randrange(HOURS)
    start = first_hour() + timedelta(hours=hour)
    state = chance.choice(
        (MaintenanceState.SCHEDULED, MaintenanceState.DONE, MaintenanceState.DONE)
    )
    return {
        "id": id * 100 + hour,
        "epoch": 1,
        "version": _newer(session),
        "device_id": id,
        "title": "race",
        "state": state,
        "start_at": start,
        "end_at": start + timedelta(hours=1),
        "removed_at": None,
    }


def _newer(session: Session) -> int:
    """A version above all before: taken under the lock that all such changes take."""
    calendar.lock_closures(session)
    return int(clock.database_now(session).timestamp() * 1_000_000)


def first_hour() -> datetime:
    """When the hours of the race begin."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=2)


def _device(id: int, capacity: int, version: int = 1) -> Any:
    snapshot = DeviceSnapshot(
        id=id,
        version=version,
        name=f"RACE-{id}",
        type=DeviceTypeRef(id=1, name="ROADM", category="OPTICAL"),
        status=DeviceStatus.ACTIVE,
        schedulable=True,
        capacity=capacity,
    )
    return devices.row_of(snapshot, epoch=1, version=version)
