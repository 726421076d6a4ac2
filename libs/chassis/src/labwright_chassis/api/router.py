"""The router every feature uses: it opens the transaction, and checks what must be declared.

An endpoint asks for `session: DbSession` or `session: DbReader`. Its whole call is the unit of
work: commit comes after it returns and before the answer is sent, a deadlock reruns it.
"""

import functools
import inspect
import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar, get_args

from fastapi import APIRouter, Depends, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.params import Form
from fastapi.routing import APIRoute
from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile

from labwright_chassis.api import idempotency
from labwright_chassis.api.caller import Requires, bearer, known_service
from labwright_chassis.callers import Caller
from labwright_chassis.db import ATTEMPTS, Database, Origin, ReadSession
from labwright_chassis.errors import DomainError, Malformed, UnsupportedMedia
from labwright_contracts.problems import FieldError

E = TypeVar("E", bound=Callable[..., Any])

_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


def _request(request: Request) -> Request:
    return request


DbSession = Annotated[Session, Depends(_request)]
"""The transaction of this request. (The router swaps the request for the session.)"""

DbReader = Annotated[ReadSession, Depends(_request)]
"""A session of this request that cannot write."""


def answers_secret(endpoint: E) -> E:
    """Mark an endpoint whose answer may not be stored, hence takes no `Idempotency-Key`."""
    endpoint.__dict__["answers_secret"] = True
    return endpoint


class ServiceRouter(APIRouter):
    """An `APIRouter` whose every endpoint says who may use it, or is `public=True`.

    Raises:
        TypeError: at start, for an endpoint that declares neither.
    """

    def __init__(self, *args: Any, public: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._public = public

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        extra = dict(options.pop("openapi_extra", None) or {})
        known: set[str] = set()
        media: list[str] = []
        checks = [
            *(options.get("dependencies") or ()),
            Depends(_known_parameters(known)),
            Depends(_taken_media(media)),
        ]
        if extra.pop("public", self._public):
            extra["security"] = []
        else:
            needs = _needs(path, endpoint)
            extra["security"] = [{bearer.scheme_name: []}]
            extra["x-permission"] = getattr(needs, "permission", "service") or "signed in"
            # Who calls comes first: a stranger learns nothing from what else is wrong.
            checks.insert(0, Depends(needs))
        options["dependencies"] = checks
        options.setdefault("summary", None)
        options["summary"] = options["summary"] or _first_line(endpoint)
        super().add_api_route(
            path,
            _in_one_unit(endpoint, self.prefix + path, options.get("status_code")),
            openapi_extra=extra,
            **options,
        )
        route = self.routes[-1]
        assert isinstance(route, APIRoute)
        known |= _query_names(route.dependant)
        if route.body_field is not None:
            form = isinstance(route.body_field.field_info, Form)
            media.append("multipart/form-data" if form else "application/json")


def _first_line(endpoint: Callable[..., Any]) -> str | None:
    """The first line of the docstring says more than the function's name."""
    lines = (inspect.getdoc(endpoint) or "").splitlines()
    return lines[0].rstrip(".") if lines else None


def _needs(path: str, endpoint: Callable[..., Any]) -> Callable[..., Any]:
    for parameter in inspect.signature(endpoint).parameters.values():
        for mark in get_args(parameter.annotation)[1:]:
            needs: Callable[..., Any] = getattr(mark, "dependency", mark)
            if isinstance(needs, Requires) or needs is known_service:
                return needs
    raise TypeError(f"{path}: {endpoint.__name__} declares no permission and is not public.")


def _in_one_unit(endpoint: Callable[..., Any], path: str, status: int | None) -> Callable[..., Any]:
    name, writes = _session_parameter(endpoint)
    if name is None:
        return endpoint
    if inspect.iscoroutinefunction(endpoint):
        raise TypeError(f"{path}: {endpoint.__name__} takes a session, so it must be a `def`.")
    creates = status == 201 and not endpoint.__dict__.get("answers_secret")

    @functools.wraps(endpoint)
    def call(**values: Any) -> Any:
        request: Request = values.pop(name)
        database: Database = request.app.state.database
        if not writes:
            return database.read(lambda session: endpoint(**values, **{name: session}))
        origin = origin_of(request)
        # What was read of an upload is gone: such a request is not run a second time.
        uploads = any(isinstance(value, UploadFile) for value in values.values())
        key = idempotency.key_of(request, path, values) if creates else None

        def work(session: Session) -> Any:
            replay = idempotency.find(session, key) if key else None
            if replay is not None:
                return replay
            answer = endpoint(**values, **{name: session})
            if key:
                idempotency.keep(session, key, status or 200, answer, _headers(values))
            return answer

        try:
            return database.unit(work, origin=origin, attempts=1 if uploads else ATTEMPTS)
        except DomainError as error:
            _leave_traces(database, error, origin)
            raise

    return call


def _leave_traces(database: Database, error: DomainError, origin: Origin) -> None:
    """Write what outlasts the refusal, after its rollback."""
    if error.aftermath:
        database.unit(lambda session: [trace(session) for trace in error.aftermath], origin=origin)


def origin_of(request: Request) -> Origin:
    """Who causes the change that this request asks for."""
    caller: Caller | None = getattr(request.state, "caller", None)
    given = request.headers.get("traceparent", "")
    return Origin(
        actor=caller.actor if caller else "anonymous",
        actor_name=caller.name if caller else "",
        request_id=getattr(request.state, "request_id", ""),
        traceparent=given if _TRACEPARENT.fullmatch(given) else "",
        org=caller.org if caller else "default",
    )


def _session_parameter(endpoint: Callable[..., Any]) -> tuple[str | None, bool]:
    for name, parameter in inspect.signature(endpoint).parameters.items():
        if parameter.annotation in (DbSession, DbReader):
            return name, parameter.annotation == DbSession
    return None, False


def _headers(values: dict[str, Any]) -> dict[str, str]:
    for value in values.values():
        if isinstance(value, Response):
            return dict(value.headers)
    return {}


def _query_names(dependant: Dependant) -> set[str]:
    names: set[str] = set()
    for field in dependant.query_params:
        kind = field.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names |= {inner.alias or name for name, inner in kind.model_fields.items()}
        else:
            names.add(field.alias)
    return names.union(*(_query_names(inner) for inner in dependant.dependencies))


def _known_parameters(known: set[str]) -> Callable[[Request], None]:
    async def refuse_unknown_parameters(request: Request) -> None:
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            raise Malformed(
                f"Unknown parameter: {', '.join(unknown)}.",
                errors=[
                    FieldError(pointer=f"?{name}", code="unknown", message="Unknown parameter.")
                    for name in unknown
                ],
            )

    return refuse_unknown_parameters  # type: ignore[return-value]


def _taken_media(media: list[str]) -> Callable[..., Any]:
    async def refuse_other_media(request: Request) -> None:
        if not media or request.headers.get("content-length", "") in ("", "0"):
            return
        given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if given != media[0]:
            raise UnsupportedMedia(f"Send {media[0]}, not {given or 'a body without media type'}.")

    return refuse_other_media
