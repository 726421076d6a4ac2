"""One question to the lists of all services, side by side."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from labwright_chassis import logs
from labwright_chassis.errors import DomainError, Malformed, Unauthenticated
from labwright_contracts.problems import FieldError
from labwright_gateway import tracing
from labwright_gateway.addresses import client_address
from labwright_gateway.identity.authenticator import Authenticator
from labwright_gateway.rates.limiter import RateClass, RateLimiter
from labwright_gateway.settings import Network
from labwright_gateway.upstream import Upstream

_EACH = 5
_LONGEST_QUESTION = 100


@dataclass(frozen=True, slots=True)
class Collection:
    """A list that takes `q`; `shown` is the field that names a result."""

    kind: str
    service: str
    path: str
    shown: str = "name"


COLLECTIONS = (
    Collection("device", "inventory", "/api/v1/inventory/devices"),
    Collection("device_type", "inventory", "/api/v1/inventory/device-types"),
    Collection("manufacturer", "inventory", "/api/v1/inventory/manufacturers"),
    Collection("site", "inventory", "/api/v1/inventory/sites"),
    Collection("tag", "inventory", "/api/v1/inventory/tags"),
    Collection("person", "auth", "/api/v1/auth/users", "display_name"),
)

Found = list[dict[str, Any]] | None


class Search:
    """Asks with the caller's own tokens, so that nobody finds what he may not see.

    Each list has `timeout` seconds.
    """

    def __init__(
        self,
        upstreams: Mapping[str, Upstream],
        authenticator: Authenticator,
        limiter: RateLimiter,
        *,
        timeout: float,
        trusted_proxies: tuple[Network, ...],
    ) -> None:
        self._upstreams = upstreams
        self._authenticator = authenticator
        self._limiter = limiter
        self._timeout = timeout
        self._trusted = trusted_proxies

    async def answer(self, request: Request) -> Response:
        """At most five results a list; `missing` names services that did not answer.

        Raises:
            Malformed: no question, or one that is too long.
            Unauthenticated: strangers search nothing.
            Unavailable: auth is away, and the caller is unknown.
        """
        services = sorted({collection.service for collection in COLLECTIONS})
        tokens = {name: await self._token(request, name) for name in services}
        question = _question(request)
        found = await asyncio.gather(
            *(self._look(request, c, question, tokens[c.service]) for c in COLLECTIONS)
        )
        silent = {c.service for c, hits in zip(COLLECTIONS, found, strict=True) if hits is None}
        results = [hit for hits in found if hits for hit in hits]
        body = {"q": question, "results": results, "missing": sorted(silent)}
        return JSONResponse(body, headers={"Cache-Control": "no-store"})

    async def _token(self, request: Request, service: str) -> str:
        client = client_address(request.scope, request.headers, self._trusted)
        caller = await self._authenticator.authenticate(
            request.headers,
            audience=service,
            client=client,
            reading=True,
            stale_cookie_allowed=False,
        )
        if caller is None:
            raise Unauthenticated("Sign in first.")
        if "caller" not in request.scope["state"]:
            request.scope["state"]["caller"] = caller
            await self._limiter.take(RateClass.SEARCH, caller.actor, request.scope)
        return caller.identity.token

    async def _look(
        self, request: Request, collection: Collection, question: str, token: str
    ) -> Found:
        """Results of one list: none where the caller may not read it, None without an answer."""
        upstream = self._upstreams[collection.service]
        headers = {
            "Authorization": f"Bearer {token}",
            "X-Request-ID": request.scope["state"]["request_id"],
        }
        tracing.carry(headers, request.headers)
        target = f"{collection.path}?{urlencode({'q': question, 'limit': _EACH})}"
        try:
            with upstream.breaker.watching():
                reply = await upstream.call("GET", target, headers=headers, timeout=self._timeout)
        except DomainError as error:
            logs.get(__name__).warning("not searched", path=collection.path, reason=error.detail)
            return None
        if reply.status in (401, 403, 404):
            return []
        return _results(collection, reply.body) if reply.status == 200 else None


def _results(collection: Collection, body: bytes) -> Found:
    try:
        rows = json.loads(body)["results"]
        return [
            {
                "kind": collection.kind,
                "id": row["id"],
                "name": row.get(collection.shown) or "",
                "address": f"{collection.path}/{row['id']}",
            }
            for row in rows
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _question(request: Request) -> str:
    unknown = sorted(set(request.query_params) - {"q"})
    question = request.query_params.get("q", "").strip()
    if unknown:
        raise _malformed(unknown[0], "There is no such parameter here.")
    if not question or len(question) > _LONGEST_QUESTION:
        raise _malformed("q", f"Ask with 1 to {_LONGEST_QUESTION} characters.")
    return question


def _malformed(name: str, message: str) -> Malformed:
    wrong = FieldError(pointer=f"?{name}", code="invalid", message=message)
    return Malformed(f"?{name}: {message}", errors=[wrong])
