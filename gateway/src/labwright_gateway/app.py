"""Puts the gateway together."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Receive, Scope, Send

from labwright_chassis import clock
from labwright_chassis.api.middleware import RequestTrace
from labwright_chassis.errors import DomainError
from labwright_contracts.auth import SessionRevoked
from labwright_gateway import problems
from labwright_gateway.cookies import SessionCookie
from labwright_gateway.doorway import Doorway, Junction
from labwright_gateway.endpoints import Endpoints, metrics_route
from labwright_gateway.forwarding import METHODS, DoorRules, Forwarder
from labwright_gateway.headers import Door
from labwright_gateway.identity.auth_client import AuthClient
from labwright_gateway.identity.authenticator import Authenticator
from labwright_gateway.identity.broadcast import RevocationListener
from labwright_gateway.identity.cache import IdentityCache
from labwright_gateway.identity.service_tokens import ServiceTokens
from labwright_gateway.metrics import GatewayMetrics
from labwright_gateway.openapi.catalog import ApiCatalog
from labwright_gateway.rates.counts import LocalCounts, SharedCounts
from labwright_gateway.rates.limiter import RateLimiter, Refusals
from labwright_gateway.routing import create_table
from labwright_gateway.search import Search
from labwright_gateway.services import Services
from labwright_gateway.sessions import SessionDoor
from labwright_gateway.settings import GatewaySettings
from labwright_gateway.tracing import Spans
from labwright_gateway.upstream import Pools, Upstream
from labwright_gateway.web_apps import WebApps

Now = Callable[[], datetime]

_HANDLERS = {DomainError: problems.handle, HTTPException: problems.handle}
_READABLE_ACROSS_ORIGINS = (
    *("ETag", "Location", "Retry-After", "X-Request-ID", "RateLimit", "RateLimit-Policy"),
)


class Gateway:
    """An ASGI app: the public door. Its lifespan opens and closes everything.

    `internal` is a second app with health and `metrics`, for a port that outsiders do not reach.
    """

    def __init__(self, settings: GatewaySettings, *, now: Now = clock.now) -> None:
        self._settings = settings
        self.metrics = GatewayMetrics()
        self._table = create_table(settings)
        self._upstreams = {
            name: self._upstream(name, getattr(settings, f"{name}_url"))
            for name in self._table.services
        }
        self._auth = self._upstream("auth", settings.auth_internal_url)
        self._internal = {
            name: self._upstream(name, address) for name, address in settings.internal_urls.items()
        } | {"auth": self._auth}
        for name, upstream in {**self._upstreams, "auth-internal": self._auth}.items():
            self.metrics.watch_circuit(name, upstream.breaker)
        self._tokens = ServiceTokens(
            self._auth,
            service_id=settings.service_id,
            secret=settings.service_secret.get_secret_value(),
            timeout=settings.auth_timeout,
            now=now,
        )
        self._cache = self._identities(now)
        self._cookie = SessionCookie(secure=settings.secure)
        refusals = Refusals(settings.rate_refused, now)
        self._authenticator = Authenticator(self._cookie, self._cache, refusals)
        store = settings.rate_store
        counts = SharedCounts(store) if store else LocalCounts()
        self._limiter = RateLimiter(settings.rates, counts, now)
        self._listener = self._revocations()
        self._endpoints = self._own_endpoints(now)
        self._app = self._public()
        self.internal = self._inside()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    def revoke(self, event: SessionRevoked) -> None:
        """Forget a session, or all of a person, at once (call it in the event loop)."""
        self._cache.revoke(event)

    @property
    def hears_revocations(self) -> bool:
        """Whether the broadcast is being listened to."""
        return self._listener is not None and self._listener.connected

    def _upstream(self, name: str, address: str) -> Upstream:
        settings = self._settings
        pools = Pools(
            requests=settings.connections_per_service,
            lasting=settings.streams_per_service,
            connect_timeout=settings.connect_timeout,
            breaker_failures=settings.breaker_failures,
            breaker_pause=settings.breaker_pause,
        )
        return Upstream(name, address, pools)

    def _identities(self, now: Now) -> IdentityCache:
        client = AuthClient(self._auth, self._tokens, timeout=self._settings.auth_timeout)
        lookups = self.metrics.identity_lookups
        return IdentityCache(
            client.identify,
            now=now,
            size=self._settings.identity_cache_size,
            count=lambda outcome: lookups.labels(outcome).inc(),
        )

    def _revocations(self) -> RevocationListener | None:
        if not self._settings.amqp_url:
            return None
        return RevocationListener(
            self._settings.amqp_url, revoke=self._cache.revoke, missed=self._cache.clear
        )

    def _own_endpoints(self, now: Now) -> Endpoints:
        settings = self._settings
        return Endpoints(
            Services(
                self._upstreams,
                self._internal,
                self._tokens,
                timeout=settings.probe_timeout,
                broker=self._broker,
                now=now,
            ),
            ApiCatalog(self._upstreams, self._table, timeout=settings.document_timeout, now=now),
            WebApps(settings.web_dir),
            Search(
                self._upstreams,
                self._authenticator,
                self._limiter,
                timeout=self._settings.search_timeout,
                trusted_proxies=self._settings.trusted_proxies,
            ),
            public_url=self._settings.public_url,
        )

    def _broker(self) -> str:
        if self._listener is None:
            return "no broker"
        return "connected" if self._listener.connected else "broker away"

    def _forwarder(self) -> Forwarder:
        settings = self._settings
        public = urlsplit(settings.public_origin)
        return Forwarder(
            DoorRules(
                Door(public.scheme, public.netloc),
                settings.allowed_origins | {settings.public_origin},
                settings.trusted_proxies,
                settings.body_timeout,
            ),
            table=self._table,
            upstreams=self._upstreams,
            authenticator=self._authenticator,
            sessions=SessionDoor(self._cookie, self._cache.revoke_session),
            limiter=self._limiter,
            metrics=self.metrics,
        )

    def _public(self) -> Starlette:
        origins = self._settings.allowed_origins
        own = self._endpoints.public()
        forwarder = self._forwarder()
        middleware = [
            Middleware(RequestTrace, metrics=self.metrics),
            *([Middleware(Spans)] if self._settings.trace_endpoint else []),
            Middleware(Doorway, origins=origins, secure=self._settings.secure),
        ]
        if origins:
            middleware.append(_cors(origins))
        api = {route.path for route in own if route.path.startswith("/api/")}
        middleware.append(Middleware(Junction, services=forwarder, own=api))
        app = Starlette(
            routes=own,
            middleware=middleware,
            exception_handlers=_HANDLERS,
            lifespan=self._lifespan,
        )
        app.router.default = forwarder
        # An address has one spelling: a slash too many is another one.
        app.router.redirect_slashes = False
        return app

    def _inside(self) -> Starlette:
        return Starlette(
            routes=[*self._endpoints.health(), metrics_route(self.metrics)],
            exception_handlers=_HANDLERS,
        )

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as opened:
            for upstream in (*self._upstreams.values(), *self._internal.values()):
                await upstream.open()
                opened.push_async_callback(upstream.close)
            if self._listener is not None:
                listening = asyncio.create_task(self._listener.run())
                opened.push_async_callback(_end, listening)
            yield


def create_gateway(settings: GatewaySettings, *, now: Now = clock.now) -> Gateway:
    """A gateway that is ready to be served."""
    return Gateway(settings, now=now)


def _cors(origins: frozenset[str]) -> Middleware:
    return Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=METHODS,
        allow_headers=("*",),
        allow_credentials=True,
        expose_headers=_READABLE_ACROSS_ORIGINS,
    )


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
