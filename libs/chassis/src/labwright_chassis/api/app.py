"""Creates a service's public API and its internal one, on a port of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from labwright_chassis.api import document, health, problems
from labwright_chassis.api.document import DocumentedApi
from labwright_chassis.api.health import Readiness
from labwright_chassis.api.methods import HeadAsGet
from labwright_chassis.api.middleware import BodyLimit, RequestTrace
from labwright_chassis.db import Database
from labwright_chassis.metrics import Metrics
from labwright_chassis.tokens import Verifier
from labwright_contracts.problems import Problem

MAX_BODY_BYTES = 1_048_576


@dataclass(frozen=True, slots=True)
class Parts:
    """What the APIs of one process share."""

    database: Database
    verifier: Verifier
    metrics: Metrics
    readiness: Readiness


def create_api(
    title: str,
    parts: Parts,
    routers: Sequence[APIRouter],
    *,
    max_body_bytes: int = MAX_BODY_BYTES,
    body_limits: Mapping[str, int] | None = None,
) -> FastAPI:
    """The API that the gateway forwards to. It documents itself at `/openapi.json`.

    `body_limits` are limits in bytes for path prefixes that take more than `max_body_bytes`.
    """
    app = _create(title, parts, [health.router, *routers])
    app.add_middleware(HeadAsGet)
    # The trace, which is added last, is outermost: it sees what the limit refuses.
    app.add_middleware(BodyLimit, default=max_body_bytes, limits=body_limits or {})
    app.add_middleware(RequestTrace, metrics=parts.metrics, tell_route=True)
    return app


def create_internal_api(title: str, parts: Parts, routers: Sequence[APIRouter] = ()) -> FastAPI:
    """The API for other services and for operators: never reachable through the gateway."""
    app = _create(f"{title} (internal)", parts, [health.router, health.metrics_router, *routers])
    app.add_middleware(RequestTrace, metrics=parts.metrics)
    return app


def _create(title: str, parts: Parts, routers: Sequence[APIRouter]) -> FastAPI:
    app = DocumentedApi(
        title=title,
        version="1",
        # One span a request, not four.
        telemetry={"operation_spans": False},
        openapi_url=None,
        generate_unique_id_function=_operation_id,
        responses={"default": {"model": Problem, "description": "Problem (RFC 9457)"}},
    )
    for name in ("database", "verifier", "metrics", "readiness"):
        setattr(app.state, name, getattr(parts, name))
    for router in [document.router, *routers]:
        app.include_router(router)
    problems.install(app)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
