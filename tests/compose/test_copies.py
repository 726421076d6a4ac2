"""Three copies of the scheduler's processes."""

import pytest

from tests.compose import running
from tests.journeys.person import eventually
from tests.resilience import traffic

pytestmark = pytest.mark.timeout(600)

COPIES = 3
# Asked inside the container: the internal port is published nowhere.
COUNT = (
    "import urllib.request as u;"
    "text = u.urlopen('http://127.0.0.1:8001/metrics').read().decode();"
    "print(sum('/bookings' in line for line in text.splitlines()))"
)


def scale(stack, service, copies):
    """Have so many copies of a service, and wait until they are well."""
    words = ["up", "-d", "--no-build", "--no-deps", "--no-recreate"]
    stack.compose(*words, "--scale", f"{service}={copies}", service)
    assert len(stack.containers(service)) == copies
    running.wait_until_ready(stack, service)


@pytest.fixture
def copies(stack):
    """Three of each; one of each afterwards."""
    for service in ("scheduler-api", "scheduler-worker"):
        scale(stack, service, COPIES)
    yield
    for service in ("scheduler-api", "scheduler-worker"):
        for container in stack.containers(service)[1:]:
            stack.engine.run("stop", container)
            stack.engine.run("rm", container)


def test_all_copies_work_and_one_may_die(stack, address, admin, copies):
    with traffic.flowing(address) as flow:
        eventually(lambda: all(_was_asked(stack, c) for c in _apis(stack)), seconds=180)
        assert flow.failures() == {}
        for service in ("scheduler-api", "scheduler-worker"):
            stack.engine.run("kill", stack.containers(service)[-1])
        flow.wait_for_requests(30)
        flow.wait_until_well(seconds=90)
    # What was under way in the copy that died; a read is repeated at another copy.
    assert {(seen.service, seen.method) for seen in flow.failures()} <= {("scheduler", "POST")}
    admin.make_device(admin.make_type())


def _apis(stack):
    return stack.containers("scheduler-api")


def _was_asked(stack, container):
    return int(stack.engine.run("exec", container, "python", "-c", COUNT)) > 0
