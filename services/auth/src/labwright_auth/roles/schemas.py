"""The permission matrix as clients read and change it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from labwright_auth.roles.rules import LOWEST
from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody

RoleName = Annotated[
    str, StringConstraints(min_length=1, max_length=50, pattern=r"^[^\x00-\x1f\x7f,]+$")
]
Description = Annotated[str, StringConstraints(max_length=255, pattern=r"^[^\x00-\x1f\x7f]*$")]
Position = Annotated[
    int, Field(ge=1, le=LOWEST, description="Rank: lower is higher, equal ones are equals.")
]
Permissions = Annotated[list[str], Field(max_length=500)]


class RoleOut(AnswerBody):
    """One line of the matrix. A role that is `built_in` keeps its name and rank."""

    id: int
    name: str
    description: str
    position: int
    built_in: bool
    permissions: list[str]


class RoleIn(RequestBody):
    """A new role; it ranks last unless said otherwise."""

    name: RoleName
    description: Description = ""
    position: Position = LOWEST
    permissions: Permissions = Field(default_factory=list)


class RolePatch(RequestBody):
    """What to change; `permissions` are all that the role shall have."""

    name: RoleName = ""
    description: Description = ""
    position: Position = LOWEST
    permissions: Permissions = Field(default_factory=list)


class PermissionQuery(ListQuery):
    """`q` searches name and description."""

    q: str = Field("", max_length=100)


class PermissionOut(AnswerBody):
    """`area:object:verb`; `verb` acts on one's own, `verb_any` on others'."""

    name: str
    description: str
