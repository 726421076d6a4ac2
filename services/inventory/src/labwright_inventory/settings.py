"""Configuration of inventory's processes (`INVENTORY_...`)."""

from pathlib import Path
from typing import ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from labwright_chassis.settings import ServiceSettings


class InventorySettings(ServiceSettings):
    """What inventory is told at its start.

    Reports on health are kept for `health_days`. `public_url` is the address that people use; codes
    on labels begin with it.
    `master_key` is 32 bytes in base64; it seals the secrets of PDUs, without it none can be kept.
    An attachment has at most `attachment_limit`
    bytes; it is kept in `attachments_dir`, which API and worker share, or where a bucket is named,
    there: at `attachments_endpoint`, or at the region's own.
    """

    model_config = SettingsConfigDict(env_prefix="INVENTORY_", extra="ignore", frozen=True)
    service: ClassVar[str] = "inventory"

    scheduler_internal_url: str = ""
    health_days: int = Field(default=30, ge=1, le=3650)
    public_url: str = "http://127.0.0.1:8080"
    master_key: SecretStr = SecretStr("")
    attachment_limit: int = Field(default=25 * 1_048_576, ge=1)
    attachments_dir: Path = Path("var/attachments")
    attachments_bucket: str = ""
    attachments_endpoint: str = ""
    attachments_region: str = "us-east-1"
    attachments_key_id: SecretStr = SecretStr("")
    attachments_secret: SecretStr = SecretStr("")
