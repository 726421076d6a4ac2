"""Containers that die under a load: who notices, and that nothing is lost."""

import pytest

from tests.compose import running
from tests.resilience import traffic
from tests.resilience.traffic import NOTHING, Seen

pytestmark = pytest.mark.timeout(600)

RECOVERY_SECONDS = 90
# A service that is away, or whose answer broke off.
REFUSED = {502, 503, 504}

NOBODY: frozenset[str] = frozenset()
NOTICED_BY = {
    "auth-api": {"auth GET", "inventory PATCH", "scheduler POST"},
    "auth-database": {"auth GET", "inventory PATCH", "scheduler POST"},
    "inventory-api": {"inventory GET", "inventory PATCH"},
    "inventory-database": {"inventory GET", "inventory PATCH"},
    "scheduler-api": {"scheduler GET", "scheduler POST"},
    "scheduler-database": {"scheduler GET", "scheduler POST"},
    "auth-worker": NOBODY,
    "inventory-worker": NOBODY,
    "scheduler-worker": NOBODY,
    "broker": NOBODY,
}


def kinds(failures):
    """Who noticed, in words."""
    return {f"{seen.service} {seen.method}" for seen in failures}


def outage(stack, service, flow):
    """Kill a service's container, let requests pass, start it again, wait until all is well."""
    [container] = stack.containers(service)
    stack.engine.run("kill", container)
    try:
        flow.wait_for_requests(30)
    finally:
        stack.engine.run("start", container)
    flow.wait_until_well(seconds=RECOVERY_SECONDS)
    running.wait_until_ready(stack, service, seconds=RECOVERY_SECONDS)


@pytest.mark.parametrize("service", NOTICED_BY)
def test_a_container_that_dies_is_missed_only_by_its_own_callers(stack, address, service):
    with traffic.flowing(address) as flow:
        outage(stack, service, flow)
    assert kinds(flow.failures()) <= set(NOTICED_BY[service])
    assert {seen.status for seen in flow.failures()} <= REFUSED


def test_a_gateway_that_dies_is_back_soon(stack, address):
    with traffic.flowing(address) as flow:
        outage(stack, "gateway", flow)
    assert {seen.status for seen in flow.failures()} <= REFUSED | {NOTHING}
    assert Seen("scheduler", "GET", NOTHING) in flow.failures()


def test_what_happened_meanwhile_has_arrived_everywhere(admin):
    admin.make_device(admin.make_type())
