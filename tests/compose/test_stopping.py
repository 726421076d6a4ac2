"""A container that is asked to stop ends its work first."""

import pytest

from deploy.containers import stack as compose
from tests.compose import running
from tests.resilience import traffic

pytestmark = pytest.mark.timeout(600)

PROCESSES = [n for n in compose.definitions() if n.endswith(("-api", "-worker")) or n == "gateway"]


@pytest.mark.parametrize("service", PROCESSES)
def test_it_stops_by_itself_and_without_a_complaint(stack, service):
    [container] = stack.containers(service)
    # The grace is the compose file's own; whoever outlasts it is killed, which is status 137.
    stack.engine.run("stop", "--time=20", container)
    assert stack.inspect(container, "{{.State.ExitCode}}") == "0"
    stack.engine.run("start", container)
    running.wait_until_ready(stack, service)


def test_what_is_under_way_is_answered(stack, address):
    [container] = stack.containers("scheduler-api")
    with traffic.flowing(address) as flow:
        stack.engine.run("stop", "--time=20", container)
        try:
            flow.wait_for_requests(30)
        finally:
            stack.engine.run("start", container)
        flow.wait_until_well(seconds=90)
    # Refused at the door, not broken off.
    assert {seen.status for seen in flow.failures()} <= {503}
