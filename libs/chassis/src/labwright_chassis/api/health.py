"""Liveness, readiness and metrics of a process."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from labwright_chassis import logs

Check = Callable[[], str]
"""Says "ok", or in a few words what is wrong."""


class Readiness:
    """Runs named checks. `required` ones decide, `informal` ones are told only."""

    def __init__(
        self, required: Mapping[str, Check], informal: Mapping[str, Check] | None = None
    ) -> None:
        self._required = required
        self._informal = informal or {}

    def look(self) -> tuple[bool, dict[str, str]]:
        """Whether ready, and each check's word."""
        words = {name: _word(name, check) for name, check in self._required.items()}
        ready = all(word == "ok" for word in words.values())
        words |= {name: _word(name, check) for name, check in self._informal.items()}
        return ready, words


def _word(name: str, check: Check) -> str:
    try:
        return check()
    except Exception as error:  # a check that fails has found what it looks for
        # The answer is public: what the error says of hosts and users is for the log alone.
        logs.get(__name__).warning("a check failed", check=name, reason=repr(error)[:300])
        return "away"


router = APIRouter(tags=["health"])


@router.get("/livez", openapi_extra={"security": []})
async def livez() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz", openapi_extra={"security": []}, responses={503: {}})
def readyz(request: Request) -> Response:
    """The process can do its work; if not, 503 and what is missing."""
    ready, checks = request.app.state.readiness.look()
    body: dict[str, Any] = {"status": "ready" if ready else "not ready", "checks": checks}
    return JSONResponse(body, 200 if ready else 503, {} if ready else {"Retry-After": "2"})


metrics_router = APIRouter(include_in_schema=False)


@metrics_router.get("/metrics")
def metrics(request: Request) -> Response:
    """Prometheus text format."""
    content = request.app.state.metrics.expose()
    return Response(content, media_type="text/plain; version=0.0.4; charset=utf-8")
