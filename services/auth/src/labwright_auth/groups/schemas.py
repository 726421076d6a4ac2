"""Groups as clients read and change them."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from labwright_auth.people.schemas import PersonOut
from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_contracts.base import UtcTime

Name = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Description = Annotated[str, StringConstraints(max_length=500)]
Kind = Literal["team", "project"]


class GroupQuery(ListQuery):
    """`q` searches the name; `kind` filters; `member` finds the groups of a person (id).

    `ordering` is by name, created_at, id.
    """

    q: str = Field("", max_length=100)
    kind: list[Kind] = Field(default_factory=list)
    member: int | None = Field(None, ge=1, lt=2**63)
    ordering: str | None = None


class GroupOut(AnswerBody):
    """A team or project."""

    id: int
    name: str
    kind: str
    description: str
    created_at: UtcTime


class MemberOut(AnswerBody):
    """Somebody in a group; a `lead` manages its members."""

    user: PersonOut
    lead: bool


class GroupDetail(GroupOut):
    """A group with everybody in it."""

    members: list[MemberOut]


class GroupIn(RequestBody):
    """A new group."""

    name: Name
    kind: Kind
    description: Description = ""


class GroupPatch(RequestBody):
    """What to change."""

    name: Name = ""
    description: Description = ""


class MemberIn(RequestBody):
    """How somebody shall belong to a group."""

    lead: bool = False
