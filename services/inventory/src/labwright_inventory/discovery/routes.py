"""Discovery over HTTP."""

from typing import Annotated, Any

from fastapi import Query, Response

from labwright_chassis.api import DbReader, ServiceRouter
from labwright_inventory.access import Reader
from labwright_inventory.devices import queries
from labwright_inventory.devices.schemas import DeviceFilters
from labwright_inventory.discovery import rules

router = ServiceRouter(prefix="/api/v1/inventory/devices", tags=["discovery"])


@router.get("/ansible-inventory")
def get_ansible_inventory(
    query: Annotated[DeviceFilters, Query()], by: Reader, session: DbReader, response: Response
) -> dict[str, Any]:
    """An Ansible inventory (`--list`) of the devices that the filters find.

    Groups are `site_...`, `type_...`, `status_...` and `tag_...`.
    """
    response.headers["Cache-Control"] = "no-store"
    return rules.ansible(queries.every(session, query))


@router.get("/http-sd")
def list_scrape_targets(
    query: Annotated[DeviceFilters, Query()], by: Reader, session: DbReader, response: Response
) -> list[dict[str, Any]]:
    """Prometheus targets (`http_sd`) of the devices that the filters find and that have an address.

    Labels begin with `__meta_labwright_`.
    """
    response.headers["Cache-Control"] = "no-store"
    return rules.targets(queries.every(session, query))
