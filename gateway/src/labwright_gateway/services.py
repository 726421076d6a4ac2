"""How the services behind the gateway are."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from labwright_chassis.errors import DomainError
from labwright_gateway.errors import ServiceTimeout
from labwright_gateway.identity.service_tokens import ServiceTokens
from labwright_gateway.upstream import Reply, Upstream

_LONGEST_WORD = 200
_KEPT = timedelta(seconds=1)
# What a service's own status says that everybody may know: lag, letters, and drift of its copies.
_OPERATIONS = ("relay", "dead_letters", "copies")
# Which process sends is for operators: it names a host.
_NOT_TOLD = "holder"


class Services:
    """Asks every service how it is, side by side, for at most `timeout` seconds, twice if need be.

    `internal` are the services' internal APIs, of those that are known here.
    """

    def __init__(
        self,
        upstreams: Mapping[str, Upstream],
        internal: Mapping[str, Upstream],
        tokens: ServiceTokens,
        *,
        timeout: float,
        broker: Callable[[], str],
        now: Callable[[], datetime],
    ) -> None:
        self._upstreams = upstreams
        self._internal = internal
        self._tokens = tokens
        self._timeout = timeout
        self._broker = broker
        self._now = now
        self._never_ready = set(upstreams)
        self._lock = asyncio.Lock()
        self._states: dict[str, Any] = {}
        self._until = datetime.min.replace(tzinfo=now().tzinfo)

    async def look(self) -> tuple[bool, dict[str, str]]:
        """Whether every service has been ready once, and a word about each one asked."""
        asked = sorted(self._never_ready)
        found = await asyncio.gather(*(self._readiness(name) for name in asked))
        words = {name: state["status"] for name, state in zip(asked, found, strict=True)}
        return not self._never_ready, words

    async def status(self) -> dict[str, Any]:
        """Every service's state: `status` is `ready`, `not ready` or `away`, with its own detail.

        `relay`, `dead_letters` and `copies` are there for services that tell. The whole is `ok` or
        `degraded`. What services say is at most a second old: anybody may ask.
        """
        async with self._lock:
            if self._now() >= self._until:
                self._states = await self._ask_all()
                self._until = self._now() + _KEPT
        well = all(state["status"] == "ready" for state in self._states.values())
        return {
            "status": "ok" if well else "degraded",
            "services": self._states,
            "gateway": {"status": "ready", "revocations": self._broker()},
        }

    async def _ask_all(self) -> dict[str, Any]:
        names = sorted(self._upstreams)
        found = await asyncio.gather(*(self._state(name) for name in names))
        return dict(zip(names, found, strict=True))

    async def _state(self, name: str) -> dict[str, Any]:
        readiness, operations = await asyncio.gather(self._readiness(name), self._operations(name))
        return {**readiness, **operations}

    async def _readiness(self, name: str) -> dict[str, Any]:
        try:
            reply = await self._probe(name)
        except DomainError as error:
            return {"status": "away", "detail": error.detail}
        if reply.status == 200:
            self._never_ready.discard(name)
        word = "ready" if reply.status == 200 else "not ready"
        return {"status": word, "detail": _detail(reply.body)}

    async def _probe(self, name: str) -> Reply:
        """The answer of a service about itself, by its second if its first comes late."""
        try:
            return await self._upstreams[name].call("GET", "/readyz", timeout=self._timeout)
        except ServiceTimeout:
            return await self._upstreams[name].call("GET", "/readyz", timeout=self._timeout)

    async def _operations(self, name: str) -> dict[str, Any]:
        """What the service's internal status says; nothing where it cannot be asked."""
        if name not in self._internal:
            return {}
        try:
            async with asyncio.timeout(self._timeout):
                headers = {"Authorization": f"Bearer {await self._tokens.get(name)}"}
                reply = await self._internal[name].call(
                    "GET", "/internal/status", headers=headers, timeout=self._timeout
                )
        except (DomainError, TimeoutError):
            return {}
        told = _detail(reply.body) if reply.status == 200 else None
        if not isinstance(told, dict):
            return {}
        return {key: _public(told[key]) for key in _OPERATIONS if told.get(key) is not None}


def _public(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    return {key: value for key, value in told.items() if key != _NOT_TOLD}


def _detail(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")[:_LONGEST_WORD]
