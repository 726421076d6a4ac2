"""What the clock does to maintenance. New requests are refused without it having run."""

from functools import partial

from labwright_chassis.db import Database
from labwright_chassis.worker import Job
from labwright_scheduler.maintenance import service
from labwright_scheduler.settings import SchedulerSettings


def jobs(settings: SchedulerSettings) -> list[Job]:
    """The jobs about maintenance."""
    return [Job("overruns", settings.tidy_every, close_overrun)]


def close_overrun(database: Database) -> None:
    """Flag what is booked behind windows that are over while the work goes on."""
    for id in database.read(service.find_overrun):
        database.unit(partial(service.close_overrun, device_id=id))
