"""The golden examples, taken as the scheduler takes them from its queues."""

import pytest

from labwright_chassis.worker import EventRouter
from labwright_scheduler.app import create_service
from labwright_scheduler.devices.models import Device
from labwright_scheduler.people.models import Person
from tests.contracts.golden import EXAMPLES, Example

BY_TYPE = {example.event.name: example for example in EXAMPLES}
HEARD = [example for example in EXAMPLES if "scheduler" in example.event.consumers]


def routers_for(example: Example) -> list[EventRouter]:
    return [r for r in create_service().events if example.event.name in _heard(r)]


def _heard(router: EventRouter) -> set[str]:
    return {kind for kinds in router.bindings.values() for kind in kinds}


def take(lab, event_type):
    example = BY_TYPE[event_type]
    for router in routers_for(example):
        router.apply(lab.database, [router.decode(example.headers, example.bytes)])


@pytest.mark.parametrize("example", HEARD, ids=lambda example: example.event.name)
def test_an_example_is_taken_and_decoded(example):
    assert routers_for(example)
    for router in routers_for(example):
        received = router.decode(example.headers, example.bytes)
        assert router.takes(received.envelope)
        assert received.body.model_dump(mode="json") == example.body


def test_a_device_is_copied_and_goes_with_its_removal(any_lab):
    take(any_lab, "inventory.device.changed.v1")
    device = any_lab.get("/devices/42").json()
    assert (device["name"], device["site_name"]) == ("ROADM-7", "Dublin")
    take(any_lab, "inventory.device.removed.v1")
    take(any_lab, "inventory.device.changed.v1")  # late, and older
    assert any_lab.get("/devices/42").status_code == 404
    assert any_lab.read(lambda session: session.get(Device, 42).version) == 8


def test_a_person_is_copied_and_goes_with_his_removal(any_lab):
    take(any_lab, "auth.user.changed.v1")
    person = any_lab.read(lambda session: session.get(Person, 7))
    assert (person.display_name, person.version) == ("Máiréad Ní Bhriain", 3)
    take(any_lab, "auth.user.removed.v1")
    take(any_lab, "auth.user.changed.v1")
    person = any_lab.read(lambda session: session.get(Person, 7))
    assert (person.version, person.removed_at is None) == (4, False)
