"""`/api/v1/<area>/settings`: a service's settings, read, described, and changed from a version."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Request

from labwright_chassis import runtime_settings
from labwright_chassis.api.caller import Requires
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.router import DbReader, DbSession, ServiceRouter
from labwright_chassis.callers import Caller
from labwright_chassis.runtime_settings import RuntimeSettings

Defaults = Callable[[Request], RuntimeSettings]


def create_settings_router(
    area: str,
    kind: type[RuntimeSettings],
    defaults: Callable[[Any], RuntimeSettings],
    *,
    reads: str,
    writes: str,
) -> ServiceRouter:
    """Endpoints for a service's settings; `reads` and `writes` are the permissions they need.

    `defaults` makes what is in force while nothing is set, out of the process's configuration
    (`app.state.settings`).

    Raises:
        TypeError: a setting does not say what it is for, or has no default.
    """
    router = ServiceRouter(prefix=f"/api/v1/{area}/settings", tags=["settings"])

    def unset(request: Request) -> RuntimeSettings:
        return defaults(request.app.state.settings)

    _add_reading(router, area, kind, unset, needs=Requires(reads))
    _add_changing(router, area, kind, unset, needs=Requires(writes))
    _add_public(router, area, kind, unset)
    return router


def _add_reading(
    router: ServiceRouter,
    area: str,
    kind: type[RuntimeSettings],
    defaults: Defaults,
    *,
    needs: Requires,
) -> None:
    @router.get("", response_model=kind)
    def get_settings(
        by: Annotated[Caller, Depends(needs)],
        unset: Annotated[RuntimeSettings, Depends(defaults)],
        session: DbReader,
        validators: Validators,
    ) -> RuntimeSettings:
        """What is set about this service."""
        present = runtime_settings.read(session, area, unset)
        validators.answer(present.version)
        return present.values

    @router.get("/schema")
    def get_settings_schema(by: Annotated[Caller, Depends(needs)]) -> dict[str, Any]:
        """What each setting is for and which values it takes (JSON Schema)."""
        return kind.model_json_schema()


def _add_changing(
    router: ServiceRouter,
    area: str,
    kind: type[RuntimeSettings],
    defaults: Defaults,
    *,
    needs: Requires,
) -> None:
    patch = runtime_settings.patch_model(kind)

    @router.patch("", response_model=kind)
    def update_settings(
        body: patch,  # type: ignore[valid-type]
        by: Annotated[Caller, Depends(needs)],
        unset: Annotated[RuntimeSettings, Depends(defaults)],
        session: DbSession,
        validators: Validators,
    ) -> RuntimeSettings:
        """Set something anew, null for its default; `If-Match` is required."""
        sent = body.model_dump(mode="json", exclude_unset=True)  # type: ignore[attr-defined]
        changed = runtime_settings.change(
            session, area, unset, sent=sent, expected=validators.require
        )
        validators.changed(changed.version)
        return changed.values


def _add_public(
    router: ServiceRouter, area: str, kind: type[RuntimeSettings], defaults: Defaults
) -> None:
    public = runtime_settings.public_model(kind)

    @router.get("/public", response_model=public, openapi_extra={"public": True})
    def get_public_settings(
        unset: Annotated[RuntimeSettings, Depends(defaults)], session: DbReader
    ) -> dict[str, Any]:
        """What everybody may know of these settings."""
        return runtime_settings.read(session, area, unset).values.model_dump()
