"""The CloudEvents 1.0 envelope and its AMQP binary form (attributes as message headers)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import Field

from labwright_contracts.base import Contract, UtcTime

HEADER_PREFIX = "cloudEvents:"
"""Prefix of attribute names in AMQP headers (CloudEvents AMQP protocol binding 1.0, 3.1.3.1)."""


class Envelope(Contract):
    """Who says what about which object, and in which order (`epoch`, then `aggregateversion`)."""

    specversion: str = "1.0"
    id: UUID
    source: str = Field(examples=["/inventory"])
    type: str = Field(examples=["inventory.device.changed.v1"])
    subject: str = Field(examples=["device/42"])
    time: UtcTime
    datacontenttype: str = "application/json"
    dataschema: str = ""
    epoch: int = 1
    aggregateversion: int = 0
    org: str = "default"
    actor: str = ""
    requestid: str = ""
    traceparent: str = ""

    def to_headers(self) -> dict[str, str | int]:
        """AMQP headers of the binary content mode; empty attributes are left out."""
        headers: dict[str, str | int] = {}
        for name, value in self:
            if isinstance(value, datetime):
                headers[HEADER_PREFIX + name] = value.isoformat()
            elif value != "" and name != "datacontenttype":
                headers[HEADER_PREFIX + name] = value if isinstance(value, int) else str(value)
        return headers

    @classmethod
    def from_headers(cls, headers: Mapping[str, Any]) -> Self:
        """The envelope that `to_headers` wrote.

        Raises:
            pydantic.ValidationError: an attribute is missing or malformed.
        """
        return cls.model_validate(
            {
                name.removeprefix(HEADER_PREFIX): value
                for name, value in headers.items()
                if name.startswith(HEADER_PREFIX)
            }
        )
