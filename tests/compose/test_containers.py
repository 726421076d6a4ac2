"""What the containers may do."""

import json

import pytest

from deploy.containers import stack as compose
from tests.compose import running

OURS = [name for name in compose.definitions() if not name.endswith(("-database", "broker"))]
PROCESSES = [name for name in OURS if not name.endswith("-migrate")]


@pytest.mark.parametrize("service", OURS)
def test_it_runs_as_nobody_on_a_root_that_cannot_be_written(stack, service):
    [container] = stack.containers(service)
    assert stack.inspect(container, "{{.HostConfig.ReadonlyRootfs}}") == "true"
    assert stack.inspect(container, "{{.Config.User}}") == "labwright"


@pytest.mark.parametrize("service", compose.definitions())
def test_its_environment_holds_no_secret(stack, service):
    [container] = stack.containers(service)
    known = stack.inspect(container, "{{json .Config}}")
    for name in ("admin_password", "master_key", "auth", f"{service.split('-')[0]}_database_url"):
        secret = running.secret(stack, name)
        assert secret is None or secret not in known


def test_only_the_gateway_is_published(stack):
    published = set()
    for service in compose.definitions():
        for container in stack.containers(service):
            ports = json.loads(stack.inspect(container, "{{json .HostConfig.PortBindings}}"))
            if any((ports or {}).values()):
                published.add(service)
    assert published == {"gateway"}


@pytest.mark.parametrize("service", PROCESSES)
def test_its_memory_has_a_limit(stack, service):
    [container] = stack.containers(service)
    assert stack.inspect(container, "{{.HostConfig.Memory}}") == str(512 * 2**20)
