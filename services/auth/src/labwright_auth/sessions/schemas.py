"""Signing in, and sessions as their owner sees them."""

from pydantic import BaseModel, ConfigDict, Field

from labwright_auth.accounts.schemas import AccountOut, GivenPassword
from labwright_auth.sessions.rules import Kind
from labwright_chassis.lists import AnswerBody, RequestBody
from labwright_contracts.base import UtcTime


class SignIn(RequestBody):
    """`username` may be the e-mail address."""

    model_config = ConfigDict(str_strip_whitespace=False)

    username: str = Field(min_length=1, max_length=254)
    password: GivenPassword


class SessionTokenOut(BaseModel):
    """For programs: `Authorization: Bearer <token>`. The token is shown here and never again."""

    token: str
    expires_at: UtcTime


class CurrentSession(AnswerBody):
    """The session of this request."""

    id: str
    created_at: UtcTime
    expires_at: UtcTime


class MeOut(AccountOut):
    """Who is signed in, with everything he may do in any area.

    A personal token has no session, and permits what it is limited to.
    """

    permissions: list[str]
    org: str
    session: CurrentSession | None


class SessionOut(CurrentSession):
    """A session with its device; `current` is the one of this request."""

    kind: Kind
    user_agent: str
    address: str
    last_used_at: UtcTime
    current: bool
