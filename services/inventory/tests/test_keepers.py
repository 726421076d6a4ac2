"""Stewards and owner groups, from auth's events; bookings, from the scheduler's."""

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest

from labwright_chassis.worker import EventRouter
from labwright_contracts.audit import AuditRecorded
from labwright_contracts.scheduler import SlotState
from labwright_contracts.snapshots import SnapshotRow
from labwright_inventory.app import create_service
from labwright_inventory.bookings.jobs import forget_slots
from labwright_inventory.bookings.models import BookedSlot
from labwright_inventory.bookings.subscribers import copy_slots, end_slots
from labwright_inventory.people.models import Group, Person
from labwright_inventory.people.subscribers import copy_people, end_groups
from tests.contracts.golden import EXAMPLES, Example

Lab = Any

BY_TYPE = {example.event.name: example for example in EXAMPLES}
HEARD = [example for example in EXAMPLES if "inventory" in example.event.consumers]


def router_for(event_type: str) -> EventRouter:
    (router,) = (
        router
        for router in create_service().events
        if any(event_type in kinds for kinds in router.bindings.values())
    )
    return router


def take(lab: Lab, event_type: str, *, version: int | None = None, **fields: Any) -> None:
    """Hand over the golden example of an event, as it is or changed."""
    example = BY_TYPE[event_type]
    if version is not None:
        fields["version"] = version
        headers = example.headers | {"cloudEvents:aggregateversion": version}
        example = dataclasses.replace(example, headers=headers)
    example = dataclasses.replace(example, body=example.body | fields)
    router = router_for(event_type)
    router.apply(lab.database, [router.decode(example.headers, example.bytes)])


def book(lab: Lab, device: int, state: str, *, end: str, version: int = 1, slot: int = 1) -> None:
    one = {"id": slot, "device_id": device, "start": "2020-01-01T00:00:00Z", "end": end}
    take(lab, "scheduler.booking.changed.v1", version=version, slots=[one | {"state": state}])


@pytest.mark.parametrize("example", HEARD, ids=lambda example: example.event.name)
def test_an_example_is_taken_and_decoded(example: Example) -> None:
    router = router_for(example.event.name)
    received = router.decode(example.headers, example.bytes)
    assert router.takes(received.envelope)
    assert received.body.model_dump(mode="json") == example.body


def test_a_device_has_a_steward_and_an_owner(each_lab: Lab) -> None:
    lab = each_lab
    take(lab, "auth.user.changed.v1", id=7, username="ann", display_name="Ann")
    take(lab, "auth.group.changed.v1", id=3, name="Optics")
    device = lab.make_device(steward_id=7, owner_group_id=3)
    assert device["steward"] == {"id": 7, "username": "ann", "display_name": "Ann"}
    assert device["owner_group"] == {"id": 3, "name": "Optics"}
    entry = lab.history(device["id"], field="steward")[0]
    assert entry["new"] == {"id": 7, "name": "Ann"}
    lab.make_device()
    for query in ("steward_id=7", "owner_group_id=3"):
        found = lab.get(f"/devices?{query}").json()["results"]
        assert [one["id"] for one in found] == [device["id"]]
    cleared = lab.patch(f"/devices/{device['id']}", {"steward_id": None}).json()
    assert cleared["steward"] is None


@pytest.mark.parametrize("field", ["steward_id", "owner_group_id"])
def test_somebody_unknown_or_removed_is_named(lab: Lab, field: str) -> None:
    take(lab, "auth.user.removed.v1", id=7)
    take(lab, "auth.group.removed.v1", id=7)
    device = lab.make_device()
    for id in (7, 999):
        answer = lab.patch(f"/devices/{device['id']}", {field: id})
        assert answer.status_code == 422
        assert [e["pointer"] for e in answer.json()["errors"]] == [f"/{field}"]


def test_a_person_is_copied_twice_and_out_of_order(each_lab: Lab) -> None:
    take(each_lab, "auth.user.changed.v1", id=7, version=5, display_name="New")
    for version in (4, 5):
        take(each_lab, "auth.user.changed.v1", id=7, version=version, display_name="Old")
    (person,) = each_lab.rows(Person.__table__)
    assert (person.version, person.name) == (5, "New")
    row = SnapshotRow(
        id=7,
        epoch=1,
        version=5,
        type="auth.user.changed.v1",
        data=BY_TYPE["auth.user.changed.v1"].body | {"id": 7, "display_name": "Asked"},
    )
    each_lab.database.unit(lambda session: copy_people(session, [row]))
    assert each_lab.rows(Person.__table__)[0].name == "Asked"


