"""The field of the race: few devices, few hours, many processes."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import FastAPI

from labwright_chassis import logs
from labwright_chassis.db import Database
from labwright_chassis.testing.identities import Identities
from labwright_contracts.inventory import DeviceSnapshot, DeviceStatus, DeviceTypeRef
from labwright_scheduler.app import create_service
from labwright_scheduler.devices import service as devices
from labwright_scheduler.permissions import PERMISSIONS
from labwright_scheduler.settings import SchedulerSettings

CAPACITIES = {1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2}
HOURS = 12
BOOKINGS = "/api/v1/scheduler/bookings"


@dataclass(frozen=True, slots=True)
class World:
    """Where the race runs and who signs its tokens."""

    database_url: str
    identities: Identities

    def prepare(self) -> None:
        """A migrated database with the devices in it."""
        database = Database(self.database_url)
        create_service().migrate(database, self._settings())
        rows = [_device(id, capacity) for id, capacity in CAPACITIES.items()]
        database.unit(lambda session: devices.follow(session, rows))
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

    def headers(self, user_id: int) -> dict[str, str]:
        """A racer's token."""
        names = [permission.name for permission in PERMISSIONS]
        return self.identities.headers(
            names, audience="scheduler", user_id=user_id, expires_in=3600
        )

    def _settings(self) -> SchedulerSettings:
        return SchedulerSettings(database_url=self.database_url)


def wish(chance: random.Random, *, hold: bool) -> dict[str, Any]:
    """A request for one to three devices at hours that others want too."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    slots = []
    for device in chance.sample(sorted(CAPACITIES), chance.randint(1, 3)):
        start = midnight + timedelta(days=2, hours=chance.randrange(HOURS))
        end = start + timedelta(hours=chance.randint(1, 3))
        slots.append({"device_id": device, "start": start.isoformat(), "end": end.isoformat()})
    return {"title": "race", "slots": slots, "hold": hold}


def _device(id: int, capacity: int) -> Any:
    snapshot = DeviceSnapshot(
        id=id,
        version=1,
        name=f"RACE-{id}",
        type=DeviceTypeRef(id=1, name="ROADM", category="OPTICAL"),
        status=DeviceStatus.ACTIVE,
        schedulable=True,
        capacity=capacity,
    )
    return devices.row_of(snapshot, epoch=1, version=1)
