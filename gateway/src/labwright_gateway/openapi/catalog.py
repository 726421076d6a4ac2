"""Fetches the services' documents and keeps the merged one for a short while."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from labwright_chassis import logs
from labwright_chassis.errors import DomainError
from labwright_gateway.openapi.merge import merge
from labwright_gateway.openapi.own import OWN, SESSION
from labwright_gateway.routing import RouteTable
from labwright_gateway.upstream import Upstream

_INFO = {
    "title": "Labwright",
    "version": "1",
    "description": "Everything that shared labs and workshops run on. Sign in at "
    "`POST /api/v1/auth/login` (cookie) or `POST /api/v1/auth/session-tokens` (bearer token).",
}
_KEPT = timedelta(seconds=30)
_KEPT_INCOMPLETE = timedelta(seconds=2)


class ApiCatalog:
    """The merged document. Each service has `timeout` seconds to hand in its own."""

    def __init__(
        self,
        upstreams: Mapping[str, Upstream],
        table: RouteTable,
        *,
        timeout: float,
        now: Callable[[], datetime],
    ) -> None:
        self._upstreams = upstreams
        self._table = table
        self._timeout = timeout
        self._now = now
        self._lock = asyncio.Lock()
        self._document: dict[str, Any] = {}
        self._until = datetime.min.replace(tzinfo=now().tzinfo)

    async def document(self) -> dict[str, Any]:
        """The merged document; `x-missing` names the services that are not in it."""
        async with self._lock:
            if self._now() >= self._until:
                self._document = await self._fetch_all()
                kept = _KEPT_INCOMPLETE if "x-missing" in self._document else _KEPT
                self._until = self._now() + kept
        return self._document

    async def _fetch_all(self) -> dict[str, Any]:
        names = sorted(self._upstreams)
        fetched = await asyncio.gather(*(self._fetch(name) for name in names))
        found = {
            name: self._routed(name, document)
            for name, document in zip(names, fetched, strict=True)
            if document is not None
        }
        merged = merge({"gateway": OWN, **found}, _INFO)
        # How callers prove themselves is the door's matter; services only see signed tokens.
        merged["components"].setdefault("securitySchemes", {}).setdefault("session", SESSION)
        missing = [name for name in names if name not in found]
        return {**merged, "x-missing": missing} if missing else merged

    async def _fetch(self, name: str) -> dict[str, Any] | None:
        try:
            reply = await self._upstreams[name].call("GET", "/openapi.json", timeout=self._timeout)
            document = json.loads(reply.body) if reply.status == 200 else None
        except (DomainError, ValueError) as error:
            logs.get(__name__).warning("no API document", service=name, reason=str(error))
            return None
        return document if isinstance(document, dict) else None

    def _routed(self, name: str, document: dict[str, Any]) -> dict[str, Any]:
        """The document without the paths that the gateway does not forward to this service."""
        paths = {
            path: item
            for path, item in document.get("paths", {}).items()
            if self._serves(name, path)
        }
        return {**document, "paths": paths}

    def _serves(self, name: str, path: str) -> bool:
        try:
            return self._table.find(path).service == name
        except DomainError:
            return False
