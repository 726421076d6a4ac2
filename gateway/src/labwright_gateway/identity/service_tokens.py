"""The gateway's own tokens for the services' internal APIs."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from opentelemetry import propagate
from pydantic import ValidationError

from labwright_chassis.errors import Unavailable
from labwright_contracts.auth import ServiceToken, ServiceTokenRequest
from labwright_gateway.upstream import Upstream

_RENEW_BEFORE = timedelta(seconds=30)
_BELIEVED_FOR = timedelta(seconds=10)


class ServiceTokens:
    """Tokens by audience, renewed before they end. `timeout` (seconds) bounds each question."""

    def __init__(
        self,
        auth: Upstream,
        *,
        service_id: str,
        secret: str,
        timeout: float,
        now: Callable[[], datetime],
    ) -> None:
        self._auth = auth
        self._service_id = service_id
        self._secret = secret
        self._timeout = timeout
        self._now = now
        self._tokens: dict[str, tuple[ServiceToken, datetime]] = {}
        self._lock = asyncio.Lock()

    async def get(self, audience: str) -> str:
        """A token that still holds for a while.

        Raises:
            Unavailable: auth cannot be asked, or does not know this gateway.
        """
        async with self._lock:
            token, _ = self._tokens.get(audience, (None, None))
            if token is None or token.expires_at - self._now() < _RENEW_BEFORE:
                token = await self._fetch(audience)
                self._tokens[audience] = (token, self._now())
        return token.token

    def doubt(self, audience: str) -> bool:
        """Forget a token that was refused, unless it is so fresh that it is not to blame."""
        _, obtained_at = self._tokens.get(audience, (None, self._now()))
        if self._now() - obtained_at <= _BELIEVED_FOR:
            return False
        del self._tokens[audience]
        return True

    async def _fetch(self, audience: str) -> ServiceToken:
        own = ServiceTokenRequest(
            service_id=self._service_id, secret=self._secret, audience=audience
        )
        headers = {"Content-Type": "application/json"}
        propagate.inject(headers)
        with self._auth.breaker.watching():
            reply = await self._auth.call(
                "POST",
                "/internal/service-tokens",
                headers=headers,
                data=own.model_dump_json().encode(),
                timeout=self._timeout,
            )
        if reply.status not in (200, 201):
            raise Unavailable(f"service-tokens answered {reply.status} to {self._service_id}")
        try:
            return ServiceToken.model_validate_json(reply.body)
        except ValidationError as error:
            raise Unavailable("service-tokens answered something else") from error
