"""Creates a service's public API and its internal one, on a port of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from labwright_chassis.api import health, problems
from labwright_chassis.api.caller import bearer
from labwright_chassis.api.health import Readiness
from labwright_chassis.api.methods import HeadAsGet
from labwright_chassis.api.middleware import BodyLimit, RequestTrace
from labwright_chassis.db import Database
from labwright_chassis.metrics import Metrics
from labwright_chassis.tokens import Verifier
from labwright_contracts.problems import MEDIA_TYPE, Problem

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
    _check_operation_ids(app)
    return app


def create_internal_api(title: str, parts: Parts, routers: Sequence[APIRouter] = ()) -> FastAPI:
    """The API for other services and for operators: never reachable through the gateway."""
    app = _create(f"{title} (internal)", parts, [health.router, health.metrics_router, *routers])
    app.add_middleware(RequestTrace, metrics=parts.metrics)
    return app


def _create(title: str, parts: Parts, routers: Sequence[APIRouter]) -> FastAPI:
    app = FastAPI(
        title=title,
        version="1",
        # One span a request, not four.
        telemetry={"operation_spans": False},
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        responses={"default": {"model": Problem, "description": "Problem (RFC 9457)"}},
    )
    for name in ("database", "verifier", "metrics", "readiness"):
        setattr(app.state, name, getattr(parts, name))
    for router in routers:
        app.include_router(router)
    problems.install(app)
    _complete_document(app)
    return app


def _complete_document(app: FastAPI) -> None:
    """Say in the document how callers identify themselves, and what problems look like."""
    scheme = {**bearer.model.model_dump(mode="json", by_alias=True, exclude_none=True)}
    components = app.openapi().setdefault("components", {})
    components["securitySchemes"] = {bearer.scheme_name: scheme}
    for operations in app.openapi()["paths"].values():
        for operation in operations.values():
            content = operation["responses"].get("default", {}).get("content", {})
            if "application/json" in content:
                content[MEDIA_TYPE] = content.pop("application/json")


def _operation_id(route: APIRoute) -> str:
    return route.name


def _check_operation_ids(app: FastAPI) -> None:
    seen: set[str] = set()
    for operations in app.openapi()["paths"].values():
        for operation in operations.values():
            name = operation["operationId"]
            if name in seen:
                raise TypeError(f"Two endpoints are called {name}.")
            seen.add(name)
