"""Configuration that a process reads once at its start, from the environment and secret files."""

import os
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)


class _FileSource(EnvSettingsSource):
    """`<PREFIX><NAME>_FILE` names a file that holds the value, as container secrets do."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{self.env_prefix}{field_name}_FILE".upper())
        value = Path(path).read_text(encoding="utf-8").strip() if path else None
        return value, field_name, False


class Settings(BaseSettings):
    """Base of every configuration: explicit arguments, environment, secret files, defaults."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _FileSource(settings_cls)


class ProcessSettings(Settings):
    """What every process has: where it listens, how it logs, and where its traces go.

    A listener is a port on `host`, or a Unix socket path where `*_socket` is set. Without
    `trace_endpoint` (an OTLP collector, `http://host:4318`) there are no traces.
    """

    host: str = "127.0.0.1"
    port: int = 0
    internal_port: int = 0
    socket: Path | None = None
    internal_socket: Path | None = None
    log_level: str = "INFO"
    log_format: str = Field(default="json", pattern="^(json|console)$")
    trace_endpoint: str = Field(default="", validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")


class ServiceSettings(ProcessSettings):
    """What every service with a database has.

    Addresses are `http://host:port`, several with commas between them, or `unix:/path`.
    `drain_seconds` is how long an API goes on serving after it was told to stop, so that its
    callers find another copy first: above the gateway's three seconds of keeping connections.
    """

    service: ClassVar[str]

    database_url: str
    amqp_url: str = ""
    service_secret: SecretStr = SecretStr("")
    auth_url: str = ""
    auth_internal_url: str = ""
    org: str = "default"
    pool_size: int = 20
    threads: int = 20
    prefetch: int = 200
    max_body_bytes: int = 1_048_576
    worker_port: int = 0
    drain_seconds: float = Field(default=0, ge=0, le=60)
    retry_delays: tuple[float, ...] = (1, 5, 30, 120, 600)
    repair_every_seconds: float = 300


class MailSettings(Settings):
    """What a service that sends mail has beside that.

    `smtp_url` is `smtps://user:password@host`, `smtp+starttls://...`, `smtp://host` (plain, for a
    relay nearby) or `file:/folder`; while it is empty, mails wait. `mail_from` may have a name.
    `public_url` is the address people use; links in mails begin with it.
    """

    smtp_url: SecretStr = SecretStr("")
    mail_from: str = "labwright@localhost"
    public_url: str = "http://127.0.0.1:8080"
