"""Notices as they are asked for and shown, and what somebody wants to be told of."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from labwright_chassis.lists import AnswerBody, ListQuery, Page, RequestBody
from labwright_scheduler.notifications.models import Preference
from labwright_scheduler.notifications.rules import Channel, NoticeKind, channels


class NotificationQuery(ListQuery):
    """Filters of one's own notices, the newest first."""

    unread: bool | None = Field(None, description="only those unread, or only those read")
    kind: list[NoticeKind] | None = None


class NotificationOut(AnswerBody):
    """A notice. `path` leads below the lab's address to what it is about."""

    id: int
    kind: NoticeKind
    booking_id: UUID | None = Field(validation_alias="booking_uid")
    subject: str
    text: str
    path: str
    created_at: datetime
    read_at: datetime | None


class NotificationPage(Page[NotificationOut]):
    """A page of notices; `unread` counts all of the caller's unread ones, whatever the filter."""

    unread: int


class ReadUpTo(RequestBody):
    """Which are read: all up to this number, so that what arrived since stays unread; else all."""

    up_to: int | None = Field(None, ge=1, le=2**63 - 1, strict=True)


class MarkedOut(AnswerBody):
    """How many were unread before."""

    marked: int


class ChannelsOut(AnswerBody):
    """Whether a kind is told in the app's list, by mail, and on one's own Discord."""

    app: bool
    mail: bool
    discord: bool


class PreferencesOut(AnswerBody):
    """What is told on which channel, for every kind; `chosen` are those that follow no default."""

    version: int
    kinds: dict[NoticeKind, ChannelsOut]
    chosen: dict[NoticeKind, dict[Channel, bool]]

    @classmethod
    def of(cls, preference: Preference) -> "PreferencesOut":
        """The answer for what a person has chosen."""
        wanted = {kind: channels(preference.choices, kind) for kind in NoticeKind}
        known = {k: v for k, v in preference.choices.items() if k in list(NoticeKind)}
        return cls.model_validate(
            {
                "version": preference.version,
                "kinds": {
                    kind: {one: one in told for one in Channel} for kind, told in wanted.items()
                },
                "chosen": known,
            }
        )


class ChannelsChange(RequestBody):
    """What becomes different about a kind; null follows the default again."""

    app: bool | None = Field(None, strict=True)
    mail: bool | None = Field(None, strict=True)
    discord: bool | None = Field(None, strict=True)


class PreferencesChange(RequestBody):
    """What becomes different, by kind; kinds that are not sent stay."""

    kinds: dict[NoticeKind, ChannelsChange] = Field(min_length=1)

    def wishes(self) -> dict[str, dict[str, bool | None]]:
        """What was sent."""
        return {kind: wish.model_dump(exclude_unset=True) for kind, wish in self.kinds.items()}
