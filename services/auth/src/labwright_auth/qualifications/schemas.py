"""Qualifications as clients read and grant them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_contracts.base import UtcTime

Tag = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,59}$")]


class QualificationQuery(ListQuery):
    """`user` (id) and `tag` filter, each may be repeated (or).

    `valid_until__lt` and `valid_until__gte` find what ends in a time. `ordering` is by tag, user,
    valid_until, id. Who may not see others' finds his own.
    """

    user: list[Annotated[int, Field(ge=1, lt=2**63)]] = Field(default_factory=list)
    tag: list[Tag] = Field(default_factory=list)
    valid_until__gte: UtcTime | None = None
    valid_until__lt: UtcTime | None = None
    ordering: str | None = None


class QualificationOut(AnswerBody):
    """What a person is qualified for; `valid_until: null` is without end."""

    id: int
    user_id: int
    tag: str
    valid_until: UtcTime | None


class QualificationIn(RequestBody):
    """Until when it shall hold; null, or nothing, is without end."""

    valid_until: UtcTime | None = None
