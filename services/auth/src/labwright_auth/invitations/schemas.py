"""Invitations as admins and the invited see them."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from labwright_auth.accounts.rules import Hashed
from labwright_auth.accounts.schemas import DisplayName, Email, NewPassword, Username
from labwright_auth.invitations.rules import LASTS_DAYS, LONGEST_DAYS, InvitationState
from labwright_auth.people.schemas import RolesChange
from labwright_auth.roles.rules import NEWCOMER
from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_contracts.base import UtcTime


def _given(address: str | None) -> str:
    if address is None:
        raise ValueError("an invitation needs an address")
    return address


Address = Annotated[Email, AfterValidator(_given)]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class InvitationIn(RolesChange):
    """Whom to invite, with which roles, and for how many days the invitation holds."""

    email: Address
    roles: list[str] = Field(default_factory=lambda: [NEWCOMER], min_length=1, max_length=50)
    days: int = Field(LASTS_DAYS, ge=1, le=LONGEST_DAYS)


class InvitationQuery(ListQuery):
    """`state` filters, and may be repeated (or)."""

    state: list[InvitationState] = Field(default_factory=list)


class InvitationOut(AnswerBody):
    """An invitation; its link is in the mail alone."""

    id: int
    email: str
    state: InvitationState
    roles: list[str]
    sites: dict[str, list[int]]
    invited_by: int
    created_at: UtcTime
    expires_at: UtcTime
    accepted_by: int | None


class InvitationSecret(RequestBody):
    """What stands behind `#` in the link."""

    secret: Secret


class InvitationShown(AnswerBody):
    """What the invited sees before he accepts."""

    email: str
    lab_name: str
    roles: list[str]
    expires_at: UtcTime


class Acceptance(InvitationSecret):
    """The account that the invited makes."""

    model_config = ConfigDict(str_strip_whitespace=False)

    username: Username
    password: NewPassword
    display_name: DisplayName | None = None


class Accepted(BaseModel):
    """An acceptance whose password is hashed already."""

    secret: SecretStr
    username: str
    display_name: str | None
    password: Hashed = Field(exclude=True)
