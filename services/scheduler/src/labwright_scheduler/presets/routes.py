"""Templates, device groups and patch lists over HTTP: alike but for what they keep."""

from typing import Annotated, Any

from fastapi import Query, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page
from labwright_scheduler.access import Booker, PresetReader, PresetWriter
from labwright_scheduler.bookings import views as booking_views
from labwright_scheduler.bookings.schemas import BookingOut
from labwright_scheduler.closures.schemas import RowId
from labwright_scheduler.presets import queries, service, views
from labwright_scheduler.presets.rules import Kind
from labwright_scheduler.presets.schemas import (
    DeviceGroupChange,
    DeviceGroupIn,
    DeviceGroupOut,
    DevicesBookIn,
    PatchListChange,
    PatchListIn,
    PatchListOut,
    PresetQuery,
    TemplateBookIn,
    TemplateChange,
    TemplateIn,
    TemplateOut,
)


def create_routers() -> list[ServiceRouter]:
    """A router for each kind."""
    return [
        _router(Kind.TEMPLATE, TemplateIn, TemplateChange, TemplateOut, TemplateBookIn),
        _router(Kind.DEVICE_GROUP, DeviceGroupIn, DeviceGroupChange, DeviceGroupOut, DevicesBookIn),
        _router(Kind.PATCH_LIST, PatchListIn, PatchListChange, PatchListOut, DevicesBookIn),
    ]


def _router(kind: Kind, taken: Any, changed: Any, out: Any, booked: Any) -> ServiceRouter:
    path = f"/api/v1/scheduler/{kind.replace('_', '-')}s"
    router = ServiceRouter(prefix=path, tags=[f"{kind.words}s"])
    _add_reading(router, kind, out)
    _add_changing(router, kind, taken, changed, out)

    @router.post(
        "/{id}/book",
        status_code=201,
        operation_id=f"book_{kind}",
        summary=f"Book what a {kind.words} names, or none",
    )
    def book(
        id: RowId, body: booked, by: Booker, session: DbSession, response: Response
    ) -> BookingOut:
        """Book all of its devices, or none of them."""
        change = service.book(session, kind, id, body, by=by)
        response.headers["Location"] = f"/api/v1/scheduler/bookings/{change.booking.uid}"
        return booking_views.changed(session, change, by=by)

    return router


def _add_reading(router: ServiceRouter, kind: Kind, out: Any) -> None:
    words = kind.words

    @router.get(
        "",
        response_model=Page[out],
        operation_id=f"list_{kind}s",
        summary=f"My own {words}s, and those that are shared",
    )
    def list_presets(
        query: Annotated[PresetQuery, Query()],
        by: PresetReader,
        session: DbReader,
        links: PageLinks,
    ) -> Any:
        """What I keep, and what is shared."""
        found, count = queries.page(session, kind, query, by=by)
        return links.page(views.shown(session, found, out), count=count, query=query)

    @router.get(
        "/{id}",
        response_model=out,
        operation_id=f"get_{kind}",
        summary=f"A {words} with its devices as they are now",
    )
    def get_preset(id: RowId, by: PresetReader, session: DbReader, validators: Validators) -> Any:
        """One, with its devices as they are now."""
        preset = service.readable(session, kind, id, by=by)
        # No 304: what its devices are now changes without its version.
        validators.changed(preset.version)
        return views.shown(session, [preset], out)[0]


def _add_changing(router: ServiceRouter, kind: Kind, taken: Any, changed: Any, out: Any) -> None:
    words = kind.words

    @router.post(
        "",
        status_code=201,
        response_model=out,
        operation_id=f"create_{kind}",
        summary=f"Keep a {words}",
    )
    def create_preset(
        body: taken,
        by: PresetWriter,
        session: DbSession,
        response: Response,
        validators: Validators,
    ) -> Any:
        """Keep it under a name, for oneself or for all."""
        preset = service.keep(session, kind, body, by=by)
        response.headers["Location"] = f"{router.prefix}/{preset.id}"
        validators.changed(preset.version)
        return views.shown(session, [preset], out)[0]

    @router.patch(
        "/{id}", response_model=out, operation_id=f"change_{kind}", summary=f"Change a {words}"
    )
    def change_preset(
        id: RowId, body: changed, by: PresetWriter, session: DbSession, validators: Validators
    ) -> Any:
        """Change what is sent."""
        preset = service.change(session, kind, id, body, by=by, expect=validators.expect)
        validators.changed(preset.version)
        return views.shown(session, [preset], out)[0]

    @router.delete(
        "/{id}", status_code=204, operation_id=f"remove_{kind}", summary=f"Keep a {words} no longer"
    )
    def remove_preset(
        id: RowId, by: PresetWriter, session: DbSession, validators: Validators
    ) -> None:
        """Keep it no longer; what was booked by it stays."""
        service.drop(session, kind, id, by=by, expect=validators.expect)
