"""What every service offers its operators, whatever its business: each router takes its area."""

from fastapi import APIRouter

from labwright_chassis.api.operations import dead_letters, relay, status
from labwright_chassis.migrations import Migrations

__all__ = ["create_internal_router", "create_routers"]

create_internal_router = status.create_internal_router


def create_routers(area: str, migrations: Migrations) -> list[APIRouter]:
    """The public endpoints below `/api/v1/<area>`; they need the area's `event` permissions."""
    return [
        dead_letters.create_router(area),
        relay.create_router(area),
        status.create_router(area, migrations),
    ]
