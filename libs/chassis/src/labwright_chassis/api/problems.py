"""Every failure as `application/problem+json` (RFC 9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from labwright_chassis import errors, logs
from labwright_chassis.api import methods
from labwright_chassis.api.etag import NotModified
from labwright_contracts.problems import MEDIA_TYPE, FieldError, Problem

STATUS: Mapping[type[errors.DomainError], int] = {
    errors.Malformed: 422,
    errors.Unauthenticated: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Refused: 409,
    errors.Stale: 412,
    errors.PreconditionMissing: 428,
    errors.TooLarge: 413,
    errors.UnsupportedMedia: 415,
    errors.OutOfRange: 416,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}

SLUGS = {
    400: "malformed",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
    429: "too-many-requests",
    500: "internal-error",
    502: "bad-gateway",
    503: "unavailable",
    504: "gateway-timeout",
}
"""Problems that HTTP itself knows, by status."""


def status_of(kind: type[errors.DomainError]) -> int:
    """The HTTP status of a kind of domain error."""
    return next(STATUS[base] for base in kind.__mro__ if base in STATUS)


def problem(
    status: int,
    detail: str,
    *,
    slug: str = "",
    title: str = "",
    instance: str = "",
    request_id: str = "",
    headers: Mapping[str, str] | None = None,
    **extra: Any,
) -> Response:
    """A problem answer. `slug` is the last segment of its type, `extra` further members."""
    body = Problem(
        type=f"/problems/{slug or SLUGS.get(status, 'error')}",
        title=title or HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=instance,
        request_id=request_id,
        **extra,
    )
    content = body.model_dump_json(exclude_none=True)
    return Response(content, status, headers=headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Make the app answer every failure as a problem."""
    app.add_exception_handler(errors.DomainError, _domain)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(NotModified, _not_modified)
    app.add_exception_handler(OverflowError, _too_large_a_number)
    app.add_exception_handler(Exception, _unexpected)


def _of(request: Request) -> dict[str, Any]:
    return {
        "instance": request.url.path,
        "request_id": getattr(request.state, "request_id", ""),
    }


async def _domain(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.DomainError)
    extra = dict(error.extra)
    headers = {}
    if "retry_after" in extra:
        headers["Retry-After"] = str(extra.pop("retry_after"))
    if "size" in extra and isinstance(error, errors.OutOfRange):
        headers["Content-Range"] = f"bytes */{extra['size']}"
    if error.errors:
        extra["errors"] = error.errors
    status = status_of(type(error))
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(
        status,
        error.detail,
        slug=error.slug,
        title=error.title,
        headers=headers,
        **_of(request),
        **extra,
    )


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = [_field_error(item) for item in error.errors()]
    first = found[0]
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return problem(
        422,
        f"{first.pointer}: {first.message}{more}",
        slug=errors.Malformed.slug,
        title=errors.Malformed.title,
        errors=tuple(found),
        **_of(request),
    )


def _field_error(item: Mapping[str, Any]) -> FieldError:
    place: Sequence[Any] = item["loc"]
    where, names = place[0], [str(part) for part in place[1:]]
    if item["type"] == "json_invalid":
        names = []
    pointer = "/" + "/".join(n.replace("~", "~0").replace("/", "~1") for n in names)
    if where in ("query", "header", "path"):
        pointer = {"query": "?", "header": "header ", "path": "path "}[where] + ".".join(names)
    message = str(item["msg"]).removeprefix("Value error, ")
    return FieldError(pointer=pointer, code=str(item["type"]), message=message)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        # In a thread: the first one waits for the document to be written.
        return await run_in_threadpool(_method_not_allowed, request)
    # Bytes that are neither JSON nor UTF-8 are a body that cannot be understood: 422 here.
    status = 422 if error.status_code == 400 else error.status_code
    detail = str(error.detail)
    if status == 404:
        detail = f"There is nothing at {request.url.path}."
    slug = errors.Malformed.slug if status == 422 else ""
    return problem(status, detail, slug=slug, headers=error.headers, **_of(request))


def _method_not_allowed(request: Request) -> Response:
    # The router itself knows only the first route that has the path.
    headers = {"Allow": ", ".join(methods.allowed(request.app, request.url.path))}
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=headers)
    detail = f"{request.method} is not possible at {request.url.path}."
    return problem(405, detail, headers=headers, **_of(request))


async def _not_modified(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotModified)
    return Response(status_code=304, headers={"ETag": error.tag})


async def _too_large_a_number(request: Request, error: Exception) -> Response:
    # SQLite's driver raises it for a whole number beyond 64 bits, such as an id in a path.
    return problem(
        422,
        "A number is too large.",
        slug=errors.Malformed.slug,
        title=errors.Malformed.title,
        **_of(request),
    )


async def _unexpected(request: Request, error: Exception) -> Response:
    about = _of(request)
    log = logs.get(__name__).bind(request_id=about["request_id"])
    log.error("unexpected", path=request.url.path, exc_info=error)
    # This answer is made outside of the middleware that adds the header to all others.
    headers = {"X-Request-ID": about["request_id"]}
    return problem(500, "Something went wrong here; the log has it.", headers=headers, **about)
