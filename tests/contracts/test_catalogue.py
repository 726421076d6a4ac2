"""The catalogue says who really speaks and who really listens."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from labwright_chassis.service import Service
from labwright_contracts.catalogue import EVENTS
from labwright_contracts.permissions import ROLES, exported

SERVICES = ("auth", "inventory", "scheduler")


def service(name: str) -> Service[Any]:
    made: Service[Any] = importlib.import_module(f"labwright_{name}.app").create_service()
    return made


def operations(name: str) -> Iterator[Any]:
    for router in service(name).routers:
        yield from router.routes


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_listens_to_what_the_catalogue_says(name: str):
    heard = {
        kind
        for router in service(name).events
        for kinds in router.bindings.values()
        for kind in kinds
    }
    assert heard == {event.name for event in EVENTS if name in event.consumers}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_render_every_state_it_publishes(name: str):
    told = {e.name.split(".")[1] for e in EVENTS if e.kind == "state" and name in e.publishers}
    # What it serves beyond these mends copies of a fact (ADR 31).
    assert told <= set(service(name).sources)


@pytest.mark.parametrize("name", SERVICES)
def test_every_permission_an_endpoint_needs_is_exported(name: str):
    known = {permission.name for permission in exported()}
    needed = {(route.openapi_extra or {}).get("x-permission") for route in operations(name)}
    assert needed - {None, "signed in", "service"} <= known


def test_permissions_have_three_parts_and_known_roles():
    for permission in exported():
        assert permission.name.count(":") == 2
        assert set(permission.roles) <= set(ROLES)
        assert permission.description
