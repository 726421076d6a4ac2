"""Attaching files to a device and taking them off."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from sqlalchemy.orm import Session

from labwright_chassis import audit, clock, outbox
from labwright_chassis.callers import Caller
from labwright_chassis.db import origin_of
from labwright_chassis.errors import DomainError
from labwright_inventory.attachments import queries, rules
from labwright_inventory.attachments.errors import FileTooLarge, FileUnfit
from labwright_inventory.attachments.models import Attachment
from labwright_inventory.attachments.rules import Part
from labwright_inventory.devices import queries as devices
from labwright_inventory.devices.service import change_along, scope_of
from labwright_inventory.history import service as history
from labwright_inventory.history.models import Action
from labwright_inventory.permissions import DEVICE_WRITE

_CHUNK = 1_048_576


class Store(Protocol):
    """Where contents are kept, by keys that only this service makes."""

    def put(self, key: str, file: BinaryIO) -> None:
        """Keep all that is left to read of the file: whole under its key, or not at all."""

    def open(self, key: str, part: Part | None = None) -> Iterator[bytes]:
        """The content or its part in pieces; FileNotFoundError at once where there is none."""

    def delete(self, key: str) -> None:
        """Forget a content; one that is not there is forgotten already."""

    def listed(self) -> Iterator[tuple[str, datetime]]:
        """All keys, with when they were written."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has arrived on disk as a whole, with what its sender says of it."""

    file: BinaryIO
    name: str
    declared_type: str


def attach_file(
    session: Session, store: Store, device_id: int, upload: Upload, *, limit: int, by: Caller
) -> Attachment:
    """Keep a file of at most `limit` bytes with a device.

    The content goes first, before the transaction's first statement, so that no lock waits for it.
    One whose row is never written is swept by a job.

    Raises:
        FileUnfit, FileTooLarge, FileTypeRefused: the file itself.
        NotFound: there is no such device.
    """
    attachment = _examined(upload, limit)
    attachment.device_id = device_id
    store.put(attachment.blob_key, upload.file)
    try:
        _add(session, attachment, by)
    except DomainError:
        store.delete(attachment.blob_key)
        raise
    return attachment


def detach_file(session: Session, device_id: int, id: int, *, by: Caller) -> None:
    """Take a file off its device; the content is swept later, when the change is certain."""
    device = devices.get(session, device_id, lock=True)
    by.must(DEVICE_WRITE, scope_of(by, device.site_id))
    attachment = queries.get(session, device_id, id)
    session.delete(attachment)
    session.flush()
    change_along(session, device, {}, action=Action.ATTACHMENT)
    _trace(session, attachment, "delete")


def _examined(upload: Upload, limit: int) -> Attachment:
    name = rules.safe_name(upload.name)
    file = upload.file
    file.seek(0)
    head = file.read(rules.HEAD)
    if not head:
        raise FileUnfit("empty", "The file is empty.")
    kind = rules.media_type(upload.declared_type, head)
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(_CHUNK):
        size += len(piece)
        if size > limit:
            raise FileTooLarge(limit)
        digest.update(piece)
    file.seek(0)
    return Attachment(
        name=name,
        media_type=kind,
        size=size,
        sha256=digest.hexdigest(),
        blob_key=outbox.uuid7().hex,
        created_at=clock.now(),
    )


def _add(session: Session, attachment: Attachment, by: Caller) -> None:
    device = devices.get(session, attachment.device_id, lock=True)
    by.must(DEVICE_WRITE, scope_of(by, device.site_id))
    origin = origin_of(session)
    attachment.actor, attachment.actor_name = origin.actor, origin.actor_name
    session.add(attachment)
    session.flush()
    change_along(session, device, {}, action=Action.ATTACHMENT)
    _trace(session, attachment, "create")


def _trace(session: Session, attachment: Attachment, verb: str) -> None:
    named = {"id": attachment.id, "name": attachment.name}
    old, new = (None, named) if verb == "create" else (named, None)
    entry = history.Change(attachment.device_id, Action.ATTACHMENT, "attachments", old, new)
    history.record(session, [entry])
    told = {"name": attachment.name, "sha256": attachment.sha256, "size": attachment.size}
    audit.record(
        session,
        f"inventory.attachment.{verb}",
        target=f"device/{attachment.device_id}",
        before=told if old else None,
        after=told if new else None,
    )
