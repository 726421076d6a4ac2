"""Configuration of the scheduler's processes (`SCHEDULER_...`)."""

from datetime import timedelta
from typing import ClassVar

from pydantic_settings import SettingsConfigDict

from labwright_chassis.settings import ServiceSettings


class SchedulerSettings(ServiceSettings):
    """What the scheduler is told at its start."""

    model_config = SettingsConfigDict(env_prefix="SCHEDULER_", extra="ignore", frozen=True)
    service: ClassVar[str] = "scheduler"

    inventory_internal_url: str = ""
    tidy_every: timedelta = timedelta(seconds=15)
