"""The gateway's own failures as problem bodies (RFC 9457)."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from labwright_chassis import logs
from labwright_chassis.api.problems import problem, status_of
from labwright_chassis.errors import DomainError
from labwright_gateway.errors import GatewayError

_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def answer(scope: Scope, error: Exception) -> Response:
    """The answer to a failure; one that is not foreseen is logged and tells nothing."""
    if isinstance(error, DomainError):
        return _domain(scope, error)
    if isinstance(error, HTTPException):
        return _http(scope, error)
    logs.get(__name__).error("unexpected", path=scope["path"], exc_info=error)
    detail = "Something went wrong at the gateway; its log has it."
    return problem(500, detail, headers=_HEADERS, **_about(scope))


async def handle(request: Request, error: Exception) -> Response:
    """`answer` as an exception handler."""
    return answer(request.scope, error)


def _domain(scope: Scope, error: DomainError) -> Response:
    extra = dict(error.extra)
    headers = dict(_HEADERS)
    if "retry_after" in extra:
        headers["Retry-After"] = str(extra.pop("retry_after"))
    status = error.status if isinstance(error, GatewayError) else status_of(type(error))
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(
        status,
        error.detail,
        slug=error.slug,
        title=error.title,
        headers=headers,
        **_about(scope),
        **extra,
    )


def _http(scope: Scope, error: HTTPException) -> Response:
    details = {
        404: f"There is nothing at {scope['path']}.",
        405: f"{scope['method']} is not possible here.",
    }
    detail = details.get(error.status_code, str(error.detail))
    headers = {**_HEADERS, **(error.headers or {})}
    return problem(error.status_code, detail, headers=headers, **_about(scope))


def _about(scope: Scope) -> dict[str, Any]:
    return {
        "instance": scope["path"],
        "request_id": scope.get("state", {}).get("request_id", ""),
    }
