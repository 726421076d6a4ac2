"""What the clock does to booked slots."""

from datetime import timedelta

from labwright_chassis.db import Database
from labwright_chassis.worker import Job
from labwright_inventory.bookings import service


def jobs() -> list[Job]:
    """The jobs of this feature."""
    return [Job("forget-slots", timedelta(hours=1), forget_slots)]


def forget_slots(database: Database) -> None:
    """Forget slots that are over."""
    database.unit(service.prune)
