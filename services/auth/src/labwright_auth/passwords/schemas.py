"""Passwords as clients write them; nothing is ever read."""

from pydantic import BaseModel, ConfigDict, Field

from labwright_auth.accounts.rules import Hashed
from labwright_auth.accounts.schemas import GivenPassword, NewPassword
from labwright_chassis.lists import RequestBody


class PasswordChange(RequestBody):
    """The present password, and the one that shall replace it."""

    model_config = ConfigDict(str_strip_whitespace=False)

    current_password: GivenPassword
    new_password: NewPassword


class ResetRequest(RequestBody):
    """`username` may be the e-mail address."""

    username: str = Field(min_length=1, max_length=254)


class ResetRedemption(RequestBody):
    """The secret from the mailed link's fragment, and the new password."""

    model_config = ConfigDict(str_strip_whitespace=False)

    secret: str = Field(min_length=1, max_length=100)
    password: NewPassword


class Reset(BaseModel):
    """A redemption whose password is hashed already."""

    secret: str
    password: Hashed = Field(exclude=True)
