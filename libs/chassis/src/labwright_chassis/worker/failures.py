"""The failures of a message, which it carries in a header from attempt to attempt."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from labwright_chassis.dead_letters.content import Content
from labwright_chassis.dead_letters.service import Death, Failure

_HISTORY = "x-history"
_DEATH = "x-death-id"
_LONGEST_ERROR = 300
_MOST = 20
_FAILURES: TypeAdapter[list[Failure]] = TypeAdapter(list[Failure])


def added(headers: Mapping[str, Any], reason: str, *, at: datetime) -> dict[str, str]:
    """Headers that tell of the failures so far and of this one, and name what may be its death."""
    told = [*_told(headers), Failure(at, reason[:_LONGEST_ERROR])][-_MOST:]
    return {_HISTORY: _FAILURES.dump_json(told).decode(), _DEATH: uuid4().hex}


def death_of(queue: str, headers: Mapping[str, Any], body: bytes, *, at: datetime) -> Death:
    """What a message in the dead letters of `queue` tells; `at` where it says no time."""
    content = Content.of(headers, body)
    told = _told(headers)
    given_up = _given_up(headers)
    if given_up or not told:
        told = [*told, Failure(at, given_up or "nobody said why")]
    # Without a name of its own, one of the same content and the same past is the same death.
    past = json.dumps([queue, content.key, str(headers.get("x-death", ""))]).encode()
    id = headers.get(_DEATH) if not given_up else None
    return Death(str(id or hashlib.sha256(past).hexdigest()), queue, content, told)


def _told(headers: Mapping[str, Any]) -> list[Failure]:
    try:
        return _FAILURES.validate_json(headers.get(_HISTORY, "[]"))
    except ValidationError:  # not ours: what it says of itself is as good as nothing
        return []


def _given_up(headers: Mapping[str, Any]) -> str:
    """Why the broker itself gave the message up, which no consumer could say."""
    deaths = headers.get("x-death")
    if not isinstance(deaths, list) or not deaths or not isinstance(deaths[0], dict):
        return ""
    first = deaths[0]
    if first.get("reason") == "expired":  # on its way back from a retry queue
        return ""
    return f"given up by the broker: {first.get('reason')}, {first.get('count')} time(s)"
