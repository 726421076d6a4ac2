"""The log of mails as admins read it."""

from typing import Literal

from pydantic import Field

from labwright_chassis.lists import AnswerBody, ListQuery
from labwright_contracts.base import UtcTime


class MailQuery(ListQuery):
    """Filter by `state` and by `kind` (`password-reset`, `email-confirmation`, ...)."""

    state: list[Literal["waiting", "sent", "failed"]] = Field(default_factory=list)
    kind: list[str] = Field(default_factory=list)


class MailOut(AnswerBody):
    """What became of a mail, without what it says. `reason` is the server's last word."""

    id: int
    kind: str
    recipient: str
    subject: str
    state: Literal["waiting", "sent", "failed"]
    attempts: int
    reason: str
    created_at: UtcTime
    next_at: UtcTime
    settled_at: UtcTime | None
