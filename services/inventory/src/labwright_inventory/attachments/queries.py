"""Files of devices."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from labwright_chassis.errors import NotFound
from labwright_chassis.lists import count
from labwright_inventory.attachments.models import Attachment
from labwright_inventory.attachments.schemas import AttachmentQuery


def get(session: Session, device_id: int, id: int) -> Attachment:
    """A file of a device; NotFound if it has no such file."""
    mine = (Attachment.id == id, Attachment.device_id == device_id)
    found = session.scalar(select(Attachment).where(*mine))
    if found is None:
        raise NotFound(f"Device {device_id} has no attachment {id}.")
    return found


def page(
    session: Session, device_id: int, query: AttachmentQuery
) -> tuple[Sequence[Attachment], int]:
    """A page of the files of a device, and how many there are."""
    statement = select(Attachment).where(Attachment.device_id == device_id)
    rows = statement.order_by(Attachment.id).limit(query.limit).offset(query.offset)
    return session.scalars(rows).all(), count(session, statement)


def known_keys(session: Session, keys: Collection[str]) -> set[str]:
    """Those of the keys that some file has."""
    return set(
        session.scalars(select(Attachment.blob_key).where(Attachment.blob_key.in_(sorted(keys))))
    )
