"""Imports that wait for the worker."""

from datetime import timedelta

from labwright_chassis.worker import Job
from labwright_inventory.imports.service.background import run_waiting
from labwright_inventory.settings import InventorySettings

_LOOK_EVERY = timedelta(seconds=1)


def jobs(settings: InventorySettings) -> list[Job]:
    """One import after another, by one worker at a time."""
    return [Job("imports", _LOOK_EVERY, run_waiting)]
