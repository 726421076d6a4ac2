"""The golden examples: one of each event, written by hand, run on both sides."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labwright_contracts.catalogue import EVENTS, EventType

CONTRACTS = Path(__file__).parents[2] / "shared-contracts"


@dataclass(frozen=True, slots=True)
class Example:
    """An event as it travels: AMQP headers and JSON body."""

    event: EventType
    headers: dict[str, Any]
    body: dict[str, Any]

    @property
    def bytes(self) -> bytes:
        """The body as a message carries it."""
        return json.dumps(self.body).encode()

    @property
    def schema(self) -> dict[str, Any]:
        """The exported JSON Schema of the body."""
        return schema(self.event.name)


def schema(name: str) -> dict[str, Any]:
    """The exported JSON Schema of an event's body."""
    found: dict[str, Any] = json.loads((CONTRACTS / f"schemas/{name}.json").read_text("utf-8"))
    return found


def _read(event: EventType) -> Example:
    found = json.loads((CONTRACTS / f"examples/{event.name}.json").read_text("utf-8"))
    return Example(event, found["headers"], found["body"])


EXAMPLES = [_read(event) for event in EVENTS]
