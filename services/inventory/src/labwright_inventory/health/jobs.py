"""What the clock does to reports."""

from datetime import timedelta
from functools import partial

from labwright_chassis import clock
from labwright_chassis.db import Database
from labwright_chassis.worker import Job
from labwright_inventory.health import queries
from labwright_inventory.settings import InventorySettings

_AT_ONCE = 1000


def jobs(settings: InventorySettings) -> list[Job]:
    """The jobs of this feature."""
    kept = timedelta(days=settings.health_days)
    return [Job("forget-health", timedelta(hours=1), partial(forget_reports, kept=kept))]


def forget_reports(database: Database, *, kept: timedelta) -> None:
    """Delete reports that are older than that, a thousand at a time; the latest stays known."""
    before = clock.now() - kept
    while True:
        forget = partial(queries.forget, before=before, limit=_AT_ONCE)
        if database.unit(forget) < _AT_ONCE:
            return
