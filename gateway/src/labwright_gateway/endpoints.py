"""The gateway's own endpoints."""

from collections.abc import Sequence

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from labwright_chassis.errors import NotFound, Unavailable
from labwright_contracts import problem_types
from labwright_gateway.metrics import GatewayMetrics
from labwright_gateway.openapi.catalog import ApiCatalog
from labwright_gateway.pages import api, html, icon, problem
from labwright_gateway.search import Search
from labwright_gateway.services import Services
from labwright_gateway.web_apps import WebApps

_NO_STORE = {"Cache-Control": "no-store"}
_A_DAY = {"Cache-Control": "public, max-age=86400"}


class Endpoints:
    """Health, status, the merged API document, the web apps and pages about it all."""

    def __init__(
        self,
        services: Services,
        catalog: ApiCatalog,
        apps: WebApps,
        search: Search,
        *,
        public_url: str,
    ) -> None:
        self._services = services
        self._catalog = catalog
        self._apps = apps
        self._search = search
        self._public_url = public_url.rstrip("/")
        self._problems = {kind.slug: kind for kind in problem_types.exported()}

    def public(self) -> Sequence[Route]:
        """What everybody may see."""
        return [
            *self.health(),
            Route("/api/v1/status", self.status),
            Route("/api/v1/search", self._search.answer),
            Route("/openapi.json", self.openapi),
            Route("/", self.home),
            Route("/app", self.home),
            Route("/app/", self.apps),
            Route("/app/{name}", self._apps.enter),
            Route("/app/{name}/{path:path}", self._apps.serve),
            Route("/docs", self.page),
            Route("/problems/", self.problems),
            Route("/problems/{slug}", self.problem),
            Route("/favicon.ico", self.icon),
        ]

    def health(self) -> Sequence[Route]:
        """What a supervisor asks."""
        return [Route("/livez", self.livez), Route("/readyz", self.readyz)]

    async def livez(self, request: Request) -> Response:
        """The process answers."""
        return JSONResponse({"status": "alive"}, headers=_NO_STORE)

    async def readyz(self, request: Request) -> Response:
        """200 once every service has been ready once: one that fails later takes no door away.

        Raises:
            Unavailable: some have never been ready yet.
        """
        ready, words = await self._services.look()
        if not ready:
            raise Unavailable("Some services are not ready yet.", retry_after=1, checks=words)
        return JSONResponse({"status": "ready"}, headers=_NO_STORE)

    async def status(self, request: Request) -> Response:
        """How each service is; always 200."""
        return JSONResponse(await self._services.status(), headers=_NO_STORE)

    async def openapi(self, request: Request) -> Response:
        """The merged OpenAPI document."""
        return JSONResponse(await self._catalog.document(), headers=_NO_STORE)

    async def home(self, request: Request) -> Response:
        """The way to the apps, or to what stands in for them."""
        home = await to_thread.run_sync(self._apps.home)
        return RedirectResponse(home or "/app/", headers=_NO_STORE)

    async def apps(self, request: Request) -> Response:
        """The way to the first app; without apps the page about the API."""
        home = await to_thread.run_sync(self._apps.home)
        if home is None:
            return await self.page(request)
        return RedirectResponse(home, headers=_NO_STORE)

    async def page(self, request: Request) -> Response:
        """What this is, how it is, and what it can do."""
        content = api.render(
            public_url=self._public_url,
            status=await self._services.status(),
            document=await self._catalog.document(),
        )
        return HTMLResponse(content, headers=html.HEADERS)

    async def problems(self, request: Request) -> Response:
        """All types of problem."""
        content = problem.render_list(list(self._problems.values()))
        return HTMLResponse(content, headers=html.HEADERS)

    async def problem(self, request: Request) -> Response:
        """What one type of problem means.

        Raises:
            NotFound: there is no such type.
        """
        slug = request.path_params["slug"]
        if slug not in self._problems:
            raise NotFound(f"No problem is called {slug}.")
        return HTMLResponse(problem.render(self._problems[slug]), headers=html.HEADERS)

    async def icon(self, request: Request) -> Response:
        """The icon, in the only form that is drawn here."""
        return Response(icon.SVG, media_type="image/svg+xml", headers=_A_DAY)


def metrics_route(metrics: GatewayMetrics) -> Route:
    """`/metrics` in the Prometheus text format, for the internal port only."""

    async def expose(request: Request) -> Response:
        return Response(metrics.expose(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return Route("/metrics", expose)
