"""Accounts as clients write and read them."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from labwright_auth.accounts.rules import Hashed
from labwright_chassis.lists import AnswerBody, RequestBody
from labwright_contracts.auth import UserStatus
from labwright_contracts.base import UtcTime


def _usable(password: SecretStr) -> SecretStr:
    password.get_secret_value().encode()  # half of a surrogate pair has no bytes to hash
    if len(password) > PASSWORD_LIMIT:
        raise ValueError(f"Use at most {PASSWORD_LIMIT} characters.")
    return password


def _not_too_long(password: SecretStr) -> SecretStr:
    if len(password) > NEW_PASSWORD_LIMIT:
        raise ValueError(f"Use at most {NEW_PASSWORD_LIMIT} characters.")
    return password


def _empty_is_none(text: str | None) -> str | None:
    return text or None


PASSWORD_LIMIT = 1024
NEW_PASSWORD_LIMIT = 128

# The addresses that HTML takes in <input type=email>: no comment, no quotes, no second address.
_LOCAL = r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"

Username = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{2,49}$")
]
DisplayName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=254, pattern=rf"^$|^{_LOCAL}@{_LABEL}(\.{_LABEL})*$"
    ),
    AfterValidator(_empty_is_none),
]
GivenPassword = Annotated[
    SecretStr, Field(json_schema_extra={"maxLength": PASSWORD_LIMIT}), AfterValidator(_usable)
]
NewPassword = Annotated[
    GivenPassword,
    Field(json_schema_extra={"maxLength": NEW_PASSWORD_LIMIT}),
    AfterValidator(_not_too_long),
]
DiscordId = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{17,20}$")]
"""A Discord user's number (a snowflake)."""


class Registration(RequestBody):
    """A new account.

    `username`: 3 to 50 of `A-Z a-z 0-9 . _ -`, beginning with a letter or digit. `password`: at
    most 128 characters, taken as it is, spaces included; how many at least, the lab says.
    """

    model_config = ConfigDict(str_strip_whitespace=False)

    username: Username
    password: NewPassword
    email: Email | None = None
    display_name: DisplayName | None = None


class Newcomer(BaseModel):
    """A registration whose password is hashed already; the hash is no part of what was sent."""

    registration: Registration
    password: Hashed = Field(exclude=True)


class AccountOut(AnswerBody):
    """An account as its owner and admins see it."""

    id: int
    username: str
    display_name: str
    email: str | None
    email_verified: bool
    discord_id: str | None
    status: UserStatus
    roles: list[str]
    created_at: UtcTime
