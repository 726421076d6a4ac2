"""Equivalent devices as they are shown."""

from typing import Self

from labwright_chassis.lists import AnswerBody
from labwright_scheduler.alternatives.rules import Equivalent


class EquivalentOut(AnswerBody):
    """A device that would do as well, and why it is proposed."""

    device_id: int
    name: str
    site_id: int | None
    site_name: str | None
    reasons: list[str]

    @classmethod
    def of(cls, found: Equivalent) -> Self:
        """The answer for a proposal."""
        device = found.device
        return cls(
            device_id=device.id,
            name=device.name,
            site_id=device.site_id,
            site_name=device.site_name,
            reasons=list(found.reasons),
        )
