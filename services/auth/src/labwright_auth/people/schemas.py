"""People as others find them, and as admins see and change them."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from labwright_auth.accounts.schemas import DisplayName
from labwright_auth.roles.rules import SUPER_ADMIN
from labwright_chassis.callers import Sites
from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_contracts.auth import UserStatus
from labwright_contracts.base import UtcTime

Status = Literal["active", "disabled"]
SiteIds = Annotated[
    list[Annotated[int, Field(ge=1, lt=2**63)]], Field(min_length=1, max_length=200)
]


class PeopleQuery(ListQuery):
    """`q` searches username and display name, for admins the e-mail address too.

    `status` and `role` filter, `ordering` is by username, display_name, created_at, last_seen_at,
    id. Who may not see all of a person finds active people only and names alone.
    """

    q: str = Field("", max_length=100)
    status: list[Status] = Field(default_factory=list)
    role: list[str] = Field(default_factory=list)
    ordering: str | None = None


class PersonOut(AnswerBody):
    """A person as everybody signed in may find him."""

    id: int
    username: str
    display_name: str


class UserOut(PersonOut):
    """A person as admins see him; `sites` are those of roles that do not count everywhere."""

    email: str | None
    status: UserStatus
    roles: list[str]
    sites: dict[str, list[int]]
    created_at: UtcTime
    last_seen_at: UtcTime | None


class PersonPatch(RequestBody):
    """What to change; `display_name: null` goes back to the username."""

    status: Status = "active"
    display_name: DisplayName | None = None


class RolesChange(RequestBody):
    """All roles that the person shall have.

    `sites` names the sites (ids) at which a role counts, for each that does not count everywhere.
    """

    roles: list[str] = Field(max_length=50)
    sites: dict[str, SiteIds] = Field(default_factory=dict, max_length=50)

    @model_validator(mode="after")
    def _limit_roles_that_are_given(self) -> Self:
        for name in self.sites:
            if name not in self.roles:
                raise ValueError(f"sites are for roles that are given; {name} is not")
            if name == SUPER_ADMIN:
                raise ValueError(f"{SUPER_ADMIN} counts everywhere")
        return self

    def sites_of(self, role: str) -> Sites:
        """Where the role shall count."""
        return frozenset(self.sites[role]) if role in self.sites else "*"
