"""Configuration of a gateway process (`GATEWAY_*`)."""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from labwright_chassis.settings import ProcessSettings
from labwright_gateway.rates.limiter import Rate, RateClass

Network = IPv4Network | IPv6Network

MEBIBYTE = 1_048_576


def _listed(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _rate(value: Any) -> Any:
    if isinstance(value, str):
        return Rate.parsed(value) if value else None
    return value


OptionalRate = Annotated[Rate | None, NoDecode, BeforeValidator(_rate)]


def origin_of(url: str) -> str:
    """The origin of a URL as browsers write it: lower case, no default port, no path.

    Raises:
        ValueError: not an absolute http or https URL.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is no http or https address")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


class GatewaySettings(ProcessSettings):
    """Addresses are `http://host:port` (copies with commas between them) or `unix:/path`.

    Times are in seconds, sizes in bytes.

    `trusted_proxies` (CIDR) and `cors_origins` are lists separated by commas. `web_dir` has a
    folder for each built web app. Rates are like `60/minute`, or empty for no limit.
    """

    model_config = SettingsConfigDict(env_prefix="GATEWAY_", extra="ignore", frozen=True)

    port: int = 8080
    internal_port: int = 8081
    public_url: str = ""
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_listed)] = ()
    cors_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()

    web_dir: Path | None = None

    auth_url: str
    inventory_url: str
    scheduler_url: str
    auth_internal_url: str
    inventory_internal_url: str = ""
    scheduler_internal_url: str = ""
    amqp_url: str = ""
    service_id: str = "gateway"
    service_secret: SecretStr = SecretStr("")

    connect_timeout: float = Field(default=2, gt=0)
    request_timeout: float = Field(default=30, gt=0)
    upload_timeout: float = Field(default=300, gt=0)
    auth_timeout: float = Field(default=5, gt=0, lt=60)
    probe_timeout: float = Field(default=1, gt=0)
    # A service writes its document when it is first asked for it.
    document_timeout: float = Field(default=10, gt=0)
    search_timeout: float = Field(default=3, gt=0)
    body_timeout: float = Field(default=20, gt=0)
    connections_per_service: int = Field(default=200, gt=0)
    streams_per_service: int = Field(default=500, gt=0)
    breaker_failures: int = Field(default=5, gt=0)
    breaker_pause: float = Field(default=2, gt=0)
    max_body_bytes: int = MEBIBYTE
    max_import_bytes: int = 16 * MEBIBYTE
    max_attachment_bytes: int = 25 * MEBIBYTE + 65_536
    rate_sign_in: OptionalRate = Rate(60, 60)
    rate_read: OptionalRate = Rate(6000, 60)
    rate_write: OptionalRate = Rate(1200, 60)
    rate_search: OptionalRate = Rate(300, 60)
    rate_refused: OptionalRate = Rate(600, 60)
    rate_store: str = ""
    identity_cache_size: int = Field(default=10_000, gt=0)

    @model_validator(mode="before")
    @classmethod
    def _public_by_default(cls, values: dict[str, Any]) -> dict[str, Any]:
        if not values.get("public_url"):
            port = values.get("port", cls.model_fields["port"].default)
            values["public_url"] = f"http://127.0.0.1:{port}"
        return values

    @model_validator(mode="after")
    def _origins_are_origins(self) -> Self:
        for url in (self.public_url, *self.cors_origins):
            origin_of(url)
        return self

    @property
    def internal_urls(self) -> dict[str, str]:
        """Where services beside auth tell how they are, of those that are known."""
        urls = {"inventory": self.inventory_internal_url, "scheduler": self.scheduler_internal_url}
        return {name: url for name, url in urls.items() if url}

    @property
    def rates(self) -> dict[RateClass, Rate]:
        """What is limited, and how far."""
        rates = {
            RateClass.SIGN_IN: self.rate_sign_in,
            RateClass.READ: self.rate_read,
            RateClass.WRITE: self.rate_write,
            RateClass.SEARCH: self.rate_search,
        }
        return {kind: rate for kind, rate in rates.items() if rate is not None}

    @property
    def public_origin(self) -> str:
        """The origin under which browsers know the gateway."""
        return origin_of(self.public_url)

    @property
    def allowed_origins(self) -> frozenset[str]:
        """Configured origins that may call with credentials."""
        return frozenset(origin_of(url) for url in self.cors_origins)

    @property
    def secure(self) -> bool:
        """Whether people reach the gateway over TLS."""
        return self.public_origin.startswith("https:")
