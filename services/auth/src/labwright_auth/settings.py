"""Configuration of auth's processes (`AUTH_...`)."""

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from labwright_chassis.settings import MailSettings, ServiceSettings


class RegistrationMode(StrEnum):
    """Who may make an account for himself."""

    OPEN = "open"
    INVITATION = "invitation"
    CLOSED = "closed"


class AuthSettings(ServiceSettings, MailSettings):
    """What auth is told at its start.

    `master_key` is 32 bytes in base64; it seals the signing keys and is needed by every process.
    `service_secrets_dir` has one file a service, named after it, with its secret.
    """

    model_config = SettingsConfigDict(
        env_prefix="AUTH_", extra="ignore", frozen=True, populate_by_name=True
    )
    service: ClassVar[str] = "auth"

    registration: RegistrationMode = RegistrationMode.INVITATION
    service_secrets_dir: Path | None = None
    master_key: SecretStr = SecretStr("")
    data_dir: Path = Field(Path("var"), validation_alias=AliasChoices("AUTH_DATA_DIR", "DATA_DIR"))
    admin_username: str = Field(
        "admin", min_length=1, max_length=50, validation_alias="LABWRIGHT_ADMIN_USERNAME"
    )
    admin_password: SecretStr = Field(SecretStr(""), validation_alias="LABWRIGHT_ADMIN_PASSWORD")

    password_least: int = Field(12, ge=8, le=64)
    password_time_cost: int = Field(3, ge=1, le=20)
    password_memory_kib: int = Field(65_536, ge=8, le=1_048_576)
    password_parallelism: int = Field(4, ge=1, le=16)

    session_idle: timedelta = timedelta(days=7)
    session_longest: timedelta = timedelta(days=30)
    token_seconds: int = Field(300, ge=30, le=300)
    jwks_seconds: int = Field(600, ge=60)
    key_days: int = Field(90, ge=1)
