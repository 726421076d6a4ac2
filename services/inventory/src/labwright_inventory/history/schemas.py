"""The history as it is asked for and shown."""

from typing import Any

from pydantic import Field

from labwright_chassis.lists import AnswerBody, ListQuery
from labwright_contracts.base import UtcTime
from labwright_inventory.history.models import Action


class HistoryQuery(ListQuery):
    """Filters of a device's history."""

    action: list[Action] = Field([], description="What was done; repeated: any of them.")
    field: list[str] = Field([], max_length=50, description="Field; repeated: any of them.")
    actor: list[str] = Field([], max_length=50, description="`user/<id>`; repeated: any of them.")
    at__gte: UtcTime | None = Field(None, description="At this time or later.")
    at__lt: UtcTime | None = Field(None, description="Before this time.")


class HistoryOut(AnswerBody):
    """One changed field: what it was, what it became, who did it and by which request.

    A reference is told as `{"id", "name"}` of that time. Each tag given or taken is one entry.
    """

    id: int
    device_id: int
    action: Action
    field: str
    old: Any
    new: Any
    actor: str
    actor_name: str
    at: UtcTime
    request_id: str
    note: str
