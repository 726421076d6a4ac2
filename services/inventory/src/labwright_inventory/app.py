"""Inventory, put together: the truth about hardware."""

from typing import Any

from labwright_chassis.db import Database
from labwright_chassis.migrations import Migrations
from labwright_chassis.sealing import MasterKey
from labwright_chassis.service import Service
from labwright_chassis.worker import Job
from labwright_inventory.attachments import jobs as attachment_jobs
from labwright_inventory.attachments.adapters import create_store
from labwright_inventory.attachments.routes import PATH as ATTACHMENTS
from labwright_inventory.attachments.routes import router as attachments
from labwright_inventory.bookings import jobs as booking_jobs
from labwright_inventory.bookings import subscribers as booking_events
from labwright_inventory.bulk.routes import MAX_BYTES as MAX_BULK_BYTES
from labwright_inventory.bulk.routes import PATH as BULK
from labwright_inventory.bulk.routes import router as bulk
from labwright_inventory.catalog.routes.device_types import router as device_types
from labwright_inventory.catalog.routes.manufacturers import router as manufacturers
from labwright_inventory.catalog.routes.templates import router as templates
from labwright_inventory.db import MIGRATIONS
from labwright_inventory.devices.adapters import snapshot_source
from labwright_inventory.devices.routes import router as devices
from labwright_inventory.discovery.routes import router as discovery
from labwright_inventory.exports.routes import router as exports
from labwright_inventory.health import jobs as health_jobs
from labwright_inventory.health.routes import router as health
from labwright_inventory.imports.jobs import jobs as import_jobs
from labwright_inventory.imports.routes import router as imports
from labwright_inventory.imports.rules.files import MAX_BYTES
from labwright_inventory.labels.routes import router as labels
from labwright_inventory.locations.routes import router as locations
from labwright_inventory.maintenance.adapters import snapshot_source as maintenance_source
from labwright_inventory.maintenance.routes import router as maintenance
from labwright_inventory.people import subscribers as people_events
from labwright_inventory.permissions import PERMISSIONS
from labwright_inventory.power.routes import router as power
from labwright_inventory.racks.routes import router as racks
from labwright_inventory.saved_views.routes import router as saved_views
from labwright_inventory.settings import InventorySettings
from labwright_inventory.sites.routes import router as sites
from labwright_inventory.statistics.routes import router as statistics
from labwright_inventory.tables import METADATA
from labwright_inventory.tags.routes import router as tags
from labwright_inventory.type_library.routes import router as type_library
from labwright_inventory.wiring.routes import router as wiring

__all__ = ["PERMISSIONS", "create_service"]


def create_service() -> Service[InventorySettings]:
    """The service, from which its API, its worker and its command line are made."""
    return Service(
        name="inventory",
        title="Labwright inventory",
        settings=InventorySettings,
        migrations=Migrations(MIGRATIONS, METADATA),
        routers=[
            # Before the devices: their own words come before `/{device_id}`.
            *(bulk, exports, labels, discovery),
            *(devices, wiring, maintenance, health, attachments, imports, statistics),
            saved_views,
            *(device_types, templates, type_library, manufacturers, tags),
            *(sites, locations, racks, power),
        ],
        sources={"device": snapshot_source(), "maintenance": maintenance_source()},
        events=[people_events.events, booking_events.events],
        copies=[*people_events.copies, booking_events.copy],
        jobs=_jobs,
        body_limits=_body_limits,
        state=_state,
    )


def _body_limits(settings: InventorySettings) -> dict[str, int]:
    return {
        imports.prefix: MAX_BYTES,
        BULK: MAX_BULK_BYTES,
        # What multipart puts around a file is less than this.
        ATTACHMENTS.replace("{device_id}", "*"): settings.attachment_limit + 65_536,
    }


def _jobs(settings: InventorySettings) -> list[Job]:
    return [
        *booking_jobs.jobs(),
        *health_jobs.jobs(settings),
        *attachment_jobs.jobs(settings),
        *import_jobs(settings),
    ]


def _state(database: Database, settings: InventorySettings) -> dict[str, Any]:
    text = settings.master_key.get_secret_value()
    master = MasterKey.parse(text, setting="INVENTORY_MASTER_KEY") if text else None
    return {"master_key": master, "attachments": create_store(settings)}
