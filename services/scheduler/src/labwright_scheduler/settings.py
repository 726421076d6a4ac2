"""Configuration of the scheduler's processes (`SCHEDULER_...`)."""

from datetime import timedelta
from typing import ClassVar

from pydantic import Field, IPvAnyNetwork, SecretStr
from pydantic_settings import SettingsConfigDict

from labwright_chassis.settings import MailSettings, ServiceSettings


class SchedulerSettings(ServiceSettings, MailSettings):
    """What the scheduler is told at its start.

    People's notices are forgotten after `notification_days`. `master_key` is 32 bytes in base64; it
    seals addresses and secrets of webhooks, without it none can be kept. Webhooks lead to the
    public internet over https; `webhook_networks` names further networks, `webhook_http` allows
    http. `discord_hosts` are the hosts that Discord's webhooks may have.
    """

    model_config = SettingsConfigDict(env_prefix="SCHEDULER_", extra="ignore", frozen=True)
    service: ClassVar[str] = "scheduler"

    inventory_internal_url: str = ""
    tidy_every: timedelta = timedelta(seconds=15)
    notification_days: int = Field(default=90, ge=1, le=3650)
    master_key: SecretStr = SecretStr("")
    webhook_networks: tuple[IPvAnyNetwork, ...] = ()
    webhook_http: bool = False
    discord_hosts: tuple[str, ...] = (
        "discord.com",
        "ptb.discord.com",
        "canary.discord.com",
        "discordapp.com",
    )
