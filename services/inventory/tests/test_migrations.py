"""The schema: up, down, populated, and no drift."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import inspect

from labwright_chassis.db import Database
from labwright_chassis.migrations import SchemaState
from labwright_inventory.app import create_service

Lab = Any


@pytest.fixture(params=["sqlite", "mariadb"])
def empty(request: pytest.FixtureRequest, empty_database: Callable[[str], Database]) -> Database:
    return empty_database(request.param)


def test_the_schema_goes_up_and_down(empty: Database) -> None:
    migrations = create_service().migrations
    assert migrations.state(empty) is SchemaState.BEHIND
    for _ in range(2):
        migrations.upgrade(empty)
        assert migrations.state(empty) is SchemaState.CURRENT
        migrations.downgrade(empty, "base")
        assert inspect(empty.engine).get_table_names() == ["alembic_version"]


def test_the_migrated_schema_is_that_of_the_code(empty: Database) -> None:
    migrations = create_service().migrations
    migrations.upgrade(empty)
    assert migrations.drift(empty) == []


def test_a_populated_schema_goes_down(each_lab: Lab) -> None:
    each_lab.make("tags", name="otdr")
    site = each_lab.make("sites")["id"]
    rack = each_lab.make("racks", site_id=site)["id"]
    racked = each_lab.make_device(rack_id=rack, u_position=3)["id"]
    ports = [
        each_lab.post(f"/devices/{racked}/ports", {"name": name}).json()["id"] for name in "ab"
    ]
    ends = {"port_a_id": ports[0], "port_b_id": ports[1]}
    assert each_lab.post("/links", {**ends, "kind": "fibre"}).status_code == 201
    pdu = {"host": "p.example", "driver": "raritan", "outlet_count": 2, "secret": "s"}
    outlet = f"/pdus/{each_lab.make('pdus', **pdu)['id']}/outlets/1"
    assert each_lab.patch(outlet, {"device_id": racked}).status_code == 200
    device = each_lab.make_device(tags=["otdr"], site_id=site)
    each_lab.delete(f"/devices/{device['id']}")
    migrations = create_service().migrations
    migrations.upgrade(each_lab.database)
    assert len(each_lab.history(device["id"])) > 0
    migrations.downgrade(each_lab.database, "base")
    migrations.upgrade(each_lab.database)
    assert each_lab.get("/devices").json()["count"] == 0


def test_what_was_there_before_care_outlasts_its_going(each_lab: Lab) -> None:
    kind = each_lab.make_type(attributes_schema={"type": "object"})["id"]
    device = each_lab.make_device(device_type_id=kind, attributes={"a": 1})["id"]
    each_lab.post(f"/devices/{device}/health", {"status": "ok"})
    window = {"start": "2030-01-01T09:00:00Z", "end": "2030-01-01T10:00:00Z"}
    plan = {"device_id": device, "kind": "upgrade", "title": "t"} | window
    assert each_lab.post("/maintenance", plan).status_code == 201
    migrations = create_service().migrations
    migrations.downgrade(each_lab.database, "20261121_02a")
    migrations.upgrade(each_lab.database)
    assert each_lab.get("/maintenance").json()["count"] == 1
    shown = each_lab.get(f"/devices/{device}").json()
    assert (shown["name"], shown["attributes"]) == ("devices 2", None)