def test_a_new_name_of_the_steward_raises_his_devices(each_lab: Lab) -> None:
    take(each_lab, "auth.user.changed.v1", id=7, version=1, display_name="Ann")
    device = each_lab.make_device(steward_id=7)["id"]
    take(each_lab, "auth.user.changed.v1", id=7, version=2, display_name="Ann")
    assert each_lab.get(f"/devices/{device}").json()["version"] == 1
    take(each_lab, "auth.user.changed.v1", id=7, version=3, display_name="Ann B.")
    shown = each_lab.get(f"/devices/{device}").json()
    assert (shown["version"], shown["steward"]["display_name"]) == (2, "Ann B.")


def test_what_auth_lost_is_ended(lab: Lab) -> None:
    take(lab, "auth.group.changed.v1", id=3)
    lab.database.unit(lambda session: end_groups(session, [3], 2))
    assert lab.rows(Group.__table__)[0].removed_at is not None


def test_a_booked_device_is_not_removed_by_mistake(each_lab: Lab) -> None:
    lab = each_lab
    device = lab.make_device()["id"]
    book(lab, device, "CONFIRMED", end="2090-01-01T10:00:00Z")
    answer = lab.delete(f"/devices/{device}")
    assert answer.status_code == 409
    problem = answer.json()
    assert (problem["type"], problem["booked_until"]) == (
        "/problems/still-booked",
        "2090-01-01T10:00:00Z",
    )
    assert "seconds old" in problem["detail"]
    assert lab.delete(f"/devices/{device}?force=true").status_code == 422
    assert lab.delete(f"/devices/{device}?force=true&reason=%20").status_code == 422
    assert lab.delete(f"/devices/{device}?reason=burnt").status_code == 409
    assert lab.delete(f"/devices/{device}?force=true&reason=burnt").status_code == 204
    assert lab.history(device)[0]["note"] == "forced: burnt"
    last = AuditRecorded.model_validate(lab.events("audit.recorded")[-1].payload)
    assert (last.action, last.reason) == ("inventory.device.delete", "forced: burnt")


@pytest.mark.parametrize("state", [state for state in SlotState if state != "unknown"])
def test_only_active_slots_keep_a_device(lab: Lab, state: SlotState) -> None:
    device = lab.make_device()["id"]
    book(lab, device, state, end="2090-01-01T10:00:00Z")
    active = state in ("HELD", "PENDING", "CONFLICTING", "CONFIRMED")
    assert lab.delete(f"/devices/{device}").status_code == (409 if active else 204)


def test_a_booking_that_is_over_keeps_nothing(lab: Lab) -> None:
    device = lab.make_device()["id"]
    book(lab, device, "CONFIRMED", end="2021-01-01T10:00:00Z")
    assert lab.delete(f"/devices/{device}").status_code == 204


def test_an_older_word_of_a_booking_changes_nothing(each_lab: Lab) -> None:
    device = each_lab.make_device()["id"]
    book(each_lab, device, "CANCELLED", end="2090-01-01T10:00:00Z", version=2)
    for version in (1, 2):
        book(each_lab, device, "CONFIRMED", end="2090-01-01T10:00:00Z", version=version)
    assert each_lab.delete(f"/devices/{device}").status_code == 204


def test_lost_words_of_bookings_are_made_up_for(each_lab: Lab) -> None:
    lost, ended = each_lab.make_device()["id"], each_lab.make_device()["id"]
    book(each_lab, lost, "CANCELLED", end="2090-01-01T10:00:00Z", slot=1)
    book(each_lab, ended, "CONFIRMED", end="2090-01-01T10:00:00Z", slot=2)
    times = {"start": "2020-01-01T00:00:00Z", "end": "2090-01-01T10:00:00Z"}
    slot = {"id": 1, "device_id": lost, "state": "CONFIRMED"} | times
    row = SnapshotRow(id=1, epoch=1, version=1, data=slot)
    each_lab.database.unit(lambda session: copy_slots(session, [row]))
    each_lab.database.unit(lambda session: end_slots(session, [2], 1))
    assert each_lab.delete(f"/devices/{lost}").status_code == 409
    assert each_lab.delete(f"/devices/{ended}").status_code == 204


def test_slots_that_are_over_are_forgotten(each_lab: Lab) -> None:
    book(each_lab, 1, "CONFIRMED", end="2021-01-01T10:00:00Z", slot=1)
    book(each_lab, 1, "CANCELLED", end="2090-01-01T10:00:00Z", slot=2)
    forget_slots(each_lab.database)
    (kept,) = each_lab.rows(BookedSlot.__table__)
    assert (kept.id, kept.ends_at) == (2, datetime(2090, 1, 1, 10, tzinfo=UTC))
