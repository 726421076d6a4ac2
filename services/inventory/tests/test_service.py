"""The service as a whole: its command line, its document, and what its relay sends."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from labwright_chassis.db import Database
from labwright_chassis.metrics import Metrics
from labwright_chassis.migrations import SchemaState
from labwright_chassis.worker.relay import Outgoing, Relay
from labwright_contracts.inventory import DeviceSnapshot
from labwright_contracts.permissions import ROLES
from labwright_inventory.app import create_service
from labwright_inventory.permissions import PERMISSIONS, VIEW_WRITE

Lab = Any


def test_the_command_line_migrates(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/inventory.sqlite3"
    subprocess.run(
        [sys.executable, "-m", "labwright_inventory", "migrate"],
        env=os.environ | {"INVENTORY_DATABASE_URL": url},
        check=True,
        timeout=60,
    )
    database = Database(url)
    assert create_service().migrations.state(database) is SchemaState.CURRENT
    database.dispose()


def test_the_relay_sends_the_newest_state_of_each_device(each_lab: Lab) -> None:
    class Kept:
        messages: list[Outgoing] = []  # noqa: RUF012  one test, one class

        async def publish(self, messages: Sequence[Outgoing]) -> list[bool]:
            self.messages.extend(messages)
            return [True] * len(messages)

    stays, goes = each_lab.make_device(), each_lab.make_device()
    each_lab.patch(f"/device-types/{stays['device_type_id']}", {"name": "New"})
    each_lab.delete(f"/devices/{goes['id']}")
    sources = create_service().sources
    relay = Relay("inventory", each_lab.database, Kept(), sources, Metrics())
    asyncio.run(relay.send_batch())
    sent = {
        message.envelope.subject: (
            message.envelope,
            DeviceSnapshot.model_validate_json(message.body),
        )
        for message in Kept.messages
        if message.envelope.subject.startswith("device/")
        and message.envelope.type.startswith("inventory.device")
    }
    envelope, state = sent[f"device/{stays['id']}"]
    assert (envelope.type, envelope.aggregateversion) == ("inventory.device.changed.v1", 2)
    assert (state.type.name, state.version) == ("New", 2)
    envelope, state = sent[f"device/{goes['id']}"]
    assert (envelope.type, envelope.aggregateversion) == ("inventory.device.removed.v1", 3)
    assert [event for event in each_lab.events("") if event.sent_at is None] == []


def test_reading_and_own_views_are_for_all_roles_and_writing_for_admins() -> None:
    for permission in PERMISSIONS:
        # What waits between the services is the operators' own.
        reads = permission.name.endswith(":read") and ":event:" not in permission.name
        for_all = reads or permission.name == VIEW_WRITE
        assert permission.roles == (ROLES if for_all else ("Super Admin", "Admin"))


def test_the_document_explains_every_parameter(lab: Lab) -> None:
    paths = lab.api.get("/openapi.json").json()["paths"]
    for parameter in paths["/api/v1/inventory/devices"]["get"]["parameters"]:
        if parameter["name"] not in ("limit", "offset"):
            assert parameter["description"], parameter["name"]


def test_headers_that_nobody_should_send_do_no_harm(each_lab: Lab) -> None:
    headers = {"traceparent": "x" * 500, "X-Request-ID": "y" * 500, "If-Match": ""}
    device = each_lab.make_device()
    answer = each_lab.patch(f"/devices/{device['id']}", {"notes": "n"}, headers=headers)
    assert answer.status_code == 200
    assert each_lab.events()[-1].traceparent == ""
