"""docs/runbooks/deploy-one-service.md, followed while requests come in."""

import pytest

from tests.dev.processes import ADMIN
from tests.journeys.person import Person, eventually
from tests.resilience import traffic

pytestmark = pytest.mark.timeout(900)


def untagged(deployment):
    """How many devices have no asset tag yet."""
    [(number,)] = deployment.sql(
        "inventory", "SELECT COUNT(*) FROM devices WHERE asset_tag IS NULL"
    )
    return number


def copies_equal(deployment):
    """Whether the scheduler has what inventory has."""
    look = "SELECT id, version, name FROM devices ORDER BY id"
    return deployment.sql("inventory", look) == deployment.sql("scheduler", look)


def test_inventory_is_replaced_and_no_request_fails(deployment):
    with Person(deployment.platform.address) as admin:
        admin.sign_in(*ADMIN)
        kind = admin.make_type()
        with traffic.flowing(deployment.platform.address) as flow:
            deployment.migrate("expand")
            # The present version goes on in the newer schema.
            old = admin.make_device(kind)
            assert untagged(deployment) > 0
            assert not any("asset_tag" in event for event in deployment.events())

            deployment.replace("worker")
            deployment.replace("api")
            flow.wait_for_requests(30)
            new = admin.make_device(kind)

            deployment.migrate("fill")
            assert untagged(deployment) == 0
            deployment.migrate("contract")
            flow.wait_for_requests(30)
            assert admin.get(f"/api/v1/inventory/devices/{old}").status_code == 200

        assert flow.failures() == {}
        assert [e for e in deployment.events() if e["id"] == new and e["asset_tag"]]
        # The scheduler is the old consumer: it takes the events and ignores the unknown field.
        eventually(lambda: copies_equal(deployment), seconds=120)
