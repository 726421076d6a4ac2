"""What a message holds, in a form that can be stored and shown whatever it is."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from labwright_contracts.base import UtcTime
from labwright_contracts.envelope import HEADER_PREFIX

_LONGEST_VALUE = 2000
_BASE64 = "base64"
_TIME: TypeAdapter[datetime] = TypeAdapter(UtcTime)


@dataclass(frozen=True, slots=True)
class Content:
    """A message's headers, without those of the way it came (`x-...`), and its body."""

    headers: Mapping[str, Any]
    body: bytes

    @classmethod
    def of(cls, headers: Mapping[str, Any], body: bytes) -> "Content":
        """The content of a message as it arrived."""
        kept = {k: _plain(v) for k, v in headers.items() if not k.startswith("x-")}
        return cls(kept, body)

    @property
    def key(self) -> str:
        """The event's id, or a digest where no id can be read."""
        try:
            return UUID(self.attribute("id")).hex
        except ValueError:
            told = json.dumps(self.headers, sort_keys=True).encode() + b"\n" + self.body
            return hashlib.sha256(told).hexdigest()

    @property
    def time(self) -> datetime | None:
        """When the event took place, if it says so."""
        try:
            return _TIME.validate_python(self.attribute("time"))
        except ValidationError:
            return None

    def attribute(self, name: str) -> str:
        """An attribute of the envelope, empty if absent."""
        return str(self.headers.get(HEADER_PREFIX + name, ""))

    def to_headers(self) -> dict[str, Any]:
        """The headers as they arrived."""
        return {name: _original(value) for name, value in self.headers.items()}

    def shown(self) -> tuple[str, str]:
        """The body's encoding (`utf-8`, else `base64`) and the body in it."""
        try:
            return "utf-8", self.body.decode()
        except UnicodeDecodeError:
            return _BASE64, base64.b64encode(self.body).decode()


def _plain(value: Any) -> Any:
    """A JSON value for any AMQP value."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, bytes | bytearray):
        return {_BASE64: base64.b64encode(value).decode()}
    return str(value)[:_LONGEST_VALUE]


def _original(value: Any) -> Any:
    # The AMQP library takes no `bytes` in a header.
    return bytearray(base64.b64decode(value[_BASE64])) if isinstance(value, dict) else value
