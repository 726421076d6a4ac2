"""Asks auth, on its internal port and with the gateway's own token, whom a secret belongs to."""

from typing import NoReturn

import structlog
from opentelemetry import propagate
from pydantic import ValidationError

from labwright_chassis import logs
from labwright_chassis.errors import DomainError, Unauthenticated, Unavailable
from labwright_contracts.auth import Identity, IdentityRequest
from labwright_gateway.errors import UNANSWERED
from labwright_gateway.identity.service_tokens import ServiceTokens
from labwright_gateway.upstream import Reply, Upstream

_AUDIENCE = "auth"


class AuthClient:
    """Auth's internal API. `timeout` (seconds) bounds each question."""

    def __init__(self, upstream: Upstream, tokens: ServiceTokens, *, timeout: float) -> None:
        self._upstream = upstream
        self._tokens = tokens
        self._timeout = timeout

    async def identify(self, request: IdentityRequest) -> Identity:
        """Whom the secret belongs to, with a token for the audience.

        Raises:
            Unauthenticated: nobody, or no longer.
            Unavailable: auth cannot be asked, or does not know this gateway.
        """
        try:
            reply = await self._identities(request)
        except (Unavailable, *UNANSWERED) as error:
            _away(error.detail, error)
        if reply.status == 401:
            raise Unauthenticated("The session or token is unknown or has ended.")
        if reply.status != 200:
            _away(f"identities answered {reply.status}")
        try:
            return Identity.model_validate_json(reply.body)
        except ValidationError as error:
            _away(f"identities answered {error.error_count()} wrong fields")

    async def _identities(self, request: IdentityRequest) -> Reply:
        reply = await self._post(request)
        # It may also be our own token that no longer holds, after auth got new keys.
        if reply.status == 401 and self._tokens.doubt(_AUDIENCE):
            reply = await self._post(request)
        return reply

    async def _post(self, request: IdentityRequest) -> Reply:
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {await self._tokens.get(_AUDIENCE)}",
            **_request_id(),
        }
        propagate.inject(headers)
        with self._upstream.breaker.watching():
            return await self._upstream.call(
                "POST",
                "/internal/identities",
                headers=headers,
                data=request.model_dump_json().encode(),
                timeout=self._timeout,
            )


def _request_id() -> dict[str, str]:
    """The id of the request that asks, or of the first where several share a question."""
    known = structlog.contextvars.get_contextvars().get("request_id")
    return {"X-Request-ID": known} if known else {}


def _away(reason: str, cause: DomainError | ValidationError | None = None) -> NoReturn:
    logs.get(__name__).warning("auth cannot be asked", reason=reason)
    raise Unavailable("Identities cannot be checked now.", retry_after=2) from cause
