"""Where the lab is and who asks (`LABWRIGHT_...`)."""

import os
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from labwright_chassis.settings import Settings
from labwright_standalone.data_dir import DataDir


class CliSettings(Settings):
    """What the command line is told: an address, and a token or name and password.

    `data_dir` is that of a standalone lab, on whose files the services' own commands then work.
    """

    model_config = SettingsConfigDict(env_prefix="LABWRIGHT_", extra="ignore", frozen=True)

    url: str = "http://127.0.0.1:8080"
    token: SecretStr = SecretStr("")
    username: str = ""
    password: SecretStr = SecretStr("")
    data_dir: Path | None = None

    def environment_of(self, service: str) -> dict[str, str]:
        """The environment of a service's own command: this one, or the standalone lab's."""
        if self.data_dir is None:
            return dict(os.environ)
        return {**os.environ, **DataDir(self.data_dir).environment_of(service)}
