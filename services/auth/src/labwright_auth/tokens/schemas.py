"""Personal tokens as their owner asks for and sees them."""

from ipaddress import ip_network
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, field_validator

from labwright_chassis.lists import AnswerBody, RequestBody
from labwright_contracts.base import UtcTime


def _network(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError as error:
        raise ValueError(f"{text} is no address or network: {error}") from error


Address = Annotated[str, StringConstraints(max_length=50), AfterValidator(_network)]
TokenName = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")
]


class TokenIn(RequestBody):
    """A new token: what it may do, until when (90 days if not said), and from where.

    `addresses` are IPv4 or IPv6 addresses or networks; null is everywhere.
    """

    name: TokenName
    permissions: list[str] = Field(min_length=1, max_length=500)
    expires_at: UtcTime | None = None
    addresses: list[Address] | None = Field(None, min_length=1, max_length=50)


class TokenOut(AnswerBody):
    """A token without its secret."""

    id: str
    name: str
    permissions: list[str]
    addresses: list[str] | None
    created_at: UtcTime
    expires_at: UtcTime
    last_used_at: UtcTime | None

    @field_validator("id", mode="before")
    @classmethod
    def _as_text(cls, id: Any) -> Any:
        return getattr(id, "hex", id)


class NewTokenOut(TokenOut):
    """A new token: `token` is for `Authorization: Bearer`, and is never shown again."""

    token: str
