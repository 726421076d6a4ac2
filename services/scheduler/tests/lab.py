"""The scheduler on a database of its own, with devices and people as events would bring them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from starlette.testclient import TestClient

from labwright_chassis.db import Database
from labwright_chassis.metrics import Metrics
from labwright_chassis.testing.identities import Identities
from labwright_chassis.testing.schemas import SchemaCopies
from labwright_chassis.worker import Relay
from labwright_chassis.worker.local import LocalConsumer, LocalPublisher
from labwright_contracts.auth import (
    GroupSnapshot,
    QualificationSnapshot,
    UserSnapshot,
    UserStatus,
)
from labwright_contracts.inventory import (
    DeviceSnapshot,
    DeviceStatus,
    DeviceTypeRef,
    MaintenanceSnapshot,
    SiteRef,
)
from labwright_scheduler import permissions
from labwright_scheduler.app import create_service
from labwright_scheduler.bookings import service as bookings
from labwright_scheduler.devices import service as devices
from labwright_scheduler.maintenance import service as maintenance
from labwright_scheduler.people import service as people
from labwright_scheduler.people.models import Group, Qualification
from labwright_scheduler.settings import SchedulerSettings

BOOKER = (
    permissions.DEVICE_READ,
    permissions.BOOKING_READ,
    permissions.BOOKING_CREATE,
    permissions.BOOKING_CONFIRM,
    permissions.BOOKING_CHANGE,
    permissions.BOOKING_CANCEL,
    permissions.BOOKING_APPROVE,
)
KEEPER = (
    *BOOKER,
    permissions.BOOKING_READ_ANY,
    permissions.BOOKING_CONFIRM_ANY,
    permissions.BOOKING_CHANGE_ANY,
    permissions.BOOKING_CANCEL_ANY,
    permissions.BOOKING_APPROVE_ANY,
)


def at(hours: float, *, days: int = 1) -> str:
    """An instant some hours into a coming day, at a whole minute, as clients write it."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + timedelta(days=days, hours=hours)).isoformat()


