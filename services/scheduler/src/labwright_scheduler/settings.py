"""Configuration of the scheduler's processes (`SCHEDULER_...`)."""

from datetime import timedelta
from typing import ClassVar

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from labwright_chassis.settings import MailSettings, ServiceSettings


class SchedulerSettings(ServiceSettings, MailSettings):
    """What the scheduler is told at its start.

    People's notices are forgotten after `notification_days`.
    """

    model_config = SettingsConfigDict(env_prefix="SCHEDULER_", extra="ignore", frozen=True)
    service: ClassVar[str] = "scheduler"

    inventory_internal_url: str = ""
    tidy_every: timedelta = timedelta(seconds=15)
    notification_days: int = Field(default=90, ge=1, le=3650)
