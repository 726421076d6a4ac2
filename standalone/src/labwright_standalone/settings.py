"""Configuration of the standalone process: few words, since a newcomer reads them."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from labwright_chassis.settings import Settings


class StandaloneSettings(Settings):
    """`PORT`, `DATA_DIR`, `LOG_LEVEL`, `WEB_DIR`, and whether the first start loads the sample."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    port: int = Field(8080, ge=1, le=65_535, validation_alias="PORT")
    data_dir: Path = Field(Path("var"), validation_alias="DATA_DIR")
    log_level: str = Field("WARNING", validation_alias="LOG_LEVEL")
    trace_endpoint: str = Field("", validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    web_dir: Path = Field(Path("web/dist"), validation_alias="WEB_DIR")
    sample: bool = Field(True, validation_alias="LABWRIGHT_SAMPLE")
    admin_username: str = Field("admin", validation_alias="LABWRIGHT_ADMIN_USERNAME")
    admin_password: SecretStr = Field(SecretStr(""), validation_alias="LABWRIGHT_ADMIN_PASSWORD")

    @property
    def address(self) -> str:
        """Where people find it."""
        return f"http://127.0.0.1:{self.port}"