@dataclass
class Lab:
    """A scheduler with its API, and the events that others would send."""

    database: Database
    client: TestClient
    identities: Identities

    def hear(self, *, times: int = 1) -> None:
        """What the worker does with the scheduler's own events that wait; each so many times."""
        own = [
            LocalConsumer(r, self.database)
            for r in create_service().events
            if "scheduler" in r.bindings
        ]
        relay = Relay("scheduler", self.database, LocalPublisher(own * times), {}, Metrics())

        async def send() -> None:
            while await relay.send_batch():
                pass

        asyncio.run(send())

    def close(self, device: int, start: str, end: str) -> Any:
        """Close a device for a time."""
        return self.client.post(
            "/api/v1/scheduler/closures",
            headers=self.headers(9, permissions.CLOSURE_WRITE),
            json={
                "scope": "device",
                "target_ids": [device],
                "start": start,
                "end": end,
                "reason": "Painting",
            },
        )

    def device(self, id: int, *, version: int = 1, epoch: int = 1, **fields: Any) -> None:
        """What inventory tells of a device."""
        site, zone = fields.pop("site", None), fields.pop("time_zone", None)
        snapshot = DeviceSnapshot(
            **{
                "id": id,
                "version": version,
                "name": f"DEVICE-{id}",
                "type": DeviceTypeRef(id=1, name="ROADM", category="OPTICAL"),
                "site": SiteRef(id=site, name=f"Site {site}", time_zone=zone) if site else None,
                "status": DeviceStatus.ACTIVE,
                "schedulable": True,
                **fields,
            }
        )
        row = devices.row_of(snapshot, epoch=epoch, version=version)
        self.database.unit(lambda session: bookings.follow_devices(session, [row]))

    def maintenance(
        self, id: int, device: int, start: str, end: str, *, version: int = 1, **fields: Any
    ) -> None:
        """What inventory tells of a maintenance."""
        about = {"kind": "preventive", "title": "New fans", "state": "scheduled", **fields}
        snapshot = MaintenanceSnapshot.model_validate(
            {"id": id, "version": version, "device_id": device, "start": start, "end": end, **about}
        )
        row = maintenance.row_of(snapshot, epoch=1, version=version)
        self.database.unit(lambda session: maintenance.follow(session, [row]))

    def person(self, id: int, username: str, *, version: int = 1, **fields: Any) -> None:
        """What auth tells of a person."""
        snapshot = UserSnapshot(
            id=id,
            version=version,
            username=username,
            display_name=fields.pop("display_name", username.title()),
            status=fields.pop("status", UserStatus.ACTIVE),
            **fields,
        )
        row = people.row_of(snapshot, epoch=1, version=version)
        self.database.unit(lambda session: people.follow(session, [row]))

    def group(self, id: int, *members: int, version: int = 1, **fields: Any) -> None:
        """What auth tells of a group: a project, unless `kind` says otherwise."""
        about = {"name": f"Project {id}", "kind": "project", **fields}
        snapshot = GroupSnapshot(id=id, version=version, members=members, **about)
        row = people.row_of_group(snapshot, epoch=1, version=version)
        self.database.unit(lambda session: people.follow(session, [row], of=Group))

    def qualification(self, id: int, person: int, tag: str, **fields: Any) -> None:
        """What auth tells of somebody's qualification."""
        version = fields.pop("version", 1)
        about = {"id": id, "version": version, "user_id": person, "tag": tag, **fields}
        snapshot = QualificationSnapshot.model_validate(about)
        row = people.row_of_qualification(snapshot, epoch=1, version=version)
        self.database.unit(lambda session: people.follow(session, [row], of=Qualification))

    def headers(self, user_id: int = 1, *rights: str, **claims: Any) -> dict[str, str]:
        """A token as the gateway hands it on."""
        return self.identities.headers(
            rights or BOOKER, audience="scheduler", user_id=user_id, **claims
        )

    def book(
        self, *slots: tuple[int, str, str], user: int = 1, headers: Any = None, **fields: Any
    ) -> Any:
        """Ask for slots `(device, start, end)`; the answer."""
        wanted = [{"device_id": d, "start": s, "end": e} for d, s, e in slots]
        return self.client.post(
            "/api/v1/scheduler/bookings",
            headers=self.headers(user) | (headers or {}),
            json={"title": "Experiment", "slots": wanted, **fields},
        )

    def post(self, path: str, user: int = 1, *rights: str, **options: Any) -> Any:
        """POST below the bookings' address."""
        return self.client.post(
            f"/api/v1/scheduler/bookings{path}", headers=self.headers(user, *rights), **options
        )

    def get(self, path: str, user: int = 1, *rights: str, **params: Any) -> Any:
        """GET below the scheduler's address."""
        return self.client.get(
            f"/api/v1/scheduler{path}", headers=self.headers(user, *rights), params=params
        )

    def read(self, look: Any) -> Any:
        """What stands in the database."""
        return self.database.read(look)


def create_lab(database_url: str, **settings: Any) -> Lab:
    """A scheduler on that database, migrated.

    With the usual settings all tests of a process share one API, each with its own database:
    making one takes longer than most tests. So a test has one such lab at a time.
    """
    configured = SchedulerSettings(database_url=database_url, **settings)
    database = Database(database_url)
    _schema().put_into(database)
    identities, client = _usual_api() if not settings else _api(database, configured)
    client.app.state.database = database  # type: ignore[attr-defined]
    return Lab(database, client, identities)


@cache
def _schema() -> SchemaCopies:
    return SchemaCopies(create_service().migrations)


@cache
def _usual_api() -> tuple[Identities, TestClient]:
    never_opened = "sqlite:///never-opened.sqlite3"
    return _api(Database(never_opened), SchedulerSettings(database_url=never_opened))


def _api(database: Database, settings: SchedulerSettings) -> tuple[Identities, TestClient]:
    identities = Identities()
    service = replace(create_service(), keys=lambda database, settings: identities.jwks())
    api, _ = service.create_apis(database, settings)
    return identities, TestClient(api)


def problem_of(answer: Any) -> Mapping[str, Any]:
    """The problem body of a refused request."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body: Mapping[str, Any] = answer.json()
    assert body["status"] == answer.status_code
    return body
