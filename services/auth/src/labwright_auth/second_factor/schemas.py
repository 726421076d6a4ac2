"""Second factors as clients read and write them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from labwright_auth.accounts.schemas import GivenPassword
from labwright_chassis.lists import RequestBody
from labwright_contracts.base import UtcTime

Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=40)]
"""Six digits from the app, or a recovery code."""


class SecondFactorOut(BaseModel):
    """Whether signing in needs a code, since when, and how many recovery codes are left."""

    on: bool
    since: UtcTime | None
    recovery_codes: int


class Enrolling(RequestBody):
    """The password once more."""

    model_config = ConfigDict(str_strip_whitespace=False)

    password: GivenPassword


class EnrolmentOut(BaseModel):
    """What the app needs, shown this once: `uri` for its QR code, `secret` to be typed."""

    secret: str
    uri: str


class CodeIn(RequestBody):
    """A code that proves the app, or a recovery code in its place."""

    code: Code


class Disabling(RequestBody):
    """The password once more, and a code."""

    model_config = ConfigDict(str_strip_whitespace=False)

    password: GivenPassword
    code: Code


class RecoveryCodesOut(BaseModel):
    """Each works once. Shown this once; earlier ones open nothing any more."""

    recovery_codes: list[str]


class SecondStep(RequestBody):
    """The challenge of the refused sign-in, and a code."""

    challenge: str = Field(min_length=1, max_length=100)
    code: Code
