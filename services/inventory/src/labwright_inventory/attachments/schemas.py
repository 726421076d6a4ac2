"""Attachments as they are shown."""

from typing import Self

from labwright_chassis.lists import AnswerBody, ListQuery
from labwright_contracts.base import UtcTime
from labwright_inventory.attachments.models import Attachment


class AttachmentOut(AnswerBody):
    """A file of a device; `size` is in bytes, `url` where its content is."""

    id: int
    device_id: int
    name: str
    media_type: str
    size: int
    sha256: str
    actor: str
    actor_name: str
    created_at: UtcTime
    url: str

    @classmethod
    def of(cls, attachment: Attachment) -> Self:
        """The answer for an attachment."""
        names = cls.model_fields.keys() - {"url"}
        path = f"/api/v1/inventory/devices/{attachment.device_id}/attachments/{attachment.id}"
        return cls(**{name: getattr(attachment, name) for name in names}, url=path)


class AttachmentQuery(ListQuery):
    """A page of the files of a device, in the order of their arrival."""
