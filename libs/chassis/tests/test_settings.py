"""Settings: from arguments, environment, secret files, defaults, in this order."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsConfigDict

from labwright_chassis.settings import ServiceSettings


class ShopSettings(ServiceSettings):
    """Settings of the tiny service."""

    model_config = SettingsConfigDict(env_prefix="SHOP_")
    service = "shop"


@pytest.fixture(autouse=True)
def _database_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_DATABASE_URL", "sqlite:///from-environment")


def test_the_environment_is_read_by_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PORT", "8001")
    monkeypatch.setenv("PORT", "1")
    monkeypatch.setenv("SHOP_RETRY_DELAYS", "[0.1, 5]")
    settings = ShopSettings()
    assert (settings.port, settings.retry_delays) == (8001, (0.1, 5))
    assert settings.database_url == "sqlite:///from-environment"


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("sesame\n")
    monkeypatch.setenv("SHOP_SERVICE_SECRET_FILE", str(file))
    settings = ShopSettings()
    assert settings.service_secret.get_secret_value() == "sesame"
    assert "sesame" not in repr(settings)


def test_an_argument_wins_over_the_environment_and_that_over_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "url"
    file.write_text("sqlite:///from-file")
    monkeypatch.setenv("SHOP_DATABASE_URL_FILE", str(file))
    assert ShopSettings().database_url == "sqlite:///from-environment"
    assert ShopSettings(database_url="sqlite:///given").database_url == "sqlite:///given"
    monkeypatch.delenv("SHOP_DATABASE_URL")
    assert ShopSettings().database_url == "sqlite:///from-file"


def test_what_must_be_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_DATABASE_URL")
    with pytest.raises(ValidationError, match="database_url"):
        ShopSettings()


@pytest.mark.parametrize(("name", "value"), [("LOG_FORMAT", "xml"), ("PORT", "http")])
def test_a_wrong_value_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"SHOP_{name}", value)
    with pytest.raises(ValidationError):
        ShopSettings()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        ShopSettings().port = 1  # type: ignore[misc]
