"""Labels over HTTP."""

from itertools import islice
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import HTMLResponse

from labwright_chassis.api import DbReader, ServiceRouter
from labwright_chassis.errors import TooLarge
from labwright_inventory.access import Reader
from labwright_inventory.devices import queries
from labwright_inventory.entries.schemas import RowId
from labwright_inventory.labels import rules
from labwright_inventory.labels.schemas import SheetQuery

MOST = 1000

router = ServiceRouter(prefix="/api/v1/inventory/devices", tags=["labels"])


def _public_url(request: Request) -> str:
    url: str = request.app.state.settings.public_url
    return url


@router.get(
    "/labels",
    response_class=Response,
    responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}}},
)
def print_labels(
    query: Annotated[SheetQuery, Query()], by: Reader, session: DbReader, request: Request
) -> HTMLResponse:
    """A sheet of labels for the devices that the filters find, at most a thousand."""
    views = list(islice(queries.every(session, query), MOST + 1))
    if len(views) > MOST:
        raise TooLarge(f"A sheet has at most {MOST} labels; filter the devices.")
    # Names come from people: nothing on the page may run or be fetched.
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return HTMLResponse("".join(rules.sheet(views, _public_url(request))), headers=headers)


@router.get("/{device_id}/label.svg", response_class=Response)
def draw_label(device_id: RowId, by: Reader, session: DbReader, request: Request) -> Response:
    """A QR code (SVG) that opens the device's page."""
    device = queries.view(session, device_id)
    address = rules.page_of(_public_url(request), device.row.id)
    return Response(rules.svg(address), media_type="image/svg+xml")


@router.get("/{device_id}/label.png", response_class=Response)
def paint_label(
    device_id: RowId,
    by: Reader,
    session: DbReader,
    request: Request,
    scale: Annotated[int, Query(ge=1, le=40, description="Pixels per module.")] = 8,
) -> Response:
    """A QR code (PNG) that opens the device's page."""
    device = queries.view(session, device_id)
    address = rules.page_of(_public_url(request), device.row.id)
    return Response(rules.png(address, scale), media_type="image/png")
