"""Configuration by environment."""

import pytest
from pydantic import ValidationError

from labwright_chassis import errors as domain
from labwright_gateway.routing import create_table
from labwright_gateway.settings import GatewaySettings, origin_of

NEEDED = {
    f"{name}_url": "http://127.0.0.1:1"
    for name in ("auth", "inventory", "scheduler", "auth_internal")
}


def test_the_environment_configures_a_gateway(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("a secret\n")
    for name, value in {
        "AUTH_URL": "unix:/run/auth.sock",
        "INVENTORY_URL": "http://inventory:8000",
        "SCHEDULER_URL": "http://scheduler:8000",
        "AUTH_INTERNAL_URL": "http://auth:8001",
        "SERVICE_SECRET_FILE": str(secret),
        "TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.1",
        "CORS_ORIGINS": "https://app.example",
        "PUBLIC_URL": "https://lab.example",
    }.items():
        monkeypatch.setenv(f"GATEWAY_{name}", value)
    settings = GatewaySettings()
    assert settings.service_secret.get_secret_value() == "a secret"
    assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.0/8", "192.0.2.1/32"]
    assert settings.allowed_origins == {"https://app.example"}
    assert settings.secure


def test_the_public_address_is_this_machine_unless_told():
    assert GatewaySettings(**NEEDED, port=9000).public_origin == "http://127.0.0.1:9000"
    assert not GatewaySettings(**NEEDED).trusted_proxies


@pytest.mark.parametrize("wrong", ["lab.example", "ftp://lab.example", "https://"])
def test_a_public_address_must_be_one(wrong):
    with pytest.raises(ValidationError):
        GatewaySettings(**NEEDED, public_url=wrong)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Lab.Example:443/x", "https://lab.example"),
        ("http://lab.example:80", "http://lab.example"),
        ("https://lab.example:8443/", "https://lab.example:8443"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_origin_is_written_as_browsers_do(url, origin):
    assert origin_of(url) == origin


def test_the_longest_prefix_decides():
    table = create_table(GatewaySettings(**NEEDED))
    assert table.services == ("auth", "inventory", "scheduler")
    assert table.find("/api/v1/inventory/imports").body_limit == 16 * 1_048_576
    assert table.find("/api/v1/inventory/imports/7").timeout == 300
    assert table.find("/api/v1/inventory/importsx").body_limit == 1_048_576
    attachments = table.find("/api/v1/inventory/devices/7/attachments")
    assert attachments.body_limit > 25 * 1_048_576
    assert table.find("/api/v1/inventory/devices/7/attachments/9") == attachments
    for other in ("devices/attachments", "devices/7/attachmentsx", "devices/7/8/attachments"):
        assert table.find(f"/api/v1/inventory/{other}").body_limit == 1_048_576
    with pytest.raises(domain.NotFound):
        table.find("/api/v1/mes")
