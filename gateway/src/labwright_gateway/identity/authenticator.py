"""Finds out who calls."""

from dataclasses import dataclass

from starlette.datastructures import Headers

from labwright_chassis.errors import Unauthenticated
from labwright_contracts.auth import Identity, IdentityRequest
from labwright_gateway import credentials
from labwright_gateway.addresses import permitted
from labwright_gateway.cookies import SessionCookie
from labwright_gateway.identity.cache import IdentityCache
from labwright_gateway.rates.limiter import Refusals, subject_of


@dataclass(frozen=True, slots=True)
class Caller:
    """A person, and whether the session cookie said so."""

    identity: Identity
    by_cookie: bool

    @property
    def actor(self) -> str:
        """How logs name the caller."""
        return f"user/{self.identity.user_id}"


class Authenticator:
    """Reads what a caller shows and asks the cache whom it belongs to."""

    def __init__(self, cookie: SessionCookie, cache: IdentityCache, refusals: Refusals) -> None:
        self._cookie = cookie
        self._cache = cache
        self._refusals = refusals

    async def authenticate(
        self,
        headers: Headers,
        *,
        audience: str,
        client: str,
        reading: bool,
        stale_cookie_allowed: bool,
    ) -> Caller | None:
        """The caller with a token for the audience; None for one who shows nothing.

        `client` is his address. With `stale_cookie_allowed` a cookie that no longer holds counts
        as none.

        Raises:
            Unauthenticated: what he shows does not hold, or not from his address.
            TooMany: unknown secrets come from his address all the time.
            Unavailable: auth is away, and he is unknown or not only `reading`.
        """
        try:
            return await self._caller(headers, audience, client, reading=reading)
        except Unauthenticated:
            if stale_cookie_allowed and "authorization" not in headers:
                return None
            raise

    async def ended(self, caller: Caller) -> None:
        """Return when the caller is revoked, or at the latest when his token ends."""
        await self._cache.ended(caller.identity)

    async def _caller(
        self, headers: Headers, audience: str, client: str, *, reading: bool
    ) -> Caller | None:
        credential = credentials.read(headers, self._cookie)
        if credential is None:
            return None
        request = IdentityRequest(secret=credential.secret, audience=audience)
        identity = self._cache.known(request) or await self._ask(request, client, reading)
        if not permitted(client, identity.addresses):
            raise Unauthenticated(f"This token may not be used from {client or 'here'}.")
        return Caller(identity, by_cookie=credential.source == "cookie")

    async def _ask(self, request: IdentityRequest, client: str, reading: bool) -> Identity:
        subject = subject_of(client)
        self._refusals.check(subject)
        try:
            return await self._cache.ask(request, reading=reading)
        except Unauthenticated:
            await self._refusals.add(subject)
            raise
