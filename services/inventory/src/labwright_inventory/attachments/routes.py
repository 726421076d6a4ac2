"""Attachments over HTTP."""

from typing import Annotated, Any

from fastapi import Depends, File, Query, Request, Response, UploadFile
from fastapi.responses import StreamingResponse

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import NotModified
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import Page
from labwright_inventory.access import Editor, Reader
from labwright_inventory.attachments import queries, rules, service
from labwright_inventory.attachments.schemas import AttachmentOut, AttachmentQuery
from labwright_inventory.devices import queries as devices
from labwright_inventory.entries.schemas import RowId

PATH = "/api/v1/inventory/devices/{device_id}/attachments"
router = ServiceRouter(prefix=PATH, tags=["attachments"])

_PARTS: dict[int | str, dict[str, Any]] = {
    206: {"description": "The part that `Range` names."},
    416: {"description": "There is no such part."},
}
_ABOUT = f"""
Attach a file to a device (multipart `file`). Folders in its name are dropped. What it is declared
to be must be one of the kept types, and its first bytes must agree; undeclared
(`application/octet-stream`) they decide alone. Kept are {", ".join(f"`{t}`" for t in rules.TYPES)}.
"""


def _store(request: Request) -> service.Store:
    store: service.Store = request.app.state.attachments
    return store


def _limit(request: Request) -> int:
    limit: int = request.app.state.settings.attachment_limit
    return limit


class Wanted:
    """What the request asks for of a content: what it does not have yet, or a part."""

    def __init__(self, request: Request) -> None:
        known = request.headers.get("if-none-match", "")
        self._known = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        self._range = request.headers.get("range")
        self._part_of = request.headers.get("if-range")

    def part(self, size: int, tag: str) -> rules.Part | None:
        """The part of a content of this size and tag; None is all of it.

        Raises:
            NotModified: the caller has it.
            PartOutside: it has no such part.
        """
        if self._known & {tag, "*"}:
            raise NotModified(tag)
        same = self._part_of in (None, tag)
        return rules.part_of(self._range, size) if self._range and same else None


Contents = Annotated[service.Store, Depends(_store)]
Limit = Annotated[int, Depends(_limit)]


@router.get("")
def list_attachments(
    device_id: RowId,
    query: Annotated[AttachmentQuery, Query()],
    by: Reader,
    session: DbReader,
    links: PageLinks,
) -> Page[AttachmentOut]:
    """Files of a device."""
    devices.get(session, device_id)
    found, count = queries.page(session, device_id, query)
    return links.page([AttachmentOut.of(one) for one in found], count=count, query=query)


@router.post("", status_code=201, description=_ABOUT)
def attach_file(
    device_id: RowId,
    file: Annotated[UploadFile, File(description="The file.")],
    *,
    by: Editor,
    session: DbSession,
    response: Response,
    store: Contents,
    limit: Limit,
) -> AttachmentOut:
    """Attach a file to a device."""
    upload = service.Upload(file.file, file.filename or "", file.content_type or "")
    made = AttachmentOut.of(
        service.attach_file(session, store, device_id, upload, limit=limit, by=by)
    )
    response.headers["Location"] = made.url
    return made


@router.get("/{attachment_id}", response_class=Response, responses=_PARTS)
def download_attachment(
    device_id: RowId,
    attachment_id: RowId,
    by: Reader,
    session: DbReader,
    store: Contents,
    wanted: Annotated[Wanted, Depends()],
) -> StreamingResponse:
    """The content of a file, or with `Range` a part of it (206); its ETag is the SHA-256."""
    devices.get(session, device_id)
    found = queries.get(session, device_id, attachment_id)
    tag = f'"{found.sha256}"'
    part = wanted.part(found.size, tag)
    try:
        content = store.open(found.blob_key, part)
    except FileNotFoundError as error:
        raise NotFound(f"The content of “{found.name}” is lost.") from error
    headers = {
        "Content-Disposition": rules.disposition(found.name),
        "Accept-Ranges": "bytes",
        "Content-Length": str(part.length if part else found.size),
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
        "ETag": tag,
    }
    if part:
        headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{found.size}"
    return StreamingResponse(
        content, 206 if part else 200, media_type=found.media_type, headers=headers
    )


@router.delete("/{attachment_id}", status_code=204)
def detach_file(device_id: RowId, attachment_id: RowId, by: Editor, session: DbSession) -> None:
    """Take a file off its device."""
    service.detach_file(session, device_id, attachment_id, by=by)
